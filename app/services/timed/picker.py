"""Choosing a quarter-hour: where, which day of a week, which time; counted by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock, plausible
from app.extensions import db
from app.models import Offering, Programme, Venue
from app.services import places

WEEK = 7
NOON = "12:00"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week that is shown; `free` None: nothing is held then that one could still choose."""

    on: dt.date
    free: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a page for choosing shows: places, the days of one week, the times of one day."""

    venues: Sequence[tuple[Venue, int]]
    venue: Venue | None
    days: Sequence[Day]
    on: dt.date | None
    before: dt.date | None
    after: dt.date | None
    morning: Sequence[Offering]
    afternoon: Sequence[Offering]

    @property
    def times(self) -> list[Offering]:
        return [*self.morning, *self.afternoon]


def choice(programme: Programme, venue: str = "", on: str = "") -> Choice:
    """What to show for a `venue` (its id) and a day, as an address has them.

    What cannot be read is passed over; without a day it is the first on which something is free.
    """
    free_at = _venues(programme)
    here = next((each for each, _free in free_at if str(each.id) == venue), None)
    here = here or (free_at[0][0] if free_at else None)
    if here is None:
        return Choice((), None, (), None, None, None, (), ())
    free_on = _days(programme, here)
    chosen = _day(on) or next((day for day, free in free_on.items() if free), min(free_on, default=None))
    chosen = chosen or clock.today()
    monday = chosen - dt.timedelta(days=chosen.weekday())
    week = [monday + dt.timedelta(days=ahead) for ahead in range(WEEK)]
    times = _times(programme, here, chosen)
    return Choice(
        free_at,
        here,
        [Day(day, free_on.get(day)) for day in week],
        chosen,
        max((day for day in free_on if day < week[0]), default=None),
        min((day for day in free_on if day > week[-1]), default=None),
        [each for each in times if each.from_time < NOON],
        [each for each in times if each.from_time >= NOON],
    )


def find(programme: Programme, number: str) -> Offering | None:
    """The quarter-hour of this id that one can still choose; None: there is none."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    query = select(Offering).where(
        Offering.id == int(number), Offering.programme_id == programme.id, places.ahead()
    )
    return db.session.scalar(query.options(joinedload(Offering.venue)))


def summary(programme: Programme) -> list[tuple[Venue, int, dt.date | None]]:
    """Of each place: how many places are free, and the first day on which one is."""
    rows = db.session.execute(
        select(Offering.venue_id, func.sum(Offering.seats - Offering.taken), func.min(Offering.starts_on))
        .where(Offering.programme_id == programme.id, places.ahead(), Offering.taken < Offering.seats)
        .group_by(Offering.venue_id)
    )
    free = {venue_id: (int(count or 0), day) for venue_id, count, day in rows}
    return [(venue, *free.get(venue.id, (0, None))) for venue, _free in _venues(programme)]


def _venues(programme: Programme) -> list[tuple[Venue, int]]:
    rows = db.session.execute(
        select(Venue, func.sum(Offering.seats - Offering.taken))
        .join(Offering, Offering.venue_id == Venue.id)
        .where(Offering.programme_id == programme.id, places.ahead())
        .group_by(Venue.id)
        .order_by(Venue.id)
    )
    return [(venue, int(free or 0)) for venue, free in rows]


def _days(programme: Programme, venue: Venue) -> dict[dt.date, int]:
    """Free places by day, in order of time."""
    rows = db.session.execute(
        select(Offering.starts_on, func.sum(Offering.seats - Offering.taken))
        .where(Offering.programme_id == programme.id, Offering.venue_id == venue.id, places.ahead())
        .group_by(Offering.starts_on)
        .order_by(Offering.starts_on)
    )
    return {day: int(free or 0) for day, free in rows}


def _times(programme: Programme, venue: Venue, on: dt.date) -> Sequence[Offering]:
    query = select(Offering).where(
        Offering.programme_id == programme.id,
        Offering.venue_id == venue.id,
        Offering.starts_on == on,
        places.ahead(),
    )
    return db.session.scalars(query.order_by(Offering.from_time, Offering.id)).all()


def _day(text: str) -> dt.date | None:
    try:
        return plausible.day(text)
    except ValueError:
        return None
