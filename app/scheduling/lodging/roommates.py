"""Who shares a room with whom: those who were together before, then parties, colleagues, units, ages.

The counts are fixed (so many units of each kind in each class, so many rooms of each shape); which unit of a
kind goes where is free. Ties are taken from the nearest to the farthest, and at each the largest companies
first: a circle fills a room, or what is left of one, whenever it has units enough. For rooms of two that is a
largest matching of colleagues, since a circle can leave at most one of its own over; `reseat` mends the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, repeat

from app.scheduling.contract.problem import Member
from app.scheduling.formulation.units import Kind, RoomClass
from app.scheduling.lodging.rooms import RoomUse

TIES = ("earlier", "party", "colleagues", "unit", "district", "age", "anyone")
ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Guest:
    """A unit that needs a place in a room. `ties` has a label for each of TIES, "" where there is none."""

    party: str
    kind: Kind
    members: tuple[Member, ...]
    ties: tuple[str, ...]

    @property
    def age(self) -> str:
        """The band that narrows every nearer tie; "" when unknown."""
        return self.ties[TIES.index("age")]


@dataclass(frozen=True, slots=True)
class Seated:
    """A room use with its guests, one for each slot."""

    use: RoomUse
    guests: tuple[Guest, ...]


Circle = tuple[int, str, str | None]  # number of the tie, label, and an age band or None for all ages
Places = Mapping[RoomClass, Counter[Kind]]


@dataclass(slots=True)
class _Room:
    """A room that is being filled: guests so far and the slots left."""

    use: RoomUse
    guests: list[Guest]
    left: tuple[int, ...]


def seat(guests: Iterable[Guest], rooms: Iterable[RoomUse], places: Places) -> list[Seated]:
    """A guest for each slot of these rooms of one offering and use; a class has `places` for each kind."""
    waiting = _Waiting(guests, places)
    filled = [_Room(use, [], use.slots) for use in rooms]
    longest = max((len(room.left) for room in filled), default=0)
    for tie, name in enumerate(TIES):
        # a bed with no company is for whoever is left over
        for many in range(longest, 0 if name == ANYONE else 1, -1):
            _fill(filled, waiting, tie, many)
    return [Seated(room.use, tuple(room.guests)) for room in filled]


def _fill(rooms: Iterable[_Room], waiting: _Waiting, tie: int, many: int) -> None:
    """Put so many of one circle into each room that has the slots, first where they fill what is left."""
    alike: dict[tuple[RoomClass, tuple[int, ...]], list[_Room]] = defaultdict(list)
    for room in rooms:
        if len(room.left) >= many:
            alike[room.use.rooms, room.left].append(room)
    for key in sorted(alike, key=lambda key: (len(key[1]), -key[0].beds, -len(key[0].features), key)):
        for part in sorted(set(combinations(key[1], many)), reverse=True):
            for circle in waiting.turns(tie, key[0], part):
                if not alike[key]:
                    break
                if waiting.fills(circle, key[0], part):
                    room = alike[key].pop()
                    room.guests += waiting.take(circle, key[0], part)
                    room.left = tuple(sorted((Counter(room.left) - Counter(part)).elements(), reverse=True))


class _Waiting:
    """Guests without a room, by circle and kind."""

    def __init__(self, guests: Iterable[Guest], places: Places) -> None:
        self._left = {rooms: Counter(kinds) for rooms, kinds in places.items()}
        self._queues: dict[Circle, dict[Kind, deque[Guest]]] = defaultdict(lambda: defaultdict(deque))
        self._count: dict[Circle, Counter[Kind]] = defaultdict(Counter)
        self._seated: set[int] = set()
        self._bands: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._labels: list[list[str]] = [[] for _ in TIES]
        for guest in _largest_circles_first(guests):
            for circle in _circles(guest):
                self._enter(circle, guest)

    def _enter(self, circle: Circle, guest: Guest) -> None:
        tie, label, band = circle
        if circle not in self._queues:
            if band is None:
                self._labels[tie].append(label)
            else:
                self._bands[tie, label].append(band)
        self._queues[circle][guest.kind].append(guest)
        self._count[circle][guest.kind] += 1

    def turns(self, tie: int, rooms: RoomClass, part: tuple[int, ...]) -> Iterator[Circle]:
        """Circles in the order in which they may each fill these slots once more, the largest first.

        For an odd number, first each that it leaves even: an odd one over would be without company.
        """
        circles = [(tie, label, None) for label in self._labels[tie]]
        if len(part) % 2:
            yield from [circle for circle in circles if self._usable(circle, rooms, part) % 2]
        for circle in circles:
            yield from repeat(circle, self._usable(circle, rooms, part) // len(part))

    def _usable(self, circle: Circle, rooms: RoomClass, sizes: Collection[int]) -> int:
        left = self._left[rooms]
        return sum(min(n, left[kind]) for kind, n in self._count[circle].items() if kind.size in sizes)

    def fills(self, circle: Circle, rooms: RoomClass, slots: tuple[int, ...]) -> bool:
        """Has this circle, by itself, guests for every slot of such a room?"""
        wanted = Counter(slots).items()
        return all(self._usable(circle, rooms, (size,)) >= count for size, count in wanted)

    def take(self, circle: Circle, rooms: RoomClass, slots: tuple[int, ...]) -> tuple[Guest, ...]:
        """Guests of the circle for the slots, of one age band if it has enough, the nearest to the first."""
        tie, label, _ = circle
        narrow = ((tie, label, band) for band in self._bands[tie, label])
        chosen = next((c for c in narrow if self.fills(c, rooms, slots)), circle)
        first = self._next(chosen, rooms, slots[0])
        assert first is not None
        taken = [first]
        for size in slots[1:]:
            near = [c for c in _circles(first) if c[0] < tie]
            found = (guest for c in (*near, chosen) if (guest := self._next(c, rooms, size)) is not None)
            taken.append(next(found))
        return tuple(taken)

    def _next(self, circle: Circle, rooms: RoomClass, size: int) -> Guest | None:
        """The first guest of this size whom the class has a place for; those with needs before the others."""
        left, count = self._left[rooms], self._count[circle]
        kinds = [k for k, n in count.items() if n and k.size == size and left[k]]
        if not kinds:
            return None
        queue = self._queues[circle][min(kinds, key=lambda k: (-len(k.needs), k))]
        while id(queue[0]) in self._seated:
            queue.popleft()
        guest = queue.popleft()
        self._seated.add(id(guest))
        left[guest.kind] -= 1
        for each in _circles(guest):
            self._count[each][guest.kind] -= 1
        return guest


def _largest_circles_first(guests: Iterable[Guest]) -> list[Guest]:
    """And within these, nearer circles and each party side by side."""
    guests = list(guests)
    size = [Counter(g.ties[tie] for g in guests) for tie in range(len(TIES))]
    nested = range(TIES.index("colleagues"), len(TIES))

    def place(guest: Guest) -> tuple[list[tuple[int, str]], str, str]:
        circles = [(-size[tie][guest.ties[tie]], guest.ties[tie]) for tie in nested]
        return circles, guest.party, guest.members[0].id

    return sorted(guests, key=place)


def _circles(guest: Guest) -> list[Circle]:
    """Every circle that the guest stands in, the nearest first; ages apart before all ages."""
    found: list[Circle] = []
    for tie, label in enumerate(guest.ties):
        if label:
            found += [(tie, label, guest.age), (tie, label, None)] if guest.age else [(tie, label, None)]
    return found
