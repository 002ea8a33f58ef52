"""What other classes of a programme have left for people of one that will not be held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.models import Member, Offering, Placement, QuotaUse, WaitlistEntry
from app.services import capacity, modes, offering_guard, places, quota_uses, waiting_settings
from app.services.quota_uses import Key
from app.services.waiting_line import Room, in_line


def of(offering: Offering) -> Room:
    """Free places and quotas of the others, as if everybody in `offering` had given theirs back.

    Places with beds are left to the engine.
    """
    others = [
        each
        for each in offering.programme.offerings
        if each.id != offering.id and places.takes_people(each) and not each.with_beds
    ]
    if modes.of(offering.programme).planned:
        return _planned(offering, others)
    room = Room.of(offering.programme, others)
    _give_back(room, offering)
    _keep_for_who_waits(room, offering)
    return room


def _give_back(room: Room, offering: Offering) -> None:
    for placement in offering_guard.holders(offering):
        claim = capacity.of(placement.registration, offering)
        for use_id, people in (claim.uses if claim is not None else {}).items():
            if (use := db.session.get(QuotaUse, int(use_id))) is not None:
                key = (use.quota_id, use.unit_code, use.offering_id)
                room.taken[key] = room.taken.get(key, 0) - people


def _keep_for_who_waits(room: Room, offering: Offering) -> None:
    """Where what a party is short of is kept until it suffices, nobody else takes it."""
    programme = offering.programme
    if waiting_settings.value(programme, waiting_settings.WHEN_UNFIT) != "wait":
        return
    for waiting in in_line(programme):
        for wanted in waiting.wanted:
            if wanted in room.free and not room.suffices(waiting.units, wanted):
                room.keep_for(waiting.units, wanted)


def _planned(offering: Offering, others: Sequence[Offering]) -> Room:
    """Places of a plan are not claimed one by one: who holds one, or is being asked, is counted."""
    programme, taken = offering.programme, Counter[Key]()
    held: Counter[int] = Counter()
    for placement in offering_guard.holders_in(programme):
        units = [member.person.unit for member in placement.registration.members]
        if placement.offering_id != offering.id:
            held[placement.offering_id] += len(units)
            for one in quota_uses.asked(programme.quotas, units, placement.offering_id):
                taken[one.key] += one.people
    asked = (
        select(WaitlistEntry.offering_id, func.count(Member.id))
        .join(Member, Member.registration_id == WaitlistEntry.registration_id)
        .where(WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "offered")
        .group_by(WaitlistEntry.offering_id)
    )
    for offering_id, people in db.session.execute(asked):
        held[offering_id or 0] += people
    return Room(
        {each.id: each.seats for each in others},
        {each.id: None if each.seats is None else max(each.seats - held[each.id], 0) for each in others},
        programme.quotas,
        dict(taken),
    )


def still_placed(placements: Sequence[Placement], offering: Offering) -> list[Offering]:
    """What else a party holds in the programme."""
    return [each.offering for each in placements if each.offering_id != offering.id]
