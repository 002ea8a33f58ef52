"""Who stays keeps the room: the earlier rooms as they were, the newcomers in what is left of them.

The plan's counts promise beds for everybody, but not the same ones. Here the earlier rooms come first; where
a newcomer finds none, somebody else changes rooms; and where even that does not do, the chain of overlapping
stays is seated as the counts have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Bed, Placement
from app.scheduling.lodging.room_book import Lodger, RoomBook, beds_in, lodgers
from app.scheduling.solving.clusters import chains_of

DEPTH = 3  # how often one who makes way may make another one make way
WIDTH = 20  # rooms looked at for each
Beds = Mapping[str, Bed]


def with_earlier_rooms(
    problem: Problem, placements: Sequence[Placement], earlier: Iterable[Placement]
) -> tuple[Placement, ...]:
    """The same placements, with as many people as possible in the beds that they had before."""
    before = {(p.party, p.offering): p.beds for p in earlier if p.beds}
    by_offering: dict[str, list[Placement]] = defaultdict(list)
    for placement in placements:
        by_offering[placement.offering].append(placement)
    beds: dict[tuple[str, str], Beds] = {}
    for chain in _chains(problem):
        together = [p for offering in chain for p in by_offering[offering]]
        if any((p.party, p.offering) in before for p in together):
            beds.update(_Chain(problem, before).seat(together) or {})
    return tuple(
        replace(p, beds=dict(sorted(beds.get((p.party, p.offering), p.beds).items()))) for p in placements
    )


def _chains(problem: Problem) -> list[list[str]]:
    offerings = sorted(problem.offerings, key=lambda o: o.id)
    found = []
    for venue in sorted({o.venue for o in offerings}):
        places = [k for k, o in enumerate(offerings) if o.venue == venue and o.beds and o.nights]
        found += [[offerings[place].id for place in chain] for chain in chains_of(offerings, places)]
    return found


class _Chain:
    """Seats the stays of one chain."""

    def __init__(self, problem: Problem, before: Mapping[tuple[str, str], Beds]) -> None:
        self._parties, self._offerings = problem.parties_by_id(), problem.offerings_by_id()
        self._locks = {(lock.party, lock.offering): lock.rooms for lock in problem.locks}
        self._before = before
        self._book = RoomBook(problem)
        self._room: dict[Lodger, str] = {}

    def seat(self, placements: Iterable[Placement]) -> dict[tuple[str, str], Beds] | None:
        """Beds by (party, offering), or None when the newcomers do not all find one."""
        guests = [guest for p in placements for guest in self._lodgers(p)]
        guests.sort(key=lambda g: (not g.room, not self._had(g), not g.alone, -g.beds, g.party))
        waiting = [guest for guest in guests if not self._stays(guest)]
        for guest in waiting:
            if not self._house(guest, DEPTH, frozenset()):
                return None
        return self._beds()

    def _lodgers(self, placement: Placement) -> list[Lodger]:
        rooms = self._locks.get((placement.party, placement.offering))
        return lodgers(self._parties[placement.party], self._offerings[placement.offering], rooms)

    def _had(self, guest: Lodger) -> str:
        """The one room that these people had before, or ""."""
        beds = self._before.get((guest.party, guest.offering), {})
        rooms = {beds[m].room if m in beds else "" for m in guest.members}
        return rooms.pop() if len(rooms) == 1 else ""

    def _stays(self, guest: Lodger) -> bool:
        room = guest.room or self._had(guest)
        if not room or not self._book.suits(guest, room) or self._book.in_the_way(guest, room):
            return False
        self._put(guest, room)
        return True

    def _house(self, guest: Lodger, depth: int, fixed: frozenset[Lodger]) -> bool:
        """A room for the guest; with `depth`, those in the way of it find others. Undone when it fails."""
        found = self._book.open_rooms(guest)
        if found:
            self._put(guest, found[0])
            return True
        if depth == 0:
            return False
        fixed |= {guest}
        ways = [(self._book.in_the_way(guest, room), room) for room in self._book.suitable(guest)]
        ways = [(others, room) for others, room in ways if not fixed & set(others)]
        ways.sort(key=lambda way: sum(other.beds for other in way[0]))
        return any(self._make_way(guest, room, others, depth, fixed) for others, room in ways[:WIDTH])

    def _make_way(
        self, guest: Lodger, room: str, others: Sequence[Lodger], depth: int, fixed: frozenset[Lodger]
    ) -> bool:
        undo = dict(self._room)
        for other in others:
            self._remove(other)
        self._put(guest, room)
        if all(self._house(other, depth - 1, fixed) for other in others):
            return True
        for changed in [g for g, r in self._room.items() if undo.get(g) != r]:
            self._remove(changed)
        for gone in [g for g in undo if g not in self._room]:
            self._put(gone, undo[gone])
        return False

    def _put(self, guest: Lodger, room: str) -> None:
        self._book.put(guest, room)
        self._room[guest] = room

    def _remove(self, guest: Lodger) -> None:
        self._book.take_out(guest, self._room.pop(guest))

    def _beds(self) -> dict[tuple[str, str], Beds]:
        """Beds by number: who is in the room as before keeps the bed."""
        found: dict[tuple[str, str], dict[str, Bed]] = defaultdict(dict)
        taken: dict[tuple[str, str], set[int]] = defaultdict(set)
        others = []
        for guest, room in self._room.items():
            beds = self._before.get((guest.party, guest.offering), {})
            had = {m: beds[m] for m in guest.members if m in beds}
            if len(had) == guest.beds and all(bed.room == room for bed in had.values()):
                found[guest.party, guest.offering].update(had)
                taken[guest.offering, room] |= {bed.bed for bed in had.values()}
            else:
                others.append((guest, room))
        for guest, room in others:
            gone = taken[guest.offering, room]
            mine = beds_in(guest, room, self._book.free_bed(guest, room, gone))
            found[guest.party, guest.offering].update(mine)
            gone |= {bed.bed for bed in mine.values()}
        return dict(found)
