"""Counts to named rooms. Stays are intervals and the rooms of a class alike, so giving them in order of
first night cannot fail where the counts fit on every night: nobody has to be moved, nothing searched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.patterns import first_fit
from app.scheduling.formulation.plan import Plan
from app.scheduling.formulation.units import ALONE, RoomClass


@dataclass(frozen=True, slots=True)
class RoomUse:
    """One room of a class, taken by one offering for one use; `slots` are the sizes of the units in it.

    `wish` is the room that those who stay had before, or "".
    """

    offering: str
    use: str
    rooms: RoomClass
    slots: tuple[int, ...]
    wish: str = ""


def room_uses(plan: Plan) -> list[RoomUse]:
    """One for each room that the plan takes, with no slot left over."""
    sizes: dict[tuple[str, RoomClass, str], Counter[int]] = defaultdict(Counter)
    for s in plan.sleepers:
        sizes[s.offering, s.rooms, s.kind.use][s.kind.size] += s.count
    patterns: dict[tuple[str, RoomClass, str], list[tuple[int, ...]]] = defaultdict(list)
    for f in plan.fills:
        patterns[f.offering, f.rooms, f.use] += [f.slots] * f.count
    uses = []
    for (offering, rooms, use), count in sizes.items():
        for slots in _shapes(rooms, use, count, patterns[offering, rooms, use]):
            uses.append(RoomUse(offering, use, rooms, slots))
    return uses


def _shapes(
    rooms: RoomClass, use: str, count: Counter[int], patterns: Iterable[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """How the units of these sizes stand in rooms."""
    if use == ALONE:
        return [(size,) for size in sorted(count.elements())]
    if not patterns:
        return [tuple(slots) for slots in first_fit(rooms.beds, list(count.elements()))]
    left, shapes = count.copy(), []
    for pattern in sorted(patterns, reverse=True):
        slots = tuple(size for size, want in Counter(pattern).items() for _ in range(min(want, left[size])))
        left.subtract(slots)
        if slots:
            shapes.append(slots)
    return shapes


def name_rooms(uses: Sequence[RoomUse], offerings: Mapping[str, Offering]) -> list[str]:
    """A room for each use, in their order: free on all its nights; the wished one if it can be had.

    Taken in order of first night, so that any free room will do; who wishes for nothing leaves alone, while
    there are others, the rooms that somebody wishes for on these nights.
    """
    named = [""] * len(uses)
    free: dict[RoomClass, _Free] = {}
    wishes: dict[str, list[range]] = defaultdict(list)
    for use in uses:
        if use.wish:
            wishes[use.wish].append(offerings[use.offering].nights)
    for number in sorted(range(len(uses)), key=lambda n: _order(uses[n], offerings)):
        use = uses[number]
        if use.rooms not in free:
            free[use.rooms] = _Free(use.rooms.rooms, wishes)
        named[number] = free[use.rooms].take(use.wish, offerings[use.offering].nights)
    return named


def _order(use: RoomUse, offerings: Mapping[str, Offering]) -> tuple[Any, ...]:
    slots = tuple(-size for size in use.slots)
    return (
        offerings[use.offering].nights.start,
        not use.wish,
        use.wish,
        use.offering,
        use.rooms,
        use.use,
        slots,
    )


class _Free:
    """The rooms of a class that nobody sleeps in, the first by id on top."""

    def __init__(self, rooms: Iterable[str], wishes: Mapping[str, list[range]]) -> None:
        self._free = sorted(rooms)
        self._taken: list[tuple[int, str]] = []  # by the night from which the room is free again
        self._free_from = dict.fromkeys(self._free, 0)
        self._wishes = wishes

    def take(self, wish: str, nights: range) -> str:
        """A room that is free from the first night on; no call begins earlier than the one before."""
        while self._taken and self._taken[0][0] <= nights.start:
            heappush(self._free, heappop(self._taken)[1])
        room = wish if self._is_free(wish, nights) else self._first(nights)
        self._free_from[room] = nights.stop
        heappush(self._taken, (nights.stop, room))
        return room

    def _is_free(self, room: str, nights: range) -> bool:
        return self._free_from.get(room, nights.stop) <= nights.start

    def _first(self, nights: range) -> str:
        passed: list[str] = []
        while self._free:
            room = heappop(self._free)
            if not self._is_free(room, nights):
                continue  # taken by a wish: it comes back with its last night
            if not any(n.start < nights.stop and nights.start < n.stop for n in self._wishes.get(room, ())):
                break
            passed.append(room)
        else:
            room = passed.pop(0)
        for each in passed:
            heappush(self._free, each)
        return room
