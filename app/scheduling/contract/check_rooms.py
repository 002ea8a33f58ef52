"""Rules on beds and rooms, night by night.

That no room holds more people than beds needs no rule of its own: beds are numbered within the room, and no
two people have one bed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.scheduling.contract.law import Case, Violation
from app.scheduling.contract.problem import Room
from app.scheduling.contract.result import Placement
from app.scheduling.contract.sleeping import Company, companies


@dataclass(frozen=True, slots=True)
class _Sleeper:
    party: str
    member: str
    company: Company
    offering: str
    bed: int


def _sleeping(case: Case) -> Iterator[Placement]:
    """Placements in offerings where people sleep."""
    for placement in case.placements:
        offering = case.offerings[placement.offering]
        if offering.beds and offering.nights:
            yield placement


def bed(case: Case) -> Iterator[Violation]:
    """Every member has a bed where people sleep, and nobody else has one."""
    sleeping = {(placement.party, placement.offering) for placement in _sleeping(case)}
    for placement in case.placements:
        members = {member.id for member in case.parties[placement.party].members}
        expected = members if (placement.party, placement.offering) in sleeping else set()
        where = f"party {placement.party}, offering {placement.offering}"
        for member in sorted(expected - placement.beds.keys()):
            yield Violation("bed", where, f"{member} has no bed")
        for member in sorted(placement.beds.keys() - expected):
            yield Violation("bed", where, f"{member} has a bed and should have none")


def _bedded(case: Case) -> Iterator[tuple[Placement, str, Room | None]]:
    """Each (placement, member, room) with the room looked up; None if the venue has no such room."""
    by_venue = {venue.id: {room.id: room for room in venue.rooms} for venue in case.problem.venues}
    for placement in _sleeping(case):
        rooms = by_venue[case.offerings[placement.offering].venue]
        for member, place in placement.beds.items():
            yield placement, member, rooms.get(place.room)


def room(case: Case) -> Iterator[Violation]:
    """A bed is in a room of the offering's venue, and has a number that the room has."""
    for placement, member, found in _bedded(case):
        place = placement.beds[member]
        where = f"party {placement.party}, member {member}"
        if found is None:
            yield Violation("room", where, f"the venue of {placement.offering} has no room {place.room}")
        elif not 1 <= place.bed <= found.beds:
            yield Violation("room", where, f"room {found.id} has {found.beds} beds and no bed {place.bed}")


def features(case: Case) -> Iterator[Violation]:
    """A room has every feature that its members need."""
    for placement, member, found in _bedded(case):
        needs = {m.id: m.needs for m in case.parties[placement.party].members}.get(member, frozenset())
        missing = needs - found.features if found is not None else frozenset()
        if found is not None and missing:
            what = f"room {found.id} lacks {', '.join(sorted(missing))}"
            yield Violation("features", f"party {placement.party}, member {member}", what)


def room_group(case: Case) -> Iterator[Violation]:
    """Members with one label sleep in one room."""
    for placement in _sleeping(case):
        for company in companies(case.parties[placement.party]):
            rooms = {placement.beds[m.id].room for m in company.members if m.id in placement.beds}
            if len(rooms) > 1:
                label, split = company.members[0].room_group, ", ".join(sorted(rooms))
                where = f"party {placement.party}, offering {placement.offering}"
                yield Violation("room_group", where, f"group {label} sleeps in {split}")


def lock_room(case: Case) -> Iterator[Violation]:
    """A lock that names rooms gives those rooms."""
    named = {(k.party, k.offering): k.rooms for locks in case.locks.values() for k in locks}
    for placement in _sleeping(case):
        for member, wanted in named.get((placement.party, placement.offering), {}).items():
            given = placement.beds.get(member)
            if given is not None and given.room != wanted:
                where = f"party {placement.party}, member {member}"
                yield Violation("lock_room", where, f"is locked to room {wanted} and sleeps in {given.room}")


def _nights(case: Case) -> dict[tuple[str, str, int], list[_Sleeper]]:
    """Who sleeps in each (venue, room, night)."""
    nights: dict[tuple[str, str, int], list[_Sleeper]] = {}
    for placement in _sleeping(case):
        offering = case.offerings[placement.offering]
        for company in companies(case.parties[placement.party]):
            for member in company.members:
                place = placement.beds.get(member.id)
                if place is None:
                    continue
                sleeper = _Sleeper(placement.party, member.id, company, offering.id, place.bed)
                for night in offering.nights:
                    nights.setdefault((offering.venue, place.room, night), []).append(sleeper)
    return nights


def company(case: Case) -> Iterator[Violation]:
    """Rules on those who share a room on a night; what lasts several nights is said once."""
    seen: dict[Violation, None] = {}
    for (venue, number, _), sleepers in _nights(case).items():
        if len(sleepers) > 1:
            seen.update(dict.fromkeys(_sharing(f"venue {venue}, room {number}", sleepers)))
    yield from seen


def _sharing(where: str, sleepers: list[_Sleeper]) -> Iterator[Violation]:
    names = ", ".join(sorted(f"{s.party} {s.member}" for s in sleepers))
    offerings = sorted({s.offering for s in sleepers})
    if len({s.bed for s in sleepers}) < len(sleepers):
        yield Violation("bed_twice", where, f"one bed for two of {names}")
    if len(offerings) > 1:
        yield Violation("one_offering", where, f"used on one night by {' and '.join(offerings)}")
    together = {(s.party, s.offering, s.company) for s in sleepers}
    if len(together) > 1 and len({c.sex for _, _, c in together}) > 1:
        yield Violation("sexes", where, f"women and men who are of no one room group: {names}")
    if len(together) > 1 and any(c.alone for _, _, c in together):
        yield Violation("alone", where, f"a private or mixed group shares: {names}")


RULES = (bed, room, features, room_group, lock_room, company)
