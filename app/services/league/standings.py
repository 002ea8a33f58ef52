"""Tables, scorers and the fixtures' list, as the pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.models import LeagueMatch, LeagueTeam, Programme
from app.services.league import teams
from app.services.league.played import of_programme
from app.services.league.table import Played, Row, table

SCORERS = 10


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's line in the table."""

    team: LeagueTeam
    row: Row
    decided_by: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its table."""

    name: str
    rows: Sequence[TeamRow]


def of(programme: Programme) -> list[Group]:
    """The tables of all groups, as far as results stand."""
    league = teams.of(programme)
    played = [_played(match) for match in of_programme(programme) if match.counts and match.group]
    return [_group(name, own, played, league.tie_order) for name, own in teams.groups(programme).items()]


def _group(name: str, own: Sequence[LeagueTeam], played: Sequence[Played], tie_order: str) -> Group:
    by_id = {team.id: team for team in own}
    rows = table(list(by_id), played, tie_order, {team.id: team.number or 0 for team in own})
    staying = [row for row in rows if by_id[row.team].withdrawn_at is None]
    gone = [row for row in rows if by_id[row.team].withdrawn_at is not None]
    return Group(name, [TeamRow(by_id[r.team], r, decided_words(r.decided_by)) for r in (*staying, *gone)])


def _played(match: LeagueMatch) -> Played:
    home, away = (match.cards.get(side, [0, 0]) for side in ("home", "away"))
    return Played(
        match.home_id or 0,
        match.away_id or 0,
        match.home_goals or 0,
        match.away_goals or 0,
        (home[0], home[1]),
        (away[0], away[1]),
    )


def decided_words(by: str) -> str:
    """What decided among equal points."""
    named = {
        "difference": _("净胜球"),
        "goals": _("进球数"),
        "head_points": _("相互间积分"),
        "head_difference": _("相互间净胜球"),
        "head_goals": _("相互间进球"),
        "fair_play": _("公平竞赛分"),
        "lots": _("抽签号"),
    }
    return str(named.get(by, ""))


def scorers(programme: Programme) -> list[tuple[str, str, int]]:
    """(name, team, goals) of the best scorers."""
    found: Counter[tuple[str, int]] = Counter()
    for match in of_programme(programme):
        if match.state == "confirmed":
            for each in match.scorers:
                found[each["name"], each["team"]] += each["goals"]
    names = {team.id: team.name for team in teams.every(programme)}
    ordered = sorted(found.items(), key=lambda each: (-each[1], names.get(each[0][1], ""), each[0][0]))
    return [(name, names.get(team, ""), goals) for (name, team), goals in ordered[:SCORERS]]
