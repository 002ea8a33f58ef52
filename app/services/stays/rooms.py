"""Who sleeps where, and changing it by hand: every rule on rooms is asked before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, BedPlace, Room, Venue
from app.services import audit, notify
from app.services.allocation import bed_rules
from app.services.allocation.bed_rules import Lying
from app.services.stays import occupied

Target = tuple[Room, int]


@dataclass(frozen=True, slots=True)
class Bed:
    """A bed of a room tonight; `place` None: nobody sleeps in it."""

    room: Room
    number: int
    place: BedPlace | None


@dataclass(frozen=True, slots=True)
class Row:
    """A room with its beds in order."""

    room: Room
    beds: Sequence[Bed]

    @property
    def free(self) -> int:
        return sum(bed.place is None for bed in self.beds)


def board(venue: Venue, on: dt.date) -> list[Row]:
    """Every room of the campus with who sleeps in it in the night of `on`."""
    taken = {
        (place.room_id, place.bed): place for place in occupied.beds(venue, on, on + dt.timedelta(days=1))
    }
    return [
        Row(room, [Bed(room, k, taken.get((room.id, k))) for k in range(1, room.beds + 1)])
        for room in venue.rooms
    ]


def sleeping(shown: Sequence[Row], place_id: int) -> BedPlace:
    """Somebody of a board by their bed place. Raises NotFound."""
    for row in shown:
        for bed in row.beds:
            if bed.place is not None and bed.place.id == place_id:
                return bed.place
    raise NotFound(_("这位今晚不住这里，请刷新房间表再看。"))


def swap_people(actor: Account, venue: Venue, first: int, second: str, reason: str) -> int:
    """The guest of bed place `first` changes with somebody, or takes an empty bed.

    `second` is a bed place's id, or "room-bed" of an empty one. How many people were moved. Raises Invalid
    (`second`) with every rule that would be broken.
    """
    _hold(venue)
    mine = _place(venue, first)
    if "-" in second:
        room_id, _dash, bed = second.partition("-")
        return _move(actor, venue, {mine: _empty(venue, room_id, bed)}, reason)
    other = _place(venue, int(second) if second.isdecimal() else 0)
    if other.id == mine.id:
        raise Invalid(_("请选另一位或另一张床"), "second")
    return _move(actor, venue, {mine: (other.room, other.bed), other: (mine.room, mine.bed)}, reason)


def swap_rooms(actor: Account, venue: Venue, first: int, second: int, reason: str) -> int:
    """Everybody of one room goes to the other, and the other way round; an empty room may be one of them."""
    _hold(venue)
    one, other = _room(venue, first), _room(venue, second)
    if one.id == other.id:
        raise Invalid(_("请选两间不同的房"), "second")
    today = clock.today()
    tonight = occupied.beds(venue, today, today + dt.timedelta(days=1))
    moves: dict[BedPlace, Target] = {}
    for here, there in ((one, other), (other, one)):
        sleeping = [place for place in tonight if place.room_id == here.id]
        for number, place in enumerate(sleeping, 1):
            moves[place] = (there, place.bed if len(sleeping) == here.beds == there.beds else number)
    if not moves:
        raise Invalid(_("两间房今晚都没有人住"), "second")
    return _move(actor, venue, moves, reason)


def faults(venue: Venue, moves: Mapping[BedPlace, Target]) -> list[str]:
    """What stands against the moves, in words; empty: they may be made."""
    closed = sorted({room.name for room, _bed in moves.values() if room.closed})
    said = [_("房间 %(name)s 已停用", name=name) for name in closed]
    today = clock.today()
    until = max((place.placement.offering.ends_on for place in moves), default=today)
    lying = [_lying(place, moves) for place in occupied.beds(venue, today, until)]
    concerned = _rooms(moves)
    parties = {each.placement_id for each in lying if each.room.id in concerned}
    asked = [each for each in lying if each.placement_id in parties or each.room.id in concerned]
    said += [_words(rule) for rule in bed_rules.broken(asked, today)]
    return list(dict.fromkeys(said))


def _rooms(moves: Mapping[BedPlace, Target]) -> set[int]:
    return {room.id for room, _bed in moves.values()} | {place.room_id for place in moves}


def _lying(place: BedPlace, moves: Mapping[BedPlace, Target]) -> Lying:
    room, bed = moves.get(place, (place.room, place.bed))
    return replace(Lying.of(place), room=room, bed=bed)


def _words(rule: str) -> str:
    """A broken rule of the law, as the desk reads it."""
    said = {
        "room": _("房间里没有这么多床"),
        "features": _("换到的房间没有这位需要的设施（无障碍或电梯）"),
        "room_group": _("要求同住的人会被分开"),
        "bed_twice": _("两个人会在同一张床"),
        "one_offering": _("换到的房间这几晚还有另一期的人住"),
        "sexes": _("男女会住进同一间，而他们不是要求同住的一组"),
        "alone": _("有人要求单独住，或一组男女同住，别人不能住进去"),
    }
    return str(said.get(rule, _("不符合住宿规则")))


def _move(actor: Account, venue: Venue, moves: Mapping[BedPlace, Target], reason: str) -> int:
    if said := faults(venue, moves):
        raise Invalid(_("不能这样换：%(why)s。", why="；".join(said)), "second")
    for place, (room, bed) in moves.items():
        before = f"{place.room.name} · {place.bed}"
        place.room, place.room_id, place.bed = room, room.id, bed
        _tell(place, reason)
        audit.record(
            actor,
            "stay.rooms",
            place.placement,
            label=place.member.registration.reference,
            unit=place.member.person.unit,
            changes={"bed": (before, f"{room.name} · {bed}")},
            reason=reason,
        )
    db.session.flush()
    return len(moves)


def _tell(place: BedPlace, reason: str) -> None:
    registration = place.member.registration
    notify.tell(
        place.member.person,
        "stay.room_changed",
        registration,
        room=place.room.name,
        bed=place.bed,
        why=reason,
    )


def _hold(venue: Venue) -> None:
    """Whoever changes rooms of the campus at this moment waits, and sees what we have written."""
    db.session.execute(select(Room.id).where(Room.venue_id == venue.id).order_by(Room.id).with_for_update())


def _place(venue: Venue, place_id: int) -> BedPlace:
    """Somebody who sleeps at the campus tonight. Raises NotFound."""
    return sleeping(board(venue, clock.today()), place_id)


def _room(venue: Venue, room_id: int) -> Room:
    for room in venue.rooms:
        if room.id == room_id:
            return room
    raise NotFound(_("这个院区没有这间房。"))


def _empty(venue: Venue, room_id: str, bed: str) -> Target:
    if not (room_id.isdecimal() and bed.isdecimal()):
        raise NotFound(_("这个院区没有这间房。"))
    room = _room(venue, int(room_id))
    if not 1 <= int(bed) <= room.beds:
        raise Invalid(_("房间里没有这么多床"), "second")
    return room, int(bed)
