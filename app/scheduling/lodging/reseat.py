"""Mend a seating: two guests change places when that brings more people together, the nearest ties first.

Filling rooms circle by circle leaves larger rooms and rooms of odd shapes short of what they could hold. Only
guests who may stand in for one another change places (one kind, or one size within a class), so that every
count and every rule of the rooms stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from app.scheduling.lodging.roommates import TIES, Guest, Seated

BASE = 64  # one pair of a nearer tie outweighs all pairs of the next that two rooms can hold
SWEEPS = 4
MOST_ROOMS = 24  # of a circle that are looked at for one guest
MENDED = tuple(tie for tie, name in enumerate(TIES) if name in ("colleagues", "unit", "district", "age"))

Room = list[Guest]


def reseat(seated: Sequence[Seated]) -> list[Seated]:
    """The same rooms of one offering and use after all changes of places for the better."""
    rooms: list[Room] = [list(each.guests) for each in seated]
    shared = [number for number, room in enumerate(rooms) if len(room) > 1]
    for tie in MENDED:
        for _ in range(SWEEPS):
            if not _sweep(seated, rooms, shared, tie):
                break
    return [replace(each, guests=tuple(room)) for each, room in zip(seated, rooms, strict=True)]


def _sweep(seated: Sequence[Seated], rooms: list[Room], shared: Sequence[int], tie: int) -> bool:
    """Bring guests beside strangers to others of their circle, where that is for the better."""
    circles: dict[str, list[int]] = defaultdict(list)
    for number in shared:
        for label in sorted({guest.ties[tie] for guest in rooms[number]} - {""}):
            if any(guest.ties[tie] != label for guest in rooms[number]):
                circles[label].append(number)
    changed = False
    for label, numbers in circles.items():
        for start, number in enumerate(numbers):
            others = (numbers[start + 1 :] + numbers[:start])[:MOST_ROOMS]
            changed |= any(_mend(seated, rooms, number, other, tie, label) for other in others)
    return changed


def _mend(seated: Sequence[Seated], rooms: list[Room], a: int, b: int, tie: int, label: str) -> bool:
    """Try to bring one of the circle from room a to room b for a stranger there; True if it was done."""
    before = None
    for i, guest in enumerate(rooms[a]):
        if guest.ties[tie] != label:
            continue
        for j, other in enumerate(rooms[b]):
            if other.ties[tie] == label or not _may_swap(guest, other, seated[a], seated[b]):
                continue
            before = _score(rooms[a]) + _score(rooms[b]) if before is None else before
            rooms[a][i], rooms[b][j] = other, guest
            if _score(rooms[a]) + _score(rooms[b]) > before:
                return True
            rooms[a][i], rooms[b][j] = guest, other
    return False


def _may_swap(guest: Guest, other: Guest, here: Seated, there: Seated) -> bool:
    same_class = here.use.rooms == there.use.rooms and guest.kind.size == other.kind.size
    return same_class or guest.kind == other.kind


def _score(room: Room) -> int:
    """Pairs of people with each tie in common, nearer ties first."""
    return sum(len(a.members) * len(b.members) * _tie(a, b) for a, b in combinations(room, 2))


def _tie(a: Guest, b: Guest) -> int:
    """The ties that two guests have in common, as one number."""
    weight = 0
    for x, y in zip(a.ties, b.ties, strict=True):
        weight = weight * BASE + (x == y != "")
    return weight
