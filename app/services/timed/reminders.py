"""The day before, people are reminded of their quarter-hour, once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Offering, Programme, RoomPlace, SlotPlan
from app.services import notify
from app.services.timed import plans
from app.unit_of_work import unit_of_work

BATCH = 200


def remind() -> int:
    """Everybody who is due by now, in every programme, a few in each unit of work; how many were told.

    Who booked after the hour of reminding has just been told anyway.
    """
    told = 0
    for programme_id in _due_programmes():
        while count := _some(programme_id):
            told += count
    return told


def _due_programmes() -> list[int]:
    """Programmes in which somebody has a quarter-hour tomorrow and has not been reminded."""
    tomorrow = clock.today() + dt.timedelta(days=1)
    query = (
        select(Offering.programme_id)
        .join(RoomPlace, RoomPlace.offering_id == Offering.id)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(
            Offering.starts_on == tomorrow, RoomPlace.reminded_at.is_(None), Programme.state != "cancelled"
        )
        .distinct()
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _some(programme_id: int) -> int:
    programme = db.session.get_one(Programme, programme_id)
    at = _reminding_at(plans.of(programme))
    if clock.now() < at:
        db.session.rollback()
        return 0
    with unit_of_work():
        query = (
            select(RoomPlace)
            .join(Offering, RoomPlace.offering_id == Offering.id)
            .where(
                Offering.programme_id == programme_id,
                Offering.starts_on == clock.today() + dt.timedelta(days=1),
                ~Offering.cancelled,
                RoomPlace.reminded_at.is_(None),
                RoomPlace.created_at <= at,
            )
            .options(joinedload(RoomPlace.offering), joinedload(RoomPlace.room))
            .order_by(RoomPlace.id)
            .limit(BATCH)
        )
        due = db.session.scalars(query).all()
        for place in due:
            _tell(place)
    return len(due)


def _reminding_at(plan: SlotPlan) -> dt.datetime:
    return dt.datetime.combine(clock.today(), dt.time(plan.remind_hour), clock.CITY)


def _tell(place: RoomPlace) -> None:
    """Unless another consumer has just done so."""
    mine = update(RoomPlace).where(RoomPlace.id == place.id, RoomPlace.reminded_at.is_(None))
    done = db.session.execute(
        mine.values(reminded_at=clock.now()).execution_options(synchronize_session=False)
    )
    if not (isinstance(done, CursorResult) and done.rowcount == 1):
        return
    offering = place.offering
    what = f"{offering.starts_on.isoformat()} {offering.from_time}"
    where = f"{offering.venue.name} {place.room.name}"
    notify.tell(place.person, "slots.tomorrow", place.registration, what=what, where=where)
