"""The day itself at one place: who comes when and where, who has come, who has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import (
    Account,
    CheckIn,
    Offering,
    Person,
    Programme,
    Registration,
    RoomPlace,
    Unit,
    Venue,
)
from app.services import check_ins, references


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is expected; `came` None: not yet. `over`: their time has passed."""

    place: RoomPlace
    came: CheckIn | None
    over: bool

    @property
    def missed(self) -> bool:
        return self.came is None and self.over


@dataclass(frozen=True, slots=True)
class DayCount:
    """Of one day at one place: quarter-hours, seats in them, seats taken, people who came, who did not."""

    venue: Venue
    on: dt.date
    times: int
    seats: int
    taken: int
    came: int
    missed: int


def sheet(programme: Programme, venue: Venue, on: dt.date, within: ColumnElement[bool]) -> list[Visit]:
    """Everybody expected on the day, of a part of the tree (a condition on Unit), by time and room."""
    query = (
        select(RoomPlace, CheckIn)
        .join(Offering, RoomPlace.offering_id == Offering.id)
        .join(Person, RoomPlace.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .outerjoin(
            CheckIn,
            (CheckIn.offering_id == Offering.id)
            & (CheckIn.person_id == Person.id)
            & CheckIn.meeting_id.is_(None),
        )
        .where(
            Offering.programme_id == programme.id,
            Offering.venue_id == venue.id,
            Offering.starts_on == on,
            within,
        )
        .options(
            joinedload(RoomPlace.offering),
            joinedload(RoomPlace.room),
            joinedload(RoomPlace.registration),
            joinedload(RoomPlace.person).joinedload(Person.unit),
        )
        .order_by(Offering.from_time, RoomPlace.slot_room_id)
    )
    return [
        Visit(place, came, ends_at(place.offering) <= clock.now())
        for place, came in db.session.execute(query)
    ]


def ends_at(offering: Offering) -> dt.datetime:
    """The instant at which a quarter-hour is over."""
    time = dt.time.fromisoformat(offering.to_time)
    return dt.datetime.combine(offering.ends_on, time, clock.CITY)


def arrive(
    programme: Programme, venue: Venue, on: dt.date, typed: str, by: Account, within: ColumnElement[bool]
) -> list[RoomPlace]:
    """Whoever shows this reference has come; said twice, nothing changes. Their rooms.

    Raises DomainError that says what is wrong with it: mistyped, another day or place, given back.
    """
    reference = references.normal(typed)
    found = db.session.scalar(
        select(Registration).where(
            Registration.reference == (reference or ""), Registration.programme_id == programme.id
        )
    )
    if found is None:
        raise NotFound(_("没有这个编号，请核对，或在名单里找姓名。"))
    query = _within(within).where(RoomPlace.registration_id == found.id)
    theirs = db.session.scalars(query.options(joinedload(RoomPlace.offering)).order_by(RoomPlace.id)).all()
    if not theirs:
        raise DomainError(_("这份报名没有约上时间，或者已经退出。"))
    here = [
        place for place in theirs if place.offering.starts_on == on and place.offering.venue_id == venue.id
    ]
    if not here:
        raise DomainError(_("不是这一天这里的：约的是 %(what)s。", what=words.offering(theirs[-1].offering)))
    for place in here:
        come(place, by)
    return here


def come(place: RoomPlace, by: Account) -> None:
    """Somebody has come. Raises DomainError before the day."""
    if place.offering.starts_on > clock.today():
        raise DomainError(_("还没有到这一天，不能签到。"))
    check_ins.record(place.offering, place.person, "desk", by)


def counts(programme: Programme, first_on: dt.date, last_on: dt.date) -> list[DayCount]:
    """Day by day and place by place, without a name: nothing of it is private."""
    held = (
        Offering.programme_id == programme.id,
        ~Offering.cancelled,
        Offering.starts_on >= first_on,
        Offering.starts_on <= last_on,
    )
    rows = db.session.execute(
        select(Venue, Offering.starts_on, func.count(), func.sum(Offering.seats), func.sum(Offering.taken))
        .join(Offering, Offering.venue_id == Venue.id)
        .where(*held)
        .group_by(Venue.id, Offering.starts_on)
        .order_by(Offering.starts_on, Venue.id)
    ).all()
    came, missed = _came(held), _missed(held)
    return [
        DayCount(
            venue,
            day,
            times,
            int(seats or 0),
            int(taken),
            came.get((venue.id, day), 0),
            missed.get((venue.id, day), 0),
        )
        for venue, day, times, seats, taken in rows
    ]


def months(programme: Programme) -> list[dt.date]:
    """The first days of the months in which something is held."""
    query = select(Offering.starts_on).where(Offering.programme_id == programme.id, ~Offering.cancelled)
    return sorted({day.replace(day=1) for day in db.session.scalars(query.distinct())})


def place(programme: Programme, place_id: int, within: ColumnElement[bool]) -> RoomPlace:
    """Raises NotFound, also for what is another programme's or outside the part of the tree."""
    mine = (RoomPlace.id == place_id) & (Offering.programme_id == programme.id)
    query = _within(within).join(Offering, RoomPlace.offering_id == Offering.id).where(mine)
    if (found := db.session.scalar(query)) is None:
        raise NotFound(_("这个预约已经改了时间或退出，请刷新名单。"))
    return found


def _within(units: ColumnElement[bool]) -> Select[RoomPlace]:
    people = select(RoomPlace).join(Person, RoomPlace.person_id == Person.id)
    return people.join(Unit, Person.unit_id == Unit.id).where(units)


Counted = dict[tuple[int, dt.date], int]


def _came(held: Sequence[ColumnElement[bool]]) -> Counted:
    rows = db.session.execute(
        select(Offering.venue_id, Offering.starts_on, func.count())
        .join(CheckIn, CheckIn.offering_id == Offering.id)
        .where(*held, CheckIn.meeting_id.is_(None))
        .group_by(Offering.venue_id, Offering.starts_on)
    )
    return {(venue_id, day): count for venue_id, day, count in rows}


def _missed(held: Sequence[ColumnElement[bool]]) -> Counted:
    """People whose time has passed and who have not come."""
    earlier = Offering.starts_on < clock.today()
    passed = earlier | ((Offering.starts_on == clock.today()) & (Offering.to_time <= clock.local_time()))
    here = (CheckIn.offering_id == RoomPlace.offering_id) & (CheckIn.person_id == RoomPlace.person_id)
    rows = db.session.execute(
        select(Offering.venue_id, Offering.starts_on, func.count())
        .join(RoomPlace, RoomPlace.offering_id == Offering.id)
        .outerjoin(CheckIn, here & CheckIn.meeting_id.is_(None))
        .where(*held, passed, CheckIn.id.is_(None))
        .group_by(Offering.venue_id, Offering.starts_on)
    )
    return {(venue_id, day): count for venue_id, day, count in rows}
