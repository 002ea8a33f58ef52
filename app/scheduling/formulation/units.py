"""Who must sleep together, and which rooms are alike: the two sides that the packing counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.scheduling.contract.problem import Lock, Member, Party, Problem, Venue

ALONE = "alone"


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What the packing has to know of a unit; units of one kind can change places.

    `use` is "F" or "M" (may share with that sex) or "alone"; `room` is a room it is locked to, or "".
    """

    size: int
    use: str
    needs: tuple[str, ...]
    room: str = ""


@dataclass(frozen=True, slots=True, order=True)
class RoomClass:
    """Rooms of one venue that are alike, ids sorted. A room that a lock names is a class of its own."""

    venue: str
    beds: int
    features: tuple[str, ...]
    rooms: tuple[str, ...]

    def takes(self, kind: Kind) -> bool:
        """May a unit of this kind sleep here, as far as beds, features and a named room go?"""
        if kind.room and self.rooms != (kind.room,):
            return False
        return kind.size <= self.beds and set(kind.needs) <= set(self.features)


def units_of(party: Party) -> tuple[tuple[Member, ...], ...]:
    """The party's room groups and its members without one, in the order of the first member's id."""
    grouped: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in sorted(party.members, key=lambda m: m.id):
        label = ("alone", member.id) if member.room_group is None else ("group", member.room_group)
        grouped[label].append(member)
    return tuple(tuple(members) for members in grouped.values())


def kind_of(unit: tuple[Member, ...], room: str = "") -> Kind:
    """The kind of a unit; needs are the union of its members' needs."""
    sexes = {m.sex or "" for m in unit}
    alone = len(sexes) > 1 or any(m.private for m in unit)
    needs = tuple(sorted({need for m in unit for need in m.needs}))
    return Kind(len(unit), ALONE if alone else sexes.pop(), needs, room)


def kinds_of(party: Party, lock: Lock | None = None) -> tuple[Kind, ...] | None:
    """One kind for each unit of the party, rooms named by `lock` included.

    None when the lock sends the members of one unit to different rooms.
    """
    rooms = lock.rooms if lock else {}
    kinds = []
    for unit in units_of(party):
        named = {rooms[m.id] for m in unit if m.id in rooms}
        if len(named) > 1:
            return None
        kinds.append(kind_of(unit, named.pop() if named else ""))
    return tuple(kinds)


def room_classes(venue: Venue, named: Iterable[str]) -> tuple[RoomClass, ...]:
    """The venue's rooms by beds and features; each room in `named` stands alone."""
    apart = set(named)
    alike: dict[tuple[int, tuple[str, ...], str], list[str]] = defaultdict(list)
    for room in venue.rooms:
        own = room.id if room.id in apart else ""
        alike[(room.beds, tuple(sorted(room.features)), own)].append(room.id)
    return tuple(
        sorted(
            RoomClass(venue.id, beds, features, tuple(sorted(ids)))
            for (beds, features, _), ids in alike.items()
        )
    )


def named_rooms(problem: Problem) -> dict[str, set[str]]:
    """Venue id → rooms that locks name there."""
    offerings = problem.offerings_by_id()
    named: dict[str, set[str]] = defaultdict(set)
    for lock in problem.locks:
        if lock.offering is not None:
            named[offerings[lock.offering].venue].update(lock.rooms.values())
    return named
