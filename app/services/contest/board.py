"""The big screen: a page of one event's standing after the other, with nothing but name, team and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import words
from app.errors import NotFound
from app.models import Account, Contest
from app.services import audit
from app.services.contest import contests, results, shown, state_words
from app.services.contest.results import PENDING, Results

A_PAGE = 10
# title, whether of teams, lines, results known, results in all
Sheet = tuple[str, bool, Sequence["Line"], int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """`rank` "" for whom there is none yet; `note` says why."""

    rank: str
    number: str
    name: str
    team: str
    theory: str
    practice: str
    time: str
    total: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The `number`-th of `count`; `known` of `all_` results of the event are there."""

    title: str
    teams: bool
    lines: Sequence[Line]
    number: int
    count: int
    known: int
    all_: int

    @property
    def following(self) -> int:
        """The one after this; after the last the first."""
        return self.number % self.count + 1


def switch(actor: Account, contest: Contest) -> None:
    """On when it is off, and the other way round."""
    contests.hold(contest)
    before, contest.board_public = contest.board_public, not contest.board_public
    said = {"board_public": (before, contest.board_public)}
    audit.record(actor, "contest.board", contest, label=contest.programme.title, changes=said)


def page(contest: Contest, number: int) -> Page:
    """Raises NotFound while the coordinator has not turned it on. A page too far is the first."""
    if not contest.board_public:
        raise NotFound(_("大屏现在没有打开。"))
    found = results.of(contest)
    pages = [*_events(found), *_teams(found)]
    place = number if 1 <= number <= len(pages) else 1
    if not pages:
        return Page(str(_("还没有成绩")), False, (), 1, 1, 0, 0)
    title, teams, lines, known, all_ = pages[place - 1]
    return Page(title, teams, lines, place, len(pages), known, all_)


def _events(found: Results) -> list[Sheet]:
    pages: list[Sheet] = []
    for each in found.events:
        rows = [row for row in each.rows if row.status != "withdrawn"]
        known = sum(row.status != PENDING for row in rows)
        lines = [
            Line(
                str(row.rank or ""),
                f"{row.entry.number:03d}" if row.entry.number else "",
                row.name,
                row.team,
                shown.points(row.theory),
                shown.points(row.practice),
                shown.duration(row.seconds),
                shown.total(row.total),
                "" if row.rank else state_words.entry(row.status),
            )
            for row in rows
        ]
        title = words.in_language(each.event, "title")
        pages += [
            (title, False, lines[k : k + A_PAGE], known, len(rows)) for k in range(0, len(lines), A_PAGE)
        ]
    return pages


def _teams(found: Results) -> list[Sheet]:
    """Only teams of which somebody has a result."""
    lines = [
        Line(
            str(team.placed.rank or ""),
            "",
            team.name,
            team.unit,
            "",
            "",
            "",
            shown.total(team.placed.total),
            words.listed(shown.total(each) for each in team.placed.counted),
        )
        for team in found.teams
    ]
    title, count = str(_("团体")), len(lines)
    return [(title, True, lines[k : k + A_PAGE], count, count) for k in range(0, count, A_PAGE)]
