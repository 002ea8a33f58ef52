"""Rooms to beds: who sleeps beside whom. Units of one kind can change places, so colleagues come together."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.scheduling.plan import Plan
from app.scheduling.problem import Lock, Member, Problem
from app.scheduling.result import Bed
from app.scheduling.rooms import NamedRoom, name_rooms, room_uses
from app.scheduling.units import Kind, RoomClass, kind_of, units_of

Beds = Mapping[tuple[str, str], Mapping[str, Bed]]


@dataclass(frozen=True, slots=True)
class Guest:
    """A unit with its party and what its members' colleagues have in common ("" when nothing is known)."""

    party: str
    colleagues: str
    members: tuple[Member, ...]


class _Pool:
    """Guests of one offering, class and use who wait for a room; the largest circles of colleagues first."""

    def __init__(self, guests: Iterable[Guest]) -> None:
        guests = list(guests)
        circle = Counter(g.colleagues for g in guests if g.colleagues)
        guests.sort(key=lambda g: (-circle[g.colleagues], g.colleagues, g.party, g.members[0].id))
        self._waiting: dict[tuple[int, str, str], deque[Guest]] = defaultdict(deque)
        self._seated: set[int] = set()
        for guest in guests:
            size = len(guest.members)
            for key in ((size, "", ""), (size, "party", guest.party), (size, "colleagues", guest.colleagues)):
                self._waiting[key].append(guest)

    def take(self, size: int, beside: Guest | None) -> Guest:
        """The next guest of this size: of the same party if there is one, else a colleague, else anyone."""
        keys = [(size, "", "")]
        if beside is not None:
            near = [(size, "colleagues", beside.colleagues)] if beside.colleagues else []
            keys = [(size, "party", beside.party), *near, *keys]
        return next(guest for key in keys if (guest := self._next(key)) is not None)

    def _next(self, key: tuple[int, str, str]) -> Guest | None:
        waiting = self._waiting.get(key)
        while waiting:
            guest = waiting.popleft()
            if id(guest) not in self._seated:
                self._seated.add(id(guest))
                return guest
        return None


def beds_of(problem: Problem, plan: Plan) -> Beds:
    """(party, offering) → member → bed, for every stay of the plan that sleeps."""
    offerings = problem.offerings_by_id()
    pools = {key: _Pool(guests) for key, guests in _lodge(problem, plan).items()}
    beds: dict[tuple[str, str], dict[str, Bed]] = defaultdict(dict)
    for named in name_rooms(room_uses(plan), offerings):
        use = named.use
        _seat(named, pools[use.offering, use.rooms, use.use], beds)
    return beds


def _lodge(problem: Problem, plan: Plan) -> dict[tuple[str, RoomClass, str], list[Guest]]:
    """Which guests go to which class: as many of each kind as the plan counts, colleagues side by side."""
    waiting = _guests(problem, plan)
    lodged: dict[tuple[str, RoomClass, str], list[Guest]] = defaultdict(list)
    for s in plan.sleepers:
        guests = waiting[s.offering, s.kind]
        lodged[s.offering, s.rooms, s.kind.use] += [guests.popleft() for _ in range(s.count)]
    return lodged


def _guests(problem: Problem, plan: Plan) -> dict[tuple[str, Kind], deque[Guest]]:
    offerings, parties = problem.offerings_by_id(), problem.parties_by_id()
    locks = {(lock.party, lock.offering): lock for lock in problem.locks}
    found: dict[tuple[str, Kind], list[Guest]] = defaultdict(list)
    for pid, oid in plan.given:
        if offerings[oid].beds and offerings[oid].nights:
            party = parties[pid]
            for unit in units_of(party):
                kind = kind_of(unit, _named_room(unit, locks.get((pid, oid))))
                found[oid, kind].append(Guest(pid, party.groups.get("employer", ""), unit))
    return {
        key: deque(sorted(guests, key=lambda g: (g.colleagues, g.party, g.members[0].id)))
        for key, guests in found.items()
    }


def _named_room(unit: tuple[Member, ...], lock: Lock | None) -> str:
    rooms = lock.rooms if lock else {}
    return next((rooms[m.id] for m in unit if m.id in rooms), "")


def _seat(named: NamedRoom, pool: _Pool, beds: dict[tuple[str, str], dict[str, Bed]]) -> None:
    """Fill one room's slots; beds are numbered in the order of seating."""
    beside: Guest | None = None
    number = 1
    for size in named.use.slots:
        guest = pool.take(size, beside)
        beside = beside or guest
        for member in guest.members:
            beds[guest.party, named.use.offering][member.id] = Bed(named.room, number)
            number += 1
