"""Who came to which meeting of an offering: a table, its shares, and the table as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import clock, words
from app.extensions import db
from app.models import CheckIn, Meeting, MeetingGuest, Offering, Person
from app.services import export, participants
from app.services.meetings import timetable


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who takes part, and the ids of the meetings to which they came; `held`: so many there were."""

    person: Person
    came: Collection[int]
    held: int

    @property
    def attended(self) -> int:
        return len(self.came)


@dataclass(frozen=True, slots=True)
class Table:
    """`meetings` that have begun and were not called off, in order; `guests`: how many came to each alone."""

    meetings: Sequence[Meeting]
    rows: Sequence[Row]
    guests: dict[int, int]
    left: int

    def count(self, meeting: Meeting) -> int:
        """How many of those who take part came to it."""
        return sum(meeting.id in row.came for row in self.rows)


def of(offering: Offering, covers: Callable[[Person], bool] = lambda _person: True) -> Table:
    """The table of an offering, of the people that `covers` lets through; `left`: meetings still to begin."""
    planned = timetable.held(timetable.of_offering(offering))
    begun = [meeting for meeting in planned if meeting.starts_at <= clock.now()]
    came = _came([meeting.id for meeting in begun])
    people = [member.person for member in participants.of_offering(offering)]
    rows = [Row(each, came.get(each.id, frozenset()), len(begun)) for each in people if covers(each)]
    return Table(begun, rows, _guests(begun), len(planned) - len(begun))


def of_person(offering: Offering, person: Person) -> Row:
    """One person's row."""
    begun = [
        each for each in timetable.held(timetable.of_offering(offering)) if each.starts_at <= clock.now()
    ]
    return Row(person, _came([meeting.id for meeting in begun]).get(person.id, frozenset()), len(begun))


def workbook(offering: Offering, covers: Callable[[Person], bool]) -> tuple[bytes, int]:
    """(xlsx, how many people): one row each, a column a meeting, how many of how many."""
    table = of(offering, covers)
    titles = [
        *(_("姓名"), _("单位")),
        *(f"{words.moment(each.starts_at)} {words.in_language(each, 'title')}" for each in table.meetings),
        *(_("到了几次"), _("共几次"), _("出勤率")),
    ]
    return export.sheet(_("出勤"), titles, _cells(table)), len(table.rows)


def _cells(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [
            row.person.name,
            words.in_language(row.person.unit, "name"),
            *(_("到") if meeting.id in row.came else "" for meeting in table.meetings),
            str(row.attended),
            str(row.held),
            words.percent(row.attended, row.held),
        ]


def _came(meeting_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """By person id, the meetings to which they came."""
    found: dict[int, set[int]] = {}
    query = select(CheckIn.person_id, CheckIn.meeting_id).where(CheckIn.meeting_id.in_(meeting_ids))
    for person_id, meeting_id in db.session.execute(query):
        if meeting_id is not None:
            found.setdefault(person_id, set()).add(meeting_id)
    return {person_id: frozenset(ids) for person_id, ids in found.items()}


def _guests(meetings: Sequence[Meeting]) -> dict[int, int]:
    """By meeting id, how many of its guests came."""
    query = (
        select(CheckIn.meeting_id, func.count())
        .join(
            MeetingGuest,
            (MeetingGuest.meeting_id == CheckIn.meeting_id) & (MeetingGuest.person_id == CheckIn.person_id),
        )
        .where(CheckIn.meeting_id.in_([meeting.id for meeting in meetings]))
        .group_by(CheckIn.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in db.session.execute(query) if meeting_id is not None}
