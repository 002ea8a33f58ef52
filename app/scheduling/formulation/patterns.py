"""When do units of given sizes fit into r rooms of b beds? Exact, as linear rows or as room patterns."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

MOST_PATTERNS = 150


@dataclass(frozen=True, slots=True)
class Packing:
    """Either `rows` (Σ coefficient[size] × units of size ≤ limit × rooms, all must hold) or `patterns`.

    A pattern is a room's fill: slot sizes, largest first; units of each size ≤ slots of the chosen patterns.
    """

    rows: tuple[tuple[dict[int, int], int], ...] = ()
    patterns: tuple[tuple[int, ...], ...] = ()


def packing(beds: int, sizes: frozenset[int], rooms: int) -> Packing:
    """The rule for `rooms` rooms of `beds` beds and units of these sizes (each at most `beds`)."""
    by_beds = ({size: size for size in sizes}, beds)
    if rooms == 1:
        return Packing(rows=(by_beds,))
    large = [size for size in sizes if size > 1]
    if len(large) <= 1:
        return Packing(rows=(by_beds, *(({s: 1}, beds // s) for s in large if beds % s)))
    if beds <= 3:
        return Packing(rows=(by_beds, (dict.fromkeys(large, 1), 1)))
    return Packing(patterns=fullest_patterns(beds, sizes))


def must_split(beds: int, sizes: frozenset[int], rooms: int) -> bool:
    """Are the patterns so many that rooms had better be counted one by one?"""
    if rooms == 1 or beds <= 3 or len([s for s in sizes if s > 1]) <= 1:
        return False
    return len(_fills(beds, tuple(sorted(sizes, reverse=True)), MOST_PATTERNS + 1)) > MOST_PATTERNS


def fullest_patterns(beds: int, sizes: frozenset[int]) -> tuple[tuple[int, ...], ...]:
    """Every way to fill a room so that no further unit fits, largest slots first."""
    return tuple(_fills(beds, tuple(sorted(sizes, reverse=True)), None))


def _fills(free: int, sizes: tuple[int, ...], limit: int | None) -> list[tuple[int, ...]]:
    """Fills of `free` beds by slots of non-increasing size, to which the smallest size cannot be added."""
    if not sizes:
        return [()]
    size, smaller = sizes[0], sizes[1:]
    found: list[tuple[int, ...]] = []
    for count in range(free // size, -1, -1):
        if not smaller and count < free // size:
            break
        found += [(size,) * count + rest for rest in _fills(free - count * size, smaller, limit)]
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found


def first_fit(beds: int, sizes: list[int]) -> list[list[int]]:
    """Largest first into the first room with space; the fewest rooms wherever `packing` gives rows."""
    rooms: list[list[int]] = []
    with_free: list[list[int]] = [[] for _ in range(beds + 1)]  # rooms by free beds, heaps of their numbers
    for size in sorted(sizes, reverse=True):
        free = min(
            (f for f in range(size, beds + 1) if with_free[f]), key=lambda f: with_free[f][0], default=0
        )
        if not free:
            rooms.append([])
        number = heappop(with_free[free]) if free else len(rooms) - 1
        rooms[number].append(size)
        heappush(with_free[(free or beds) - size], number)
    return rooms
