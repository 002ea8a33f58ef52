"""Winners of the knock-out stand in the next round's match as results stand."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import DomainError
from app.extensions import db
from app.models import LeagueMatch
from app.services.league.played import of_programme, winner


def following(match: LeagueMatch) -> LeagueMatch | None:
    """The match to which the winner goes on."""
    if match.group:
        return None
    query = select(LeagueMatch).where(
        LeagueMatch.programme_id == match.programme_id,
        LeagueMatch.group == "",
        LeagueMatch.round == match.round + 1,
        LeagueMatch.position == (match.position + 1) // 2,
    )
    return db.session.scalar(query)


def refuse_late(match: LeagueMatch) -> None:
    """Raises DomainError when the next round has been played on this result, or the knock-out drawn up."""
    after = following(match)
    if after is not None and after.state != "planned":
        raise DomainError(_("下一轮已经有结果，这场的结果不能再改。"))
    if match.group and match.counts and any(m.group == "" for m in of_programme(match.programme)):
        raise DomainError(_("淘汰赛已经排好，小组赛的结果不能再改。"))


def carry_on(match: LeagueMatch) -> None:
    """The winner stands in the next round's match; nobody while the result does not stand."""
    after = following(match)
    if after is None:
        return
    won = winner(match)
    if match.position % 2:
        after.home_id = won.id if won is not None else None
    else:
        after.away_id = won.id if won is not None else None
