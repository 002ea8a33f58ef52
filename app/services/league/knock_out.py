"""The knock-out: from the groups' tables to the final, winners carried on as results stand."""

from __future__ import annotations

from flask_babel import gettext as _

from app.errors import DomainError
from app.extensions import db
from app.models import Account, LeagueMatch, Programme
from app.services import audit
from app.services.league import standings, teams
from app.services.league.played import of_programme
from app.services.league.table import bracket


def start(actor: Account, programme: Programme) -> None:
    """All its matches, the first round with teams. Raises DomainError before all groups are played."""
    league = teams.of(programme)
    db.session.refresh(league, with_for_update=True)
    played = of_programme(programme)
    if not league.advance:
        raise DomainError(_("这个联赛没有淘汰赛。"))
    if any(match.group == "" for match in played):
        raise DomainError(_("淘汰赛已经排好。"))
    if not played or any(match.state not in ("confirmed", "walkover", "void") for match in played):
        raise DomainError(_("小组赛还有比赛没有结果。"))
    going = [
        [row.team.id for row in group.rows if row.team.withdrawn_at is None][: league.advance]
        for group in standings.of(programme)
    ]
    pairs = bracket(going)
    size = len(pairs)
    for position, (home, away) in enumerate(pairs, 1):
        db.session.add(_match(programme, 1, position, home, away))
    number = 1
    while size > 1:
        size, number = size // 2, number + 1
        for position in range(1, size + 1):
            db.session.add(_match(programme, number, position, None, None))
    audit.record(actor, "league.knock_out", programme, label=programme.title)


def _match(
    programme: Programme, number: int, position: int, home: int | None, away: int | None
) -> LeagueMatch:
    return LeagueMatch(
        programme_id=programme.id, group="", round=number, position=position, home_id=home, away_id=away
    )


def round_words(match_round: int, rounds: int) -> str:
    """决赛, 半决赛, 四分之一决赛, 八分之一决赛"""
    names = (_("决赛"), _("半决赛"), _("四分之一决赛"), _("八分之一决赛"))
    return str(names[rounds - match_round])
