"""A programme's classes at a glance: teachers, rooms, half-days, who has a place, who is short of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.models import Choice, Meeting, Member, Offering, Programme
from app.services import contradictions, modes, offering_guard, places


@dataclass(frozen=True, slots=True)
class Row:
    """A class: `people` have a place in it, `most` may; `half_days` are its meetings that will be held."""

    offering: Offering
    people: int
    most: int | None
    half_days: Sequence[Meeting]

    @property
    def short(self) -> int:
        """How many people it lacks to be held."""
        return max(self.offering.minimum - self.people, 0)

    @property
    def ahead(self) -> bool:
        return places.takes_people(self.offering)

    @property
    def days_left(self) -> int:
        return (self.offering.starts_on - clock.today()).days

    @property
    def teachers(self) -> list[str]:
        return _distinct([each.host_name for each in self.half_days])

    @property
    def rooms(self) -> list[str]:
        return _distinct([each.room for each in self.half_days])


def rows(programme: Programme) -> list[Row]:
    """Every class that is to be held, in order of time."""
    counts, timetables = people_counts(programme), _half_days(programme)
    return [
        Row(
            each,
            counts.get(each.id, 0),
            contradictions.capacity(each),
            timetables.get(each.id, ()),
        )
        for each in programme.offerings
        if not each.cancelled
    ]


def people_counts(programme: Programme) -> Mapping[int, int]:
    """By offering id: people who have a place, or have signed up where that is enough."""
    if not modes.of(programme).records:
        return offering_guard.held_counts(programme)
    chosen = (
        select(Choice.offering_id, func.count(Member.id))
        .join(Member, Member.registration_id == Choice.registration_id)
        .where(Member.programme_id == programme.id, Member.active)
        .group_by(Choice.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(chosen)}


def half_days(offering: Offering) -> list[Meeting]:
    """A class's meetings that are not called off, in order of time."""
    query = select(Meeting).where(Meeting.offering_id == offering.id, Meeting.cancelled_at.is_(None))
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def short(programme: Programme) -> list[Row]:
    """Classes that lie ahead and have fewer people than they need, once places have been given."""
    if programme.state not in ("open", "closed", "published") or not gives_places(programme):
        return []
    return [row for row in rows(programme) if row.ahead and row.short]


def gives_places(programme: Programme) -> bool:
    """Whether people have places by now: a plan only once it is published."""
    mode = modes.of(programme)
    return programme.state == "published" if mode.planned else mode.at_once or programme.state != "open"


def _half_days(programme: Programme) -> dict[int, list[Meeting]]:
    query = (
        select(Meeting)
        .join(Offering, Meeting.offering_id == Offering.id)
        .where(Offering.programme_id == programme.id, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in db.session.scalars(query):
        found[meeting.offering_id].append(meeting)
    return found


def _distinct(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]
