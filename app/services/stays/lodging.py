"""Beds for guests who have a place and no bed yet: of programmes whose mode gives places without rooms.

Room after room, under the same rules as everything else; what the optimiser has given stays untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.errors import DomainError
from app.extensions import db
from app.models import Account, AllocationRun, BedPlace, Member, Offering, Placement, Registration, Room
from app.services import audit, offerings
from app.services.allocation import bed_rules
from app.services.allocation.bed_rules import Lying
from app.services.outcomes import still_held
from app.services.stays import occupied


@dataclass(slots=True)
class _Company:
    """Members who share a room, of one place."""

    placement: Placement
    members: list[Member]

    @property
    def sex(self) -> str:
        """F, M, or "" for both."""
        sexes = {member.person.sex for member in self.members}
        return sexes.pop() if len(sexes) == 1 else ""

    @property
    def alone(self) -> bool:
        return not self.sex or any(member.private for member in self.members)

    @property
    def needs(self) -> set[str]:
        return {need for member in self.members for need in member.needs}


@dataclass(slots=True)
class _Open:
    """A room with the beds that are free for the whole stay, and who is in it already."""

    room: Room
    free: list[int]
    sexes: set[str] = field(default_factory=set)
    shut: bool = False

    def takes(self, company: _Company) -> bool:
        if self.shut or len(self.free) < len(company.members):
            return False
        if not company.needs <= set(self.room.features):
            return False
        begun = len(self.free) < self.room.beds
        return not begun or (not company.alone and self.sexes == {company.sex})


def seat(actor: Account, offering: Offering) -> tuple[int, int]:
    """Give beds to all who have none: (how many have one now, for how many none was left)."""
    if not offering.with_beds:
        raise DomainError(_("这一期不安排住宿。"))
    _hold(offering)
    waiting = _waiting(offering)
    rooms = _open_rooms(offering)
    seated = left = 0
    for company in sorted(waiting, key=lambda each: (not each.alone, not each.needs, -len(each.members))):
        room = min(
            (room for room in rooms if room.takes(company)),
            key=lambda each: _order(each, company),
            default=None,
        )
        if room is None:
            left += len(company.members)
            continue
        _put(company, room)
        seated += len(company.members)
    db.session.flush()
    _check(offering)
    if seated:
        changes = {"beds": ("", seated)}
        audit.record(actor, "stay.seat", offering, label=offerings.label(offering), changes=changes)
    return seated, left


def _order(room: _Open, company: _Company) -> tuple[bool, bool, bool, int]:
    """Rooms that are begun come first; step-free and single rooms are kept for who needs them."""
    empty = len(room.free) == room.room.beds
    spared = "step_free" in room.room.features and "step_free" not in company.needs
    single = room.room.beds == 1 and not company.alone
    return (empty and not company.alone, spared, single, room.room.beds)


def without_bed(offering: Offering) -> int:
    """How many guests have a place and no bed."""
    return sum(len(each.members) for each in _waiting(offering)) if offering.with_beds else 0


def _put(company: _Company, room: _Open) -> None:
    for member in company.members:
        company.placement.beds.append(BedPlace(member=member, room=room.room, bed=room.free.pop(0)))
    room.sexes.add(company.sex)
    room.shut = room.shut or company.alone


def _waiting(offering: Offering) -> list[_Company]:
    """Companies of places in which nobody has a bed."""
    query = (
        select(Placement)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .where(Placement.offering_id == offering.id, still_held())
        .options(
            selectinload(Placement.beds),
            joinedload(Placement.registration).selectinload(Registration.members).joinedload(Member.person),
        )
        .order_by(Placement.id)
    )
    found: list[_Company] = []
    for placement in db.session.scalars(query):
        if not placement.beds:
            found += _companies(placement)
    return found


def _companies(placement: Placement) -> list[_Company]:
    together: dict[str, list[Member]] = {}
    for member in placement.registration.members:
        together.setdefault(f"g{member.room_group}" if member.room_group else f"m{member.id}", []).append(
            member
        )
    return [_Company(placement, members) for members in together.values()]


def _open_rooms(offering: Offering) -> list[_Open]:
    """Rooms that nobody of another stay has on any of its nights."""
    lying = occupied.beds(offering.venue, offering.starts_on, offering.ends_on)
    others = {place.room_id for place in lying if place.placement.offering_id != offering.id}
    rooms = [
        _Open(room, list(range(1, room.beds + 1)))
        for room in offering.venue.rooms
        if not room.closed and room.id not in others
    ]
    by_id = {each.room.id: each for each in rooms}
    for place in lying:
        if (room := by_id.get(place.room_id)) is not None and place.bed in room.free:
            room.free.remove(place.bed)
            room.sexes.add(place.member.person.sex)
            room.shut = room.shut or place.member.private
    return rooms


def _check(offering: Offering) -> None:
    """The law has the last word: nothing is kept that it does not allow."""
    lying: Sequence[Lying] = [
        Lying.of(place) for place in occupied.beds(offering.venue, offering.starts_on, offering.ends_on)
    ]
    rooms = {each.room.id for each in lying if each.offering.id == offering.id}
    if bed_rules.broken([each for each in lying if each.room.id in rooms], offering.starts_on):
        raise DomainError(_("排出来的床位不符合住宿规则，没有保存，请逐个安排。"))


def _hold(offering: Offering) -> None:
    rooms = select(Room.id).where(Room.venue_id == offering.venue_id).order_by(Room.id)
    db.session.execute(rooms.with_for_update())
