"""What a programme by the quarter-hour has agreed on, and its rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CursorResult, func, select, update

from app import words
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, Offering, Programme, SlotPlan, SlotRoom, Venue
from app.services import audit, capacity, changes, modes, places, programmes

ROOMS_MOST = 60


def of(programme: Programme) -> SlotPlan:
    """What is agreed on, or what usually is."""
    found = db.session.scalar(select(SlotPlan).where(SlotPlan.programme_id == programme.id))
    return found or SlotPlan(programme_id=programme.id, rebook_hours=24, remind_hour=17)


def set_(actor: Account | None, programme: Programme, values: Mapping[str, Any]) -> None:
    """Write `values`; what is open already keeps at least the time for rebooking that was promised.

    Raises Invalid (`rebook_hours`).
    """
    programmes.hold(programme)
    plan = of(programme)
    if programme.state != "draft" and values["rebook_hours"] > plan.rebook_hours:
        raise Invalid(_("报名已经开放，改约的期限只能放宽，不能提前"), "rebook_hours")
    db.session.add(plan)
    if found := changes.apply(plan, values):
        audit.record(actor, "slots.plan", programme, label=programme.title, changes=found)


def rooms(programme: Programme) -> list[SlotRoom]:
    """Every room, by venue and in order."""
    query = select(SlotRoom).where(SlotRoom.programme_id == programme.id)
    return list(db.session.scalars(query.order_by(SlotRoom.venue_id, SlotRoom.position, SlotRoom.id)))


def open_rooms(programme: Programme, venue_id: int) -> list[SlotRoom]:
    """The rooms at the venue that are in use."""
    return [room for room in rooms(programme) if room.venue_id == venue_id and not room.closed]


def room(programme: Programme, room_id: int) -> SlotRoom:
    """Raises NotFound."""
    found = db.session.get(SlotRoom, room_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("没有这个房间。请从房间列表里重新选择。"))
    return found


def venues(programme: Programme) -> Sequence[Venue]:
    """Where the programme has rooms."""
    here = select(SlotRoom.venue_id).where(SlotRoom.programme_id == programme.id)
    return db.session.scalars(select(Venue).where(Venue.id.in_(here)).order_by(Venue.id)).all()


def add_rooms(
    actor: Account | None, programme: Programme, venue: Venue, names: Sequence[str], kind: tuple[str, str]
) -> list[SlotRoom]:
    """One room a name, of `kind` in both languages; each takes people in whatever is ahead at the venue.

    Raises Invalid (`names`).
    """
    programmes.hold(programme)
    capacity.hold(programme)
    there = [each for each in rooms(programme) if each.venue_id == venue.id]
    _refuse_unsound([each.name for each in there], names)
    made = [
        SlotRoom(
            programme_id=programme.id,
            venue_id=venue.id,
            name=name,
            kind=kind[0],
            kind_en=kind[1],
            position=position,
        )
        for position, name in enumerate(names, len(there) + 1)
    ]
    db.session.add_all(made)
    opened = _more_seats(programme, venue, len(made))
    label = f"{venue.name} {words.listed(names, 5)}"
    audit.record(actor, "slots.rooms", programme, label=label, changes={"count": ("", opened)})
    modes.of(programme).fill(programme)
    return made


def _refuse_unsound(there: Sequence[str], names: Sequence[str]) -> None:
    if not names:
        raise Invalid(_("请至少写一个房间"), "names")
    if twice := sorted({name for name in names if name in there or names.count(name) > 1}):
        raise Invalid(_("%(names)s 已经有了，请换个名称", names=words.listed(twice)), "names")
    if len(there) + len(names) > ROOMS_MOST:
        raise Invalid(_("一个地点最多 %(most)s 个房间", most=ROOMS_MOST), "names")


def _more_seats(programme: Programme, venue: Venue, count: int) -> int:
    """The rooms are open in what has been made already and lies ahead; in how many offerings."""
    here = (Offering.programme_id == programme.id, Offering.venue_id == venue.id, places.ahead())
    statement = update(Offering).where(*here).values(seats=func.coalesce(Offering.seats, 0) + count)
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return done.rowcount if isinstance(done, CursorResult) else 0
