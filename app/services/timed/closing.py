"""A room or an hour that is closed after it was made: who is in it is told, and chooses another time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from app import words
from app.errors import Invalid
from app.extensions import db
from app.models import (
    Account,
    Offering,
    Placement,
    Programme,
    Registration,
    RoomClosure,
    RoomPlace,
    SlotRoom,
    Venue,
)
from app.services import audit, capacity, modes, notify, offering_cancellation, places, programmes
from app.services.timed import rooms

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Closing:
    """`room` None: the whole place. `last_on` None, for a room: for good. Times "" : all day."""

    venue: Venue
    room: SlotRoom | None
    first_on: dt.date
    last_on: dt.date | None
    from_time: str
    to_time: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`times` that are closed, people moved to another room, parties that have to choose another time."""

    times: int
    moved: int
    lost: Sequence[Registration]


def foreseen(programme: Programme, closing: Closing) -> tuple[int, int]:
    """How many quarter-hours it would close, and how many people have places in them (in that room)."""
    _refuse_unsound(closing)
    meant = _meant(programme, closing)
    people = 0
    for ids in _chunks([offering.id for offering in meant]):
        seated = select(RoomPlace.id).where(RoomPlace.offering_id.in_(ids))
        if closing.room is not None:
            seated = seated.where(RoomPlace.slot_room_id == closing.room.id)
        people += len(db.session.scalars(seated).all())
    return len(meant), people


def close(actor: Account, programme: Programme, closing: Closing, reason: str) -> Effect:
    """Nobody is seen there then. Whoever cannot be moved loses the place, is told why, and may book anew.

    Raises Invalid (`last_on`, `reason`).
    """
    programmes.hold(programme)
    capacity.hold(programme)
    _refuse_unsound(closing)
    if not reason.strip():
        raise Invalid(_("请写明原因，约在这个时间的人会看到"), "reason")
    meant = _meant(programme, closing)
    if not meant and closing.last_on is not None:
        raise Invalid(_("这段时间没有可以停的时段，请核对日期和时间"), "last_on")
    moved, lost = _close_room(closing.room, meant) if closing.room else (0, _close_place(meant))
    if closing.room is not None and closing.last_on is None:
        closing.room.closed = True
    for registration, offering in lost:
        for member in registration.members:
            what = f"{offering.venue.name} {offering.starts_on.isoformat()} {offering.from_time}"
            notify.tell(member.person, "slots.closed", registration, what=what, why=reason)
    _report(actor, programme, closing, Effect(len(meant), moved, [each for each, _when in lost]), reason)
    modes.of(programme).fill(programme)
    return Effect(len(meant), moved, [each for each, _when in lost])


def _close_place(meant: Sequence[Offering]) -> list[tuple[Registration, Offering]]:
    """Those that nobody has claimed go in one statement, whoever is in the others is put out."""
    lost = []
    for offering in (each for each in meant if each.taken):
        lost += _put_out(offering)
        offering_cancellation.take_back_offers(offering)
    db.session.flush()
    for ids in _chunks([offering.id for offering in meant]):
        db.session.execute(update(Offering).where(Offering.id.in_(ids)).values(cancelled=True))
    return lost


def _close_room(room: SlotRoom, meant: Sequence[Offering]) -> tuple[int, list[tuple[Registration, Offering]]]:
    """The room takes nobody then; an hour of which it was the only room is not held at all."""
    rows = [{"offering_id": offering.id, "slot_room_id": room.id} for offering in meant]
    if rows:
        db.session.execute(insert(RoomClosure), rows)
    moved, lost = 0, list[tuple[Registration, Offering]]()
    for offering in (each for each in meant if each.taken):
        was_moved, was_lost = _empty(room, offering)
        moved, lost = moved + was_moved, lost + was_lost
    db.session.flush()
    for ids in _chunks([offering.id for offering in meant]):
        here = update(Offering).where(Offering.id.in_(ids))
        db.session.execute(here.values(seats=Offering.seats - 1))
        db.session.execute(here.where(Offering.seats == 0).values(cancelled=True))
    return moved, lost


def _empty(room: SlotRoom, offering: Offering) -> tuple[int, list[tuple[Registration, Offering]]]:
    """Whoever sits in the room moves to another; when none is free, what was only offered gives way first."""
    seated = (RoomPlace.offering_id == offering.id) & (RoomPlace.slot_room_id == room.id)
    place = db.session.scalar(select(RoomPlace).where(seated))
    moved = int(place is not None and rooms.move(place))
    lost = _put_out(offering, place.registration) if place is not None and not moved else []
    db.session.refresh(offering, ["taken", "seats"])
    if offering.taken > (offering.seats or 0) - 1:
        offering_cancellation.take_back_offers(offering)
    return moved, lost


def _put_out(offering: Offering, only: Registration | None = None) -> list[tuple[Registration, Offering]]:
    query = select(Placement).where(Placement.offering_id == offering.id, Placement.withdrawn_at.is_(None))
    if only is not None:
        query = query.where(Placement.registration_id == only.id)
    lost = [placement.registration for placement in db.session.scalars(query).all()]
    for registration in lost:
        places.take_back(registration)
    return [(registration, offering) for registration in lost]


def _meant(programme: Programme, closing: Closing) -> Sequence[Offering]:
    query = select(Offering).where(
        Offering.programme_id == programme.id,
        Offering.venue_id == closing.venue.id,
        Offering.starts_on >= closing.first_on,
        places.ahead(),
    )
    if closing.last_on is not None:
        query = query.where(Offering.starts_on <= closing.last_on)
    if closing.from_time:
        query = query.where(Offering.to_time > closing.from_time, Offering.from_time < closing.to_time)
    if closing.room is not None:
        already = select(RoomClosure.offering_id).where(RoomClosure.slot_room_id == closing.room.id)
        query = query.where(Offering.id.not_in(already))
    fresh = query.order_by(Offering.starts_on, Offering.from_time).execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def _refuse_unsound(closing: Closing) -> None:
    if closing.room is None and closing.last_on is None:
        raise Invalid(_("请填写停到哪一天为止"), "last_on")
    if closing.room is not None and closing.room.venue_id != closing.venue.id:
        raise Invalid(_("这个房间不在所选的地点，请重新选择"), "room_id")
    if closing.last_on is not None and closing.last_on < closing.first_on:
        raise Invalid(_("最后一天不能早于第一天"), "last_on")
    if closing.last_on is None and closing.from_time:
        raise Invalid(_("以后都停用时不用填时间；只停一段时间，请填写最后一天"), "last_on")
    if bool(closing.from_time) != bool(closing.to_time) or closing.to_time < closing.from_time:
        raise Invalid(_("几点开始和几点结束要么都填，要么都不填，结束要晚于开始"), "to_time")


def _report(actor: Account, programme: Programme, closing: Closing, effect: Effect, reason: str) -> None:
    room = f" {closing.room.name}" if closing.room is not None else ""
    until = closing.last_on.isoformat() if closing.last_on is not None else "…"
    label = f"{closing.venue.name}{room} {closing.first_on} – {until} {closing.from_time}".strip()
    told = words.listed([each.reference for each in effect.lost], 5)
    changes = (
        {"count": ("", effect.times), "rebooked": ("", told)}
        if effect.lost
        else {"count": ("", effect.times)}
    )
    audit.record(actor, "slots.close", programme, label=label, changes=changes, reason=reason)


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
