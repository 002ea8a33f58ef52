"""Which room is whose: given when a place is, evenly over the rooms, never one room to two at one time."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import Invalid
from app.extensions import db
from app.models import Offering, Person, Registration, RoomClosure, RoomPlace, SlotRoom


def give(registration: Registration, offering: Offering) -> None:
    """A room for each of the party; who has one keeps it, who is no longer in the party leaves theirs."""
    there = {place.person_id: place for place in of(registration, offering)}
    people = {member.person_id: member.person for member in registration.members}
    for person_id in there.keys() - people.keys():
        db.session.delete(there[person_id])
    db.session.flush()
    for person_id in people.keys() - there.keys():
        _seat(registration, offering, people[person_id])


def give_back(registration: Registration, offering: Offering | None = None) -> None:
    """The party's rooms are free again: in one offering, or wherever they have any."""
    mine = delete(RoomPlace).where(RoomPlace.registration_id == registration.id)
    db.session.execute(mine if offering is None else mine.where(RoomPlace.offering_id == offering.id))


def of(registration: Registration, offering: Offering) -> Sequence[RoomPlace]:
    """The party's rooms in an offering."""
    query = select(RoomPlace).where(
        RoomPlace.registration_id == registration.id, RoomPlace.offering_id == offering.id
    )
    return db.session.scalars(query.order_by(RoomPlace.id)).all()


def move(place: RoomPlace) -> bool:
    """Another room at the same time for somebody whose own is closed; False: there is none."""
    for room_id in free(place.offering):
        try:
            with db.session.begin_nested():
                place.slot_room_id = room_id
                db.session.flush()
        except IntegrityError:
            continue
        db.session.expire(place, ["room"])
        return True
    return False


def free(offering: Offering) -> Sequence[int]:
    """Ids of rooms that are open and nobody's then, those with the fewest people that day first."""
    closed = select(RoomClosure.slot_room_id).where(RoomClosure.offering_id == offering.id)
    taken = select(RoomPlace.slot_room_id).where(RoomPlace.offering_id == offering.id)
    busy = (
        select(RoomPlace.slot_room_id, func.count().label("people"))
        .join(Offering, RoomPlace.offering_id == Offering.id)
        .where(Offering.programme_id == offering.programme_id, Offering.starts_on == offering.starts_on)
        .group_by(RoomPlace.slot_room_id)
        .subquery()
    )
    query = (
        select(SlotRoom.id)
        .outerjoin(busy, busy.c.slot_room_id == SlotRoom.id)
        .where(
            SlotRoom.programme_id == offering.programme_id,
            SlotRoom.venue_id == offering.venue_id,
            ~SlotRoom.closed,
            SlotRoom.id.not_in(closed),
            SlotRoom.id.not_in(taken),
        )
        .order_by(func.coalesce(busy.c.people, 0), SlotRoom.position, SlotRoom.id)
    )
    return db.session.scalars(query).all()


def _seat(registration: Registration, offering: Offering, person: Person) -> None:
    """Somebody may have been faster with a room: the database says so, and the next is tried.

    Raises Invalid (`choices`) when somebody has written more places than there are rooms.
    """
    for room_id in free(offering):
        place = RoomPlace(
            offering_id=offering.id,
            slot_room_id=room_id,
            registration_id=registration.id,
            person_id=person.id,
            created_at=clock.now(),
        )
        try:
            with db.session.begin_nested():
                db.session.add(place)
        except IntegrityError:
            continue
        return
    raise Invalid(_("这个时段的房间都有人了，请换一个时间"), "choices")
