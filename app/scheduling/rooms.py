"""Counts to named rooms. Stays are intervals and the rooms of a class alike, so giving them in order of
first night cannot fail where the counts fit on every night: nobody has to be moved, nothing searched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.scheduling.patterns import first_fit
from app.scheduling.plan import Plan
from app.scheduling.problem import Offering
from app.scheduling.units import ALONE, RoomClass


@dataclass(frozen=True, slots=True)
class RoomUse:
    """One room of a class, taken by one offering for one use; `slots` are the sizes of the units in it."""

    offering: str
    use: str
    rooms: RoomClass
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A room use that has its room."""

    room: str
    use: RoomUse


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


def name_rooms(uses: Iterable[RoomUse], offerings: Mapping[str, Offering]) -> list[NamedRoom]:
    """A room for each use: free on all its nights, the first by id that is."""
    order = sorted(
        uses,
        key=lambda u: (
            offerings[u.offering].nights.start,
            u.offering,
            u.rooms,
            u.use,
            tuple(-s for s in u.slots),
        ),
    )
    free_from: dict[RoomClass, dict[str, int]] = {}
    named = []
    for use in order:
        nights = offerings[use.offering].nights
        rooms = free_from.setdefault(use.rooms, dict.fromkeys(use.rooms.rooms, 0))
        room = next(r for r in use.rooms.rooms if rooms[r] <= nights.start)
        rooms[room] = nights.stop
        named.append(NamedRoom(room, use))
    return named
