"""What the rules are checked against: a problem and a result, looked up by id, without any solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.scheduling.contract.problem import Lock, Offering, Party, Problem, Quota, Venue
from app.scheduling.contract.result import Placement, Result


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: the rule's identifier, where, and what is wrong there."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return " ".join(f"{self.rule}: {self.where}: {self.what}".split())


class Case:
    """A problem with placements of its own parties in its own offerings, each once."""

    def __init__(self, problem: Problem, placements: Iterable[Placement]) -> None:
        self.problem = problem
        self.offerings: Mapping[str, Offering] = problem.offerings_by_id()
        self.parties: Mapping[str, Party] = problem.parties_by_id()
        self.venues: Mapping[str, Venue] = problem.venues_by_id()
        self.locks: dict[str, list[Lock]] = {}
        for lock in problem.locks:
            self.locks.setdefault(lock.party, []).append(lock)
        self.placements = self._usable(placements)
        self.by_party: dict[str, list[Placement]] = {}
        self.by_offering: dict[str, list[Placement]] = {}
        for placement in self.placements:
            self.by_party.setdefault(placement.party, []).append(placement)
            self.by_offering.setdefault(placement.offering, []).append(placement)

    def _usable(self, placements: Iterable[Placement]) -> tuple[Placement, ...]:
        known = {(p.party, p.offering): p for p in placements if self.knows(p)}
        return tuple(known.values())

    def knows(self, placement: Placement) -> bool:
        """Whether the placement is of this problem."""
        return placement.party in self.parties and placement.offering in self.offerings

    def size(self, placement: Placement) -> int:
        """How many people the placement places."""
        return len(self.parties[placement.party].members)

    def people(self, offering: str) -> int:
        """How many people are in the offering."""
        return sum(self.size(placement) for placement in self.by_offering.get(offering, ()))

    def locked_to(self, party: str) -> set[str]:
        """Offerings that the party is locked to; empty also for a party without locks."""
        return {lock.offering for lock in self.locks.get(party, ()) if lock.offering is not None}


@dataclass(frozen=True, slots=True)
class Share:
    """How many people a quota counts in one place: `offering` None is the whole run."""

    quota: Quota
    value: str
    offering: str | None
    people: int

    @property
    def where(self) -> str:
        """The quota and what of it is counted, for people."""
        place = f", offering {self.offering}" if self.offering is not None else ""
        return f"quota {self.quota.id}, {self.quota.group} {self.value}{place}"


def counted_values(problem: Problem, quota: Quota) -> list[str]:
    """The values that a quota counts: its own, or each that occurs among the parties."""
    if quota.value is not None:
        return [quota.value]
    return sorted({party.groups[quota.group] for party in problem.parties if quota.group in party.groups})


def shares(case: Case) -> Iterator[Share]:
    """Every count that some quota limits; scope offering: in each offering that anyone is in."""
    for quota in case.problem.quotas:
        places = sorted(case.by_offering) if quota.scope == "offering" else [None]
        counts = share_counts(case, quota)
        for value in counted_values(case.problem, quota):
            for place in places:
                yield Share(quota, value, place, counts.get((value, place), 0))


def share_counts(case: Case, quota: Quota) -> dict[tuple[str, str | None], int]:
    """People placed by (value, offering), or by (value, None) for scope run."""
    counts: dict[tuple[str, str | None], int] = {}
    for placement in case.placements:
        value = case.parties[placement.party].groups.get(quota.group)
        if value is not None:
            place = placement.offering if quota.scope == "offering" else None
            counts[value, place] = counts.get((value, place), 0) + case.size(placement)
    return counts


def objective_values(problem: Problem, placements: Iterable[Placement]) -> tuple[int, ...]:
    """The value of each of the problem's objectives, in order, recomputed from the placements."""
    parties = problem.parties_by_id()
    totals = [0] * len(problem.objectives)
    for placement in placements:
        party = parties[placement.party]
        people, steps = len(party.members), (placement.rank or 1) - 1
        for index, objective in enumerate(problem.objectives):
            if objective.name == "people_placed":
                totals[index] += people * objective.weight(party.tier)
            else:
                totals[index] += people * steps**2 if objective.name == "rank_cost" else party.lottery
    return tuple(totals)


@dataclass(frozen=True, slots=True)
class Claims:
    """A result with the case it makes and the digest of the problem file, if known."""

    case: Case
    result: Result
    problem_sha256: str | None = None
