"""From a plan in counts to beds: who sleeps in which room beside whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.scheduling.contract.problem import Lock, Member, Party, Problem
from app.scheduling.contract.result import Bed
from app.scheduling.formulation.plan import Plan
from app.scheduling.formulation.units import Kind, RoomClass, kind_of, units_of
from app.scheduling.lodging.reseat import reseat
from app.scheduling.lodging.roommates import ANYONE, Guest, Places, Seated, seat
from app.scheduling.lodging.rooms import RoomUse, name_rooms, room_uses

Beds = Mapping[tuple[str, str], Mapping[str, Bed]]
_Stay = tuple[str, str]  # offering and use: those who may come into one room
NOBODY: Beds = MappingProxyType({})


def beds_of(problem: Problem, plan: Plan, earlier: Beds = NOBODY) -> Beds:
    """(party, offering) → member → bed, for every stay of the plan that sleeps.

    `earlier` are the beds of a plan before this one: who stays keeps room, company and bed where the counts
    leave them free.
    """
    seated = seat_all(problem, plan, earlier)
    uses = [replace(each.use, wish=_earlier_room(each, earlier)) for each in seated]
    beds: dict[tuple[str, str], dict[str, Bed]] = defaultdict(dict)
    for room, each in zip(name_rooms(uses, problem.offerings_by_id()), seated, strict=True):
        _number(room, each, earlier, beds)
    return beds


@dataclass(frozen=True, slots=True)
class Lodging:
    """People of one offering who may share rooms, and the rooms: what `roommates.seat` takes."""

    guests: tuple[Guest, ...]
    rooms: tuple[RoomUse, ...]
    places: Places


def seat_all(problem: Problem, plan: Plan, earlier: Beds = NOBODY) -> list[Seated]:
    """Every room that the plan takes, with its guests but without a name."""
    found = lodgings(problem, plan, earlier)
    return [each for lodging in found for each in reseat(seat(lodging.guests, lodging.rooms, lodging.places))]


def lodgings(problem: Problem, plan: Plan, earlier: Beds = NOBODY) -> list[Lodging]:
    """One for each offering and use that sleeps, in order of their ids."""
    guests = _guests(problem, plan, earlier)
    places: dict[_Stay, dict[RoomClass, Counter[Kind]]] = defaultdict(lambda: defaultdict(Counter))
    for s in plan.sleepers:
        places[s.offering, s.kind.use][s.rooms][s.kind] += s.count
    rooms: dict[_Stay, list[RoomUse]] = defaultdict(list)
    for use in room_uses(plan):
        rooms[use.offering, use.use].append(use)
    return [Lodging(tuple(guests[stay]), tuple(rooms[stay]), places[stay]) for stay in sorted(rooms)]


def _guests(problem: Problem, plan: Plan, earlier: Beds) -> dict[_Stay, list[Guest]]:
    """The units of every stay that sleeps, with what they have in common."""
    offerings, parties = problem.offerings_by_id(), problem.parties_by_id()
    locks = {(lock.party, lock.offering): lock for lock in problem.locks}
    found: dict[_Stay, list[Guest]] = defaultdict(list)
    for pid, oid in sorted(plan.given):
        if offerings[oid].beds and offerings[oid].nights:
            party = parties[pid]
            for unit in units_of(party):
                kind = kind_of(unit, _named_room(unit, locks.get((pid, oid))))
                rooms = _rooms(unit, earlier.get((pid, oid), {}))
                found[oid, kind.use].append(Guest(pid, kind, unit, _ties(party, next(iter(rooms), ""))))
    return found


def _ties(party: Party, earlier_room: str) -> tuple[str, ...]:
    """The labels of `roommates.TIES`; a group that the problem does not have ties nobody."""
    groups = ("employer", "unit", "district", "age")
    return (earlier_room, party.id, *(party.groups.get(group, "") for group in groups), ANYONE)


def _named_room(unit: tuple[Member, ...], lock: Lock | None) -> str:
    rooms = lock.rooms if lock else {}
    return next((rooms[m.id] for m in unit if m.id in rooms), "")


def _rooms(unit: Iterable[Member], beds: Mapping[str, Bed]) -> list[str]:
    return [beds[m.id].room for m in unit if m.id in beds]


def _earlier_room(seated: Seated, earlier: Beds) -> str:
    """The room of this class where most of these people slept before, "" if none did."""
    oid = seated.use.offering
    slept = [room for g in seated.guests for room in _rooms(g.members, earlier.get((g.party, oid), {}))]
    counted = Counter(room for room in slept if room in seated.use.rooms.rooms)
    return min(counted, key=lambda room: (-counted[room], room), default="")


def _number(room: str, seated: Seated, earlier: Beds, beds: dict[tuple[str, str], dict[str, Bed]]) -> None:
    """Beds from 1 in the order of seating; who slept in this room before keeps the bed."""
    oid = seated.use.offering
    kept: dict[int, tuple[str, str]] = {}
    others: list[tuple[str, str]] = []
    for guest in seated.guests:
        for member in guest.members:
            had = earlier.get((guest.party, oid), {}).get(member.id)
            if had is not None and had.room == room and had.bed not in kept:
                kept[had.bed] = (guest.party, member.id)
            else:
                others.append((guest.party, member.id))
    free = (bed for bed in range(1, seated.use.rooms.beds + 1) if bed not in kept)
    for bed, (party, name) in [*kept.items(), *zip(free, others, strict=False)]:
        beds[party, oid][name] = Bed(room, bed)
