"""A contest's entries and results as workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from app import words
from app.extensions import db
from app.models import Account, Contest, ContestEntry, Unit
from app.services import audit, export
from app.services.contest import entering, events, heats, lots, results, shown, state_words
from app.services.contest.teams import Names


def entries(actor: Account, contest: Contest, within: ColumnElement[bool]) -> bytes:
    """One row an entry of the coordinator's part of the tree, with heat and station once published."""
    titles = [
        *(_("参赛号"), _("比赛项目"), _("姓名或队名"), _("队伍"), _("组别"), _("单位"), _("编号"), _("状态")),
        *(_("上场时间"), _("工位")),
    ]
    found = of_scope(contest, within)
    seats, names = heats.of_entries(found), Names(contest.programme)
    rows = []
    for entry in found:
        seat = seats.get(entry.id)
        rows.append(
            [
                str(entry.number or ""),
                words.in_language(entry.event, "title"),
                names.of_entry(entry),
                names.of_team(entry),
                names.category(entry),
                words.in_language(entry.unit, "name"),
                entry.registration.reference,
                state_words.entry(entry.state),
                words.moment(seat.slot.starts_at) if seat else "",
                str(seat.station) if seat else "",
            ]
        )
    _record(actor, contest, "entries", len(rows))
    return export.sheet(_("参赛名单"), titles, rows)


def of_scope(contest: Contest, within: ColumnElement[bool]) -> list[ContestEntry]:
    """Entries of units inside a part of the tree."""
    inside = set(db.session.scalars(select(Unit.id).where(within)))
    found = entering.of_events((e.id for e in events.listed(contest.programme)), withdrawn=True)
    return [entry for entry in found if entry.unit_id in inside]


def result_sheet(actor: Account, contest: Contest) -> bytes:
    """Every event's ranking, then the teams'."""
    titles = [
        *(_("比赛项目"), _("名次"), _("参赛号"), _("姓名或队名"), _("队伍"), _("单位"), _("理论"), _("实操")),
        *(_("用时"), _("总分"), _("奖项"), _("说明")),
    ]
    rows = list(_result_rows(contest))
    _record(actor, contest, "results", len(rows))
    return export.sheet(_("成绩"), titles, rows)


def lots_sheet(contest: Contest) -> list[str]:
    """Number, tab, entrant: what the draw gave."""
    return [f"{number}\t{entrant}" for number, entrant in lots.numbers(contest)]


def _result_rows(contest: Contest) -> Iterator[list[str]]:
    found = results.of(contest)
    for each in found.events:
        title = words.in_language(each.event, "title")
        for row in each.rows:
            yield [
                title,
                str(row.rank or ""),
                str(row.entry.number or ""),
                row.name,
                row.team,
                words.in_language(row.entry.unit, "name"),
                shown.points(row.theory),
                shown.points(row.practice),
                shown.duration(row.seconds),
                shown.total(row.total),
                words.entry(dict(row.prize)) if row.prize else "",
                "" if row.rank else state_words.row(row),
            ]
    for team in found.teams:
        rank = str(team.placed.rank or "")
        won = words.entry(dict(team.prize)) if team.prize else ""
        total = shown.total(team.placed.total)
        yield [_("团体"), rank, "", team.name, team.name, team.unit, "", "", "", total, won, ""]


def _record(actor: Account, contest: Contest, what: str, count: int) -> None:
    said = {"count": ("", count)}
    audit.record(actor, f"contest.export_{what}", contest, label=contest.programme.title, changes=said)
