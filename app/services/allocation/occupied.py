"""Rooms that another programme has already given away: they stand in the problem as places fixed beforehand.

The format knows no other calendar than its own, so each such room and stay becomes a party of one that is
locked into that room alone, in an offering of its own. Its tier weighs nothing: no objective counts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import AllocationRun, BedPlace, Offering, Placement, Programme, Room
from app.scheduling.contract import problem as engine
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Result
from app.services.allocation.ids import ROOM, VENUE, engine_id

MARK = "x"  # what the ids of other programmes' stays begin with


@dataclass(frozen=True, slots=True)
class Occupied:
    """What goes into the problem beside our own."""

    offerings: tuple[engine.Offering, ...]
    parties: tuple[engine.Party, ...]
    locks: tuple[engine.Lock, ...]


def of_others(programme: Programme, held: Iterable[Offering], weightless_tier: int) -> Occupied:
    """The rooms taken by published stays of other programmes in nights that `held` offerings want too."""
    ours = [offering for offering in held if offering.with_beds]
    taken = [
        (offering, room_id)
        for offering, room_id in _published_rooms(db.session(), programme, {o.venue_id for o in ours})
        if any(_share_a_night(offering, own) for own in ours)
    ]
    offerings = {offering.id: _offering(offering) for offering, _room in taken}
    parties = tuple(_party(offering.id, room_id, weightless_tier) for offering, room_id in taken)
    locks = tuple(
        engine.Lock(party.id, f"{MARK}{offering.id}", {party.members[0].id: engine_id(ROOM, room_id)})
        for party, (offering, room_id) in zip(parties, taken, strict=True)
    )
    return Occupied(tuple(offerings.values()), parties, locks)


def without(problem: Problem) -> Problem:
    """The problem as our own people see it."""
    return replace(
        problem,
        offerings=tuple(o for o in problem.offerings if not o.id.startswith(MARK)),
        parties=tuple(p for p in problem.parties if not p.id.startswith(MARK)),
        locks=tuple(lock for lock in problem.locks if not lock.party.startswith(MARK)),
    )


def without_placements(result: Result) -> Result:
    """The result as our own people see it."""
    return replace(result, placements=tuple(p for p in result.placements if not p.party.startswith(MARK)))


def _published_rooms(
    session: Session, programme: Programme, venue_ids: set[int]
) -> list[tuple[Offering, int]]:
    rows = session.execute(
        select(Placement.offering_id, BedPlace.room_id)
        .join(Placement, BedPlace.placement_id == Placement.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .join(AllocationRun, AllocationRun.id == Placement.run_id)
        .join(Room, Room.id == BedPlace.room_id)
        .where(
            AllocationRun.state == "published",
            Placement.withdrawn_at.is_(None),
            Offering.programme_id != programme.id,
            Offering.venue_id.in_(venue_ids),
            ~Offering.cancelled,
            ~Room.closed,
        )
        .distinct()
        .order_by(Placement.offering_id, BedPlace.room_id)
    ).all()
    stays = session.scalars(select(Offering).where(Offering.id.in_({offering for offering, _room in rows})))
    by_id = {stay.id: stay for stay in stays}
    return [(by_id[offering_id], room_id) for offering_id, room_id in rows]


def _share_a_night(one: Offering, other: Offering) -> bool:
    return one.venue_id == other.venue_id and one.starts_on < other.ends_on and other.starts_on < one.ends_on


def _offering(offering: Offering) -> engine.Offering:
    return engine.Offering(
        f"{MARK}{offering.id}",
        engine_id(VENUE, offering.venue_id),
        offering.starts_on,
        offering.ends_on,
        beds=True,
    )


def _party(offering_id: int, room_id: int, tier: int) -> engine.Party:
    name = f"{MARK}{offering_id}-{room_id}"
    # the sex of a party of one that is alone in its room decides nothing; the format asks for one
    member = engine.Member(f"{name}-m", sex="F", private=True)
    return engine.Party(name, (member,), choices=(), tier=tier)
