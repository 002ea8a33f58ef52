"""Gaps after publication: what withdrawals left free, and who would come in from the waitlist, in which bed.

It starts from the published problem and from who holds a place now. Nobody who has one is moved; no solver is
needed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.extensions import db
from app.models import AllocationRun, Member, Offering, Placement, Registration, Room, WaitlistEntry
from app.scheduling.contract import problem as engine
from app.scheduling.contract import result
from app.scheduling.ways.refill import Refill, refill
from app.services import commitments
from app.services.allocation import occupied, plan, snapshot, waitlist
from app.services.allocation.eligible import split
from app.services.allocation.ids import MEMBER, OFFERING, PARTY, ROOM, engine_id, number


@dataclass(frozen=True, slots=True)
class Entry:
    """A party that would come in; `position` is its place on the waitlist, from 1."""

    position: int
    registration: Registration
    offering: Offering
    rank: int | None
    beds: tuple[tuple[Member, Room, int], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """People in an offering: `placed` now, `freed` by withdrawals so far, `coming` with the proposal."""

    offering: Offering
    placed: int
    freed: int
    coming: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """`sha256` is of all that it rests on and proposes; `waiting` and `passed_over` count parties.

    `passed_over` are no longer eligible.
    """

    run: AllocationRun
    sha256: str
    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]
    waiting: int
    passed_over: int


def propose(run: AllocationRun) -> Proposal:
    """Who would come in now, in the order of tier and lottery number. `run` must be published."""
    waiting = waitlist.in_order(run)
    eligible, left_out = split(waiting, run.programme)
    places = _places(run)
    held = [place for place in places if place.withdrawn_at is None]
    found = _filled(run, held, eligible)
    entries = _entries(found, waiting)
    digest = _digest(run, held, eligible, found.new)
    return Proposal(run, digest, entries, _gaps(run, places, entries), len(waiting), len(left_out))


def filled(run: AllocationRun) -> list[Placement]:
    """Places given after publication, the latest first; also those given back since."""
    query = (
        select(Placement)
        .where(Placement.run_id == run.id, Placement.refilled_at.is_not(None))
        .options(
            joinedload(Placement.registration), joinedload(Placement.offering).joinedload(Offering.venue)
        )
        .order_by(Placement.refilled_at.desc(), Placement.id)
    )
    return list(db.session.scalars(query))


def _places(run: AllocationRun) -> list[Placement]:
    query = (
        select(Placement)
        .where(Placement.run_id == run.id)
        .options(
            joinedload(Placement.offering),
            selectinload(Placement.beds),
            joinedload(Placement.registration).selectinload(Registration.members),
        )
        .order_by(Placement.id)
    )
    return list(db.session.scalars(query))


def _filled(run: AllocationRun, held: list[Placement], eligible: list[Registration]) -> Refill:
    published = plan.of(run)
    tiers = {engine_id(PARTY, r.id): r.lead.person.tier for r in eligible}
    still_open = _still_open(run) - set(published.result.cancelled)
    barred = _barred(run, eligible)
    parties = tuple(
        replace(
            party,
            tier=tiers.get(party.id, party.tier),
            choices=tuple(c for c in party.choices if c in still_open and (party.id, c) not in barred)
            if party.id in tiers
            else (),
        )
        for party in published.problem.parties
    )
    beside = occupied.of_others(run.programme, snapshot.held(run.programme), weightless_tier=0)
    problem = replace(
        published.problem,
        venues=_open_rooms(published.problem.venues),
        parties=parties + beside.parties,
        offerings=published.problem.offerings + beside.offerings,
        quotas=snapshot.quotas(run.programme),
        locks=published.problem.locks + beside.locks,
    )
    others = [
        result.Placement(lock.party, lock.offering or "", None, _bed_of(lock.rooms)) for lock in beside.locks
    ]
    asked = being_asked(run)
    staying = {engine_id(PARTY, place.registration_id) for place in held} | {one.party for one in asked}
    had = [p.id for p in published.problem.parties if p.id in published.placements]
    # who lost a place because it is not held waits like everybody else
    gone = [party for party in had if party not in staying and party not in tiers]
    return refill(problem, [*map(_as_held, held), *asked, *others], gone, published.result.cancelled)


def being_asked(run: AllocationRun) -> list[result.Placement]:
    """What parties are being asked about, whose own place is not held: taken until they have answered."""
    query = select(WaitlistEntry.registration_id, WaitlistEntry.offering_id).where(
        WaitlistEntry.programme_id == run.programme_id, WaitlistEntry.state == "offered"
    )
    return [
        result.Placement(engine_id(PARTY, party), engine_id(OFFERING, offering), None, {})
        for party, offering in db.session.execute(query)
        if offering is not None
    ]


def _barred(run: AllocationRun, eligible: list[Registration]) -> set[tuple[str, str]]:
    """Parties with choices that overlap what they have been given elsewhere meanwhile."""
    found = commitments.barred(run.programme, eligible)
    return {
        (engine_id(PARTY, registration_id), engine_id(OFFERING, offering_id))
        for registration_id, choices in found.items()
        for offering_id in choices
    }


def _still_open(run: AllocationRun) -> set[str]:
    query = select(Offering.id).where(waitlist.open_offerings(run))
    return {engine_id(OFFERING, offering) for offering in db.session.scalars(query)}


def _open_rooms(venues: tuple[engine.Venue, ...]) -> tuple[engine.Venue, ...]:
    """Without rooms closed since, in which nobody who is still to come can be."""
    closed = {engine_id(ROOM, room) for room in db.session.scalars(select(Room.id).where(Room.closed))}
    return tuple(replace(v, rooms=tuple(room for room in v.rooms if room.id not in closed)) for v in venues)


def _bed_of(rooms: Mapping[str, str]) -> dict[str, result.Bed]:
    return {member: result.Bed(room, 1) for member, room in rooms.items()}


def _as_held(place: Placement) -> result.Placement:
    """A place as the engine knows it; beds of a stay that is over are nobody's."""
    over = place.offering.ends_on <= clock.today()
    beds = {
        engine_id(MEMBER, bed.member_id): result.Bed(engine_id(ROOM, bed.room_id), bed.bed)
        for bed in ([] if over else place.beds)
    }
    party, offering = engine_id(PARTY, place.registration_id), engine_id(OFFERING, place.offering_id)
    return result.Placement(party, offering, place.rank, beds)


def _entries(found: Refill, waiting: list[Registration]) -> tuple[Entry, ...]:
    order = {r.id: (place, r) for place, r in enumerate(waiting, 1)}
    room_ids = {number(ROOM, bed.room) for new in found.new for bed in new.beds.values()}
    rooms = {room.id: room for room in db.session.scalars(select(Room).where(Room.id.in_(room_ids)))}
    entries = []
    for new in found.new:
        position, registration = order[number(PARTY, new.party)]
        choice = next(c for c in registration.choices if c.offering_id == number(OFFERING, new.offering))
        beds = tuple(
            (member, rooms[number(ROOM, bed.room)], bed.bed)
            for member in registration.members
            if (bed := new.beds.get(engine_id(MEMBER, member.id))) is not None
        )
        entries.append(Entry(position, registration, choice.offering, choice.rank, beds))
    return tuple(entries)


def _gaps(run: AllocationRun, places: list[Placement], entries: tuple[Entry, ...]) -> tuple[Gap, ...]:
    """One for each offering that lies ahead, in order."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for place in places:
        kind = "placed" if place.withdrawn_at is None else "freed"
        counts[kind][place.offering_id] += len(place.registration.members)
    for entry in entries:
        counts["coming"][entry.offering.id] += len(entry.registration.members)
    ahead = select(Offering).where(waitlist.open_offerings(run)).options(joinedload(Offering.venue))
    return tuple(
        Gap(o, counts["placed"][o.id], counts["freed"][o.id], counts["coming"][o.id])
        for o in db.session.scalars(ahead.order_by(Offering.starts_on, Offering.id))
    )


def _digest(
    run: AllocationRun,
    held: list[Placement],
    eligible: list[Registration],
    new: tuple[result.Placement, ...],
) -> str:
    """SHA-256 of who holds a place, who waits, and what is proposed: if one of them changes, it does."""
    proposed = [
        [p.party, p.offering, [[m, bed.room, bed.bed] for m, bed in sorted(p.beds.items())]] for p in new
    ]
    content = [run.id, [place.id for place in held], [r.id for r in eligible], proposed]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
