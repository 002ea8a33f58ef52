"""Who sleeps in which room on which nights, by name: to find a place for newcomers beside those who stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.scheduling.contract.problem import Offering, Party, Problem, Room
from app.scheduling.contract.result import Bed
from app.scheduling.contract.sleeping import Company, companies

Key = tuple[str, str, int]  # (venue, room, night)


class Lodger(NamedTuple):
    """People of one party and stay who sleep in one room. `room` is the only one they may have, or ""."""

    party: str
    offering: str
    venue: str
    nights: range
    members: tuple[str, ...]
    sex: str
    alone: bool
    needs: frozenset[str]
    room: str = ""

    @property
    def beds(self) -> int:
        """How many they are."""
        return len(self.members)

    @property
    def likeness(self) -> tuple[object, ...]:
        """Who is alike in this finds room wherever the other does."""
        return self.beds, self.sex, self.alone, self.needs, self.room

    def may_share(self, other: Lodger) -> bool:
        """One room on the same nights: the same stay, the same sex, and neither alone."""
        if self.offering != other.offering or self.alone or other.alone:
            return False
        return self.sex == other.sex


def lodgers(party: Party, offering: Offering, rooms: Mapping[str, str] | None = None) -> list[Lodger]:
    """The party's companies in an offering, the hardest to house first; `rooms` by member, from a lock.

    None of them if nobody sleeps there.
    """
    if not offering.beds or not offering.nights:
        return []
    return sorted((_lodger(party.id, offering, c, rooms or {}) for c in companies(party)), key=_hardest)


def _lodger(party: str, offering: Offering, company: Company, rooms: Mapping[str, str]) -> Lodger:
    return Lodger(
        party=party,
        offering=offering.id,
        venue=offering.venue,
        nights=offering.nights,
        members=tuple(sorted(member.id for member in company.members)),
        sex=company.sex,
        alone=company.alone,
        needs=company.needs,
        room=min((rooms[m.id] for m in company.members if m.id in rooms), default=""),
    )


def _hardest(lodger: Lodger) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    return not lodger.room, not lodger.alone, -lodger.beds, -len(lodger.needs), lodger.members


class RoomBook:
    """Every room of a problem with its lodgers."""

    def __init__(self, problem: Problem) -> None:
        self._rooms: dict[str, dict[str, Room]] = {
            venue.id: {
                room.id: room for room in sorted(venue.rooms, key=lambda r: (r.beds, len(r.features), r.id))
            }
            for venue in problem.venues
        }
        self._inside: dict[Key, list[Lodger]] = defaultdict(list)
        self._suitable: dict[tuple[object, ...], list[str]] = {}

    def put(self, lodger: Lodger, room: str) -> None:
        """They sleep there from now on."""
        for night in lodger.nights:
            self._inside[lodger.venue, room, night].append(lodger)

    def take_out(self, lodger: Lodger, room: str) -> None:
        """They sleep there no longer."""
        for night in lodger.nights:
            self._inside[lodger.venue, room, night].remove(lodger)

    def suits(self, lodger: Lodger, room: str) -> bool:
        """Could the room hold these people, if nobody else were in it?"""
        found = self._rooms[lodger.venue].get(room)
        if found is None or (lodger.room and lodger.room != room):
            return False
        return found.beds >= lodger.beds and lodger.needs <= found.features

    def suitable(self, lodger: Lodger) -> list[str]:
        """Rooms that could hold these people, the smallest and plainest first."""
        key = (lodger.venue, *lodger.likeness)
        if key not in self._suitable:
            self._suitable[key] = [room for room in self._rooms[lodger.venue] if self.suits(lodger, room)]
        return self._suitable[key]

    def beside(self, lodger: Lodger, room: str) -> list[Lodger]:
        """Who is in the room on any of these nights."""
        found: list[Lodger] = []
        for night in lodger.nights:
            for other in self._inside.get((lodger.venue, room, night), ()):
                if other not in found:
                    found.append(other)
        return found

    def in_the_way(self, lodger: Lodger, room: str) -> list[Lodger]:
        """Who would have to leave a room that suits; nobody if these people simply fit."""
        there = self.beside(lodger, room)
        friends = [other for other in there if lodger.may_share(other)]
        strangers = [other for other in there if not lodger.may_share(other)]
        free = self._rooms[lodger.venue][room].beds - sum(other.beds for other in friends)
        for other in sorted(friends, key=lambda o: (o.beds, o.party)):
            if free >= lodger.beds:
                break
            strangers.append(other)
            free += other.beds
        return strangers

    def open_rooms(self, lodger: Lodger) -> list[str]:
        """Rooms where these people simply fit: those that others of the stay share already come first."""
        found = [room for room in self.suitable(lodger) if self._fits(lodger, room)]
        return sorted(found, key=lambda room: not self.beside(lodger, room))

    def _fits(self, lodger: Lodger, room: str) -> bool:
        """The same as nobody in the way: every night the same stay's people of one sex, and beds left."""
        beds = self._rooms[lodger.venue][room].beds - lodger.beds
        for night in lodger.nights:
            inside = self._inside.get((lodger.venue, room, night), ())
            if sum(len(other.members) for other in inside) > beds:
                return False
            if not all(lodger.may_share(other) for other in inside):
                return False
        return True

    def house(self, guests: Sequence[Lodger]) -> list[tuple[Lodger, str]] | None:
        """Rooms for all of them at the same time, nobody else being moved: exact. Puts them there.

        None when there is no way.
        """
        if not guests:
            return []
        first, others = guests[0], guests[1:]
        tried: set[tuple[object, ...]] = set()
        for room in self.open_rooms(first):
            alike = self._likeness(first, room)
            if alike in tried:
                continue
            tried.add(alike)
            self.put(first, room)
            rest = self.house(others)
            if rest is not None:
                return [(first, room), *rest]
            self.take_out(first, room)
        return None

    def _likeness(self, lodger: Lodger, room: str) -> tuple[object, ...]:
        """Two rooms alike in this leave the same to whoever of the stay comes after."""
        found = self._rooms[lodger.venue][room]
        there = self.beside(lodger, room)
        return found.beds - sum(other.beds for other in there), bool(there), found.features

    def free_bed(self, lodger: Lodger, room: str, taken: Iterable[int]) -> Iterable[int]:
        """Bed numbers of the room that are not taken, in order."""
        gone = set(taken)
        beds = self._rooms[lodger.venue][room].beds
        return (number for number in range(1, beds + 1) if number not in gone)


def beds_in(lodger: Lodger, room: str, numbers: Iterable[int]) -> dict[str, Bed]:
    """A bed for each of these people."""
    return {member: Bed(room, number) for member, number in zip(lodger.members, numbers, strict=False)}
