"""Who sleeps in which room on which nights, by name: to find a place for newcomers beside those who stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.scheduling.problem import Offering, Party, Problem, Room
from app.scheduling.result import Bed
from app.scheduling.sleeping import Company, companies

Key = tuple[str, str]  # (venue, room)


@dataclass(frozen=True, slots=True)
class Lodger:
    """People of one party and stay who sleep in one room. `room` is the only one they may have, or ""."""

    party: str
    offering: Offering
    company: Company
    room: str = ""

    @property
    def beds(self) -> int:
        return self.company.beds

    def may_share(self, other: Lodger) -> bool:
        """One room on the same nights: the same stay, the same sex, and neither alone."""
        if self.offering.id != other.offering.id or self.company.alone or other.company.alone:
            return False
        return self.company.sex == other.company.sex


def lodgers(party: Party, offering: Offering, rooms: Mapping[str, str] | None = None) -> list[Lodger]:
    """The party's companies in an offering, the hardest to house first; `rooms` by member, from a lock.

    None of them if nobody sleeps there.
    """
    if not offering.beds or not offering.nights:
        return []
    found = []
    for company in companies(party):
        named = {rooms[m.id] for m in company.members if m.id in rooms} if rooms else set[str]()
        found.append(Lodger(party.id, offering, company, min(named, default="")))
    return sorted(found, key=_hardest)


def _hardest(lodger: Lodger) -> tuple[bool, bool, int, int, str]:
    company = lodger.company
    return (
        not lodger.room,
        not company.alone,
        -company.beds,
        -len(company.needs),
        min(m.id for m in company.members),
    )


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

    def put(self, lodger: Lodger, room: str) -> None:
        self._inside[lodger.offering.venue, room].append(lodger)

    def take_out(self, lodger: Lodger, room: str) -> None:
        self._inside[lodger.offering.venue, room].remove(lodger)

    def suits(self, lodger: Lodger, room: str) -> bool:
        """Could the room hold these people, if nobody else were in it?"""
        found = self._rooms[lodger.offering.venue].get(room)
        if found is None or (lodger.room and lodger.room != room):
            return False
        return found.beds >= lodger.beds and lodger.company.needs <= found.features

    def suitable(self, lodger: Lodger) -> list[str]:
        """Rooms that could hold these people, the smallest and plainest first."""
        return [room for room in self._rooms[lodger.offering.venue] if self.suits(lodger, room)]

    def beside(self, lodger: Lodger, room: str) -> list[Lodger]:
        """Who is in the room on any of these nights."""
        nights = lodger.offering.nights
        inside = self._inside.get((lodger.offering.venue, room), [])
        return [
            other
            for other in inside
            if other.offering.nights.start < nights.stop and nights.start < other.offering.nights.stop
        ]

    def in_the_way(self, lodger: Lodger, room: str) -> list[Lodger]:
        """Who would have to leave a room that suits; nobody if these people simply fit."""
        there = self.beside(lodger, room)
        friends = [other for other in there if lodger.may_share(other)]
        strangers = [other for other in there if not lodger.may_share(other)]
        free = self._rooms[lodger.offering.venue][room].beds - sum(other.beds for other in friends)
        for other in sorted(friends, key=lambda o: (o.beds, o.party)):
            if free >= lodger.beds:
                break
            strangers.append(other)
            free += other.beds
        return strangers

    def open_rooms(self, lodger: Lodger) -> list[str]:
        """Rooms where these people simply fit: those that others of the stay share already come first."""
        found = [room for room in self.suitable(lodger) if not self.in_the_way(lodger, room)]
        return sorted(found, key=lambda room: not self.beside(lodger, room))

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
        found = self._rooms[lodger.offering.venue][room]
        there = self.beside(lodger, room)
        return found.beds - sum(other.beds for other in there), bool(there), found.features

    def free_bed(self, lodger: Lodger, room: str, taken: Iterable[int]) -> Iterable[int]:
        """Bed numbers of the room that are not taken, in order."""
        gone = set(taken)
        beds = self._rooms[lodger.offering.venue][room].beds
        return (number for number in range(1, beds + 1) if number not in gone)


def beds_in(lodger: Lodger, room: str, numbers: Iterable[int]) -> dict[str, Bed]:
    """A bed for each of these people."""
    members = sorted(member.id for member in lodger.company.members)
    return {member: Bed(room, number) for member, number in zip(members, numbers, strict=False)}
