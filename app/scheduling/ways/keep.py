"""Staying put: an earlier allocation beside a problem that has changed a little since.

What of it still exists is the plan to begin with, and after the problem's own objectives comes one more:
as few people moved as possible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from app.scheduling.contract.problem import Lock, Offering, Party, Problem
from app.scheduling.contract.result import Bed, Placement

Given = Iterable[tuple[str, str]]  # (party, offering)


class Placeable(Protocol):
    """A party in an offering."""

    @property
    def party(self) -> Party: ...
    @property
    def offering(self) -> Offering: ...
    @property
    def size(self) -> int: ...


def still_there(problem: Problem, earlier: Iterable[Placement]) -> tuple[Placement, ...]:
    """The earlier placements that the problem still knows, each once, by party and offering.

    Its party is there and not locked otherwise, its offering is there and chosen by the party, or locked.
    Beds are kept where all members and their rooms are there as they were.
    """
    parties, venues = problem.parties_by_id(), problem.venues_by_id()
    offerings = problem.offerings_by_id()
    rooms = {v.id: {r.id: r.beds for r in v.rooms} for v in problem.venues}
    locks: dict[str, set[str | None]] = {}
    for lock in problem.locks:
        locks.setdefault(lock.party, set()).add(lock.offering)
    found = {}
    for placement in earlier:
        party, offering = parties.get(placement.party), offerings.get(placement.offering)
        if party is None or offering is None or offering.venue not in venues:
            continue
        if offering.id in locks.get(party.id, party.choices):
            beds = placement.beds if _fits(party, placement.beds, rooms[offering.venue]) else {}
            found[party.id, offering.id] = replace(placement, beds=beds)
    return tuple(found[key] for key in sorted(found))


def _fits(party: Party, beds: Mapping[str, Bed], rooms: Mapping[str, int]) -> bool:
    same = {member.id for member in party.members} == beds.keys()
    return same and all(1 <= bed.bed <= rooms.get(bed.room, 0) for bed in beds.values())


def stay_costs(pairs: Sequence[Placeable], earlier: Given) -> list[int]:
    """For each pair, what giving it adds to "people moved": a party that keeps its place saves its people.

    So people moved = people who had a place, less those who keep it: whoever is elsewhere or nowhere counts,
    once for each place lost; a further place beside the one kept (`wants` 2) does not.
    """
    had = set(earlier)
    return [-pair.size if (pair.party.id, pair.offering.id) in had else 0 for pair in pairs]


def people_moved(problem: Problem, earlier: Iterable[Placement], given: Given) -> int:
    """People who had a place and have it no more, once for each place; whoever left or withdrew is not asked.

    A party has withdrawn when it is not in the problem or is locked to nothing.
    """
    parties, now = problem.parties_by_id(), set(given)
    withdrawn = {lock.party for lock in problem.locks if lock.offering is None}
    had = {(p.party, p.offering) for p in earlier if p.party in parties and p.party not in withdrawn}
    return sum(len(parties[party].members) for party, _ in had - now)


def frozen(problem: Problem, earlier: Iterable[Placement]) -> Problem:
    """The problem in which whoever still has a place is locked to it: exactly that, and nothing beside it.

    But nobody is held in an offering that cannot reach its least number any more.
    """
    locked = {lock.party for lock in problem.locks}
    stay = [p for p in still_there(problem, earlier) if p.party not in locked]
    while short := _short(problem, {(p.party, p.offering) for p in stay}, locked):
        stay = [p for p in stay if p.offering not in short]
    more = tuple(Lock(p.party, p.offering) for p in stay)
    return replace(problem, locks=(*problem.locks, *more))


def _short(problem: Problem, stay: set[tuple[str, str]], locked: set[str]) -> set[str]:
    """Offerings in which somebody stays, but too few even with all who may still come."""
    staying = {party for party, _ in stay}
    coming = {(lock.party, lock.offering) for lock in problem.locks if lock.offering is not None} | stay
    for party in problem.parties:
        if party.id not in staying and party.id not in locked:
            coming.update((party.id, choice) for choice in party.choices)
    parties, people = problem.parties_by_id(), Counter[str | None]()
    for party_id, offering in coming:
        people[offering] += len(parties[party_id].members)
    running = {offering for _, offering in stay}
    return {o.id for o in problem.offerings if o.id in running and people[o.id] < o.minimum}
