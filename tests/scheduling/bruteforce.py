"""The slow truth: every assignment tried, every person given a named bed. Shares nothing with the engine.

Only the inputs' dataclasses are imported, so that a misreading in the engine or in its check shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from app.scheduling.contract.problem import Member, Offering, Party, Problem, Room

Assignment = dict[str, tuple[str, ...]]
Bedding = dict[tuple[str, str, str], tuple[str, int]]
"""(party, offering, member) to (room, bed)."""


@dataclass(frozen=True)
class Guest:
    """One member in one offering, and the bed given."""

    party: Party
    member: Member
    offering: Offering
    room: str = ""
    bed: int = 0


def best(problem: Problem) -> tuple[int, ...] | None:
    """The lexicographically best objective values; None if nothing keeps every rule."""
    found = sorted(
        (worth(problem, given), number, given) for number, given in enumerate(assignments(problem))
    )
    for _, _, given in found:
        if name_beds(problem, given) is not None:
            return values(problem, given)
    return None


def worth(problem: Problem, given: Assignment) -> tuple[int, ...]:
    """A tuple that is smaller the better the assignment is."""
    signs = [-1 if objective.maximise else 1 for objective in problem.objectives]
    return tuple(sign * value for sign, value in zip(signs, values(problem, given), strict=True))


def values(problem: Problem, given: Assignment) -> tuple[int, ...]:
    totals = []
    for objective in problem.objectives:
        total = 0
        for party in problem.parties:
            for offering in given[party.id]:
                if objective.name == "people_placed":
                    weights = objective.tier_weights
                    total += len(party.members) * (1 if weights is None else weights.get(party.tier, 0))
                elif objective.name == "lottery":
                    total += party.lottery
                elif offering in party.choices:
                    total += len(party.members) * party.choices.index(offering) ** 2
        totals.append(total)
    return tuple(totals)


def assignments(problem: Problem) -> Iterator[Assignment]:
    """All that keeps the rules on offerings, beds aside."""

    def extend(index: int, given: Assignment) -> Iterator[Assignment]:
        if index == len(problem.parties):
            if counts_hold(problem, given):
                yield dict(given)
            return
        party = problem.parties[index]
        for option in options(problem, party):
            given[party.id] = option
            yield from extend(index + 1, given)
        given.pop(party.id, None)

    return extend(0, {})


def options(problem: Problem, party: Party) -> list[tuple[str, ...]]:
    """Every set of offerings that the party may have as far as it alone is concerned."""
    locks = [lock for lock in problem.locks if lock.party == party.id]
    by_id = {offering.id: offering for offering in problem.offerings}
    if locks:
        sets = [tuple(lock.offering for lock in locks if lock.offering is not None)]
        if len(sets[0]) != len(locks) and sets[0]:
            return []
    else:
        sets = [s for count in range(party.wants + 1) for s in combinations(party.choices, count)]
    return [s for s in sets if len(s) <= party.wants and not any_overlap([by_id[o] for o in s])]


def any_overlap(offerings: list[Offering]) -> bool:
    days = [day for offering in offerings for day in offering.days]
    return len(days) != len(set(days))


def counts_hold(problem: Problem, given: Assignment) -> bool:
    """Seats, minimums and quotas."""
    inside = {o.id: [p for p in problem.parties if o.id in given[p.id]] for o in problem.offerings}
    for offering in problem.offerings:
        people = sum(len(p.members) for p in inside[offering.id])
        if people and (people < offering.minimum or (offering.seats is not None and people > offering.seats)):
            return False
    for quota in problem.quotas:
        occurring = {p.groups[quota.group] for p in problem.parties if quota.group in p.groups}
        scopes = [list(o) for o in inside.values() if o] if quota.scope == "offering" else None
        everyone = [p for parties in inside.values() for p in parties]
        for value in occurring if quota.value is None else {quota.value}:
            for parties in scopes if scopes is not None else [everyone]:
                count = sum(len(p.members) for p in parties if p.groups.get(quota.group) == value)
                if count < quota.minimum or (quota.maximum is not None and count > quota.maximum):
                    return False
    return True


def name_beds(problem: Problem, given: Assignment, fixed: Bedding | None = None) -> Bedding | None:
    """A bed for everybody, keeping those that are fixed; None if there is no way."""
    guests = []
    for party in problem.parties:
        for offering in problem.offerings:
            if offering.id in given[party.id] and offering.beds and len(offering.days) > 1:
                guests += [Guest(party, member, offering) for member in party.members]
    guests.sort(key=lambda g: (g.party.id, g.offering.id, g.member.id) not in (fixed or {}))
    placed: list[Guest] = []
    if not seat(problem, guests, placed, fixed or {}):
        return None
    return {(g.party.id, g.offering.id, g.member.id): (g.room, g.bed) for g in placed}


def seat(problem: Problem, guests: list[Guest], placed: list[Guest], fixed: Bedding) -> bool:
    if len(placed) == len(guests):
        return True
    guest = guests[len(placed)]
    key = (guest.party.id, guest.offering.id, guest.member.id)
    for room, bed in [fixed[key]] if key in fixed else beds_for(problem, guest, placed):
        placed.append(Guest(guest.party, guest.member, guest.offering, room, bed))
        if seat(problem, guests, placed, fixed):
            return True
        placed.pop()
    return False


def beds_for(problem: Problem, guest: Guest, placed: list[Guest]) -> Iterator[tuple[str, int]]:
    """Each room with its first free bed: beds of one room are alike."""
    venue = next(v for v in problem.venues if v.id == guest.offering.venue)
    wanted = locked_room(problem, guest)
    for room in venue.rooms:
        if wanted in (None, room.id) and guest.member.needs <= room.features:
            bed = free_bed(room, guest, placed)
            if bed is not None:
                yield room.id, bed


def locked_room(problem: Problem, guest: Guest) -> str | None:
    for lock in problem.locks:
        if lock.party == guest.party.id and lock.offering == guest.offering.id:
            return lock.rooms.get(guest.member.id)
    return None


def free_bed(room: Room, guest: Guest, placed: list[Guest]) -> int | None:
    taken = set()
    for other in placed:
        together = same_group(guest, other)
        if together and other.room != room.id:
            return None
        if other.offering.venue != guest.offering.venue or other.room != room.id:
            continue
        if not nights(other.offering) & nights(guest.offering):
            continue
        taken.add(other.bed)
        if other.offering.id != guest.offering.id:
            return None
        if not together and (other.member.sex != guest.member.sex or alone(other) or alone(guest)):
            return None
    free = [bed for bed in range(1, room.beds + 1) if bed not in taken]
    return free[0] if free else None


def nights(offering: Offering) -> set[int]:
    days = [offering.first.toordinal(), offering.last.toordinal()]
    return set(range(days[0], days[1]))


def same_group(one: Guest, other: Guest) -> bool:
    label = one.member.room_group
    same = (one.party.id, one.offering.id, label) == (
        other.party.id,
        other.offering.id,
        other.member.room_group,
    )
    return label is not None and same


def alone(guest: Guest) -> bool:
    label = guest.member.room_group
    group = [m for m in guest.party.members if m.room_group == label] if label is not None else [guest.member]
    return len({m.sex for m in group}) == 2 or any(m.private for m in group)


def bedding_of(placements: Mapping[tuple[str, str], Mapping[str, tuple[str, int]]]) -> Bedding:
    """{(party, offering): {member: (room, bed)}} as `name_beds` takes it."""
    return {(p, o, m): bed for (p, o), beds in placements.items() for m, bed in beds.items()}
