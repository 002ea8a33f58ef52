"""Why a party has no place: read from the finished plan, never from the solver.

For each choice, the first rule that forbids adding the party now, nobody else being moved. Where a place was
wanted by more people than there are, the cut-off and the party's own tier and lot stand beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.scheduling.free_beds import FreeBeds, Part, fits, parts_of
from app.scheduling.law import Case, counted_values, share_counts
from app.scheduling.problem import Offering, Party, Problem, Quota
from app.scheduling.result import Placement, Reason, Unplaced
from app.scheduling.sleeping import MIXED, companies

Detail = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Demand:
    """People who rank an offering first, and people who rank it at all."""

    first: int
    total: int


def demand(problem: Problem) -> dict[str, Demand]:
    """How many people want each offering."""
    first: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for party in problem.parties:
        for rank, choice in enumerate(party.choices, 1):
            total[choice] += len(party.members)
            first[choice] += len(party.members) if rank == 1 else 0
    return {offering.id: Demand(first[offering.id], total[offering.id]) for offering in problem.offerings}


def cut_offs(problem: Problem, placements: Iterable[Placement]) -> dict[str, tuple[int, int]]:
    """(tier, lottery) of the last party admitted to each offering that anyone is in."""
    parties = problem.parties_by_id()
    last: dict[str, tuple[int, int]] = {}
    for placement in placements:
        party = parties[placement.party]
        last[placement.offering] = max(last.get(placement.offering, (0, 0)), (party.tier, party.lottery))
    return last


def explain(
    problem: Problem, placements: Iterable[Placement], cancelled: Iterable[str]
) -> tuple[Unplaced, ...]:
    """Each party without a place, with one reason for each of its choices, in their order."""
    explainer = Explainer(problem, placements, cancelled)
    placed = explainer.case.by_party
    return tuple(
        Unplaced(party.id, tuple(explainer.reason(party, choice) for choice in party.choices))
        for party in problem.parties
        if party.id not in placed
    )


class Explainer:
    """Answers why a party is not in an offering of a finished plan."""

    def __init__(self, problem: Problem, placements: Iterable[Placement], cancelled: Iterable[str]) -> None:
        self.case = Case(problem, placements)
        self._cancelled = frozenset(cancelled)
        self._cut_offs = cut_offs(problem, self.case.placements)
        self._demand = demand(problem)
        self._free = FreeBeds(self.case)
        self._people = {offering: self.case.people(offering) for offering in self.case.by_offering}
        self._counts = {quota.id: share_counts(self.case, quota) for quota in problem.quotas}
        self._counted = {q.id: counted_values(problem, q) for q in problem.quotas if q.minimum}
        self._housing: dict[tuple[str, tuple[Part, ...]], Detail | None] = {}

    def reason(self, party: Party, choice: str) -> Reason:
        """The first rule that forbids adding the party to the offering now; else it is outranked."""
        offering = self.case.offerings[choice]
        for name, rule in (
            ("locked", self._locked),
            ("cancelled", self._is_cancelled),
            ("clash", self._clash),
        ):
            detail = rule(party, offering)
            if detail is not None:
                return Reason(choice, name, detail)
        for name, rule in (("seats", self._seats), ("quota", self._quota), ("no_bed", self._no_bed)):
            detail = rule(party, offering)
            if detail is not None:
                return Reason(choice, name, {**detail, **self._standing(party, offering)})
        return Reason(choice, "outranked", self._standing(party, offering))

    def _standing(self, party: Party, offering: Offering) -> Detail:
        cut_off = self._cut_offs.get(offering.id)
        last = {"tier": cut_off[0], "lottery": cut_off[1]} if cut_off else None
        return {"cut_off": last, "tier": party.tier, "lottery": party.lottery}

    def _locked(self, party: Party, offering: Offering) -> Detail | None:
        locked = self.case.locked_to(party.id)
        if party.id not in self.case.locks or offering.id in locked:
            return None
        return {"locked_to": sorted(locked)}

    def _is_cancelled(self, party: Party, offering: Offering) -> Detail | None:
        """Too few even with this party; one that is enough by itself is told what else stands in the way."""
        alone = offering.id not in self._people and len(party.members) < offering.minimum
        if not alone and (offering.id not in self._cancelled or offering.minimum):
            return None
        return {"minimum": offering.minimum, "asked": self._demand[offering.id].total}

    def _clash(self, party: Party, offering: Offering) -> Detail | None:
        for placement in self.case.by_party.get(party.id, ()):
            other = self.case.offerings[placement.offering]
            if other.first <= offering.last and offering.first <= other.last:
                return {"offering": other.id}
        return None

    def _seats(self, party: Party, offering: Offering) -> Detail | None:
        taken, people = self._people.get(offering.id, 0), len(party.members)
        if offering.seats is None or taken + people <= offering.seats:
            return None
        return {"seats": offering.seats, "taken": taken, "people": people}

    def _quota(self, party: Party, offering: Offering) -> Detail | None:
        for quota in self.case.problem.quotas:
            detail = self._over(quota, party, offering) or self._under(quota, party, offering)
            if detail is not None:
                return detail
        return None

    def _counts_for(self, quota: Quota, party: Party) -> int:
        value = party.groups.get(quota.group)
        counted = value is not None and quota.value in (None, value)
        return len(party.members) if counted else 0

    def _over(self, quota: Quota, party: Party, offering: Offering) -> Detail | None:
        """The party would make more than the quota's most."""
        people = self._counts_for(quota, party)
        if quota.maximum is None or not people:
            return None
        value = party.groups[quota.group]
        place = offering.id if quota.scope == "offering" else None
        taken = self._counts[quota.id].get((value, place), 0)
        if taken + people <= quota.maximum:
            return None
        return {**_named(quota, value), "max": quota.maximum, "taken": taken, "people": people}

    def _under(self, quota: Quota, party: Party, offering: Offering) -> Detail | None:
        """The party would be alone in the offering, where a quota asks for more of somebody."""
        if quota.scope != "offering" or not quota.minimum or offering.id in self._people:
            return None
        for value in self._counted[quota.id]:
            people = len(party.members) if party.groups.get(quota.group) == value else 0
            if people < quota.minimum:
                return {**_named(quota, value), "min": quota.minimum, "taken": 0, "people": people}
        return None

    def _no_bed(self, party: Party, offering: Offering) -> Detail | None:
        if not offering.beds or not offering.nights:
            return None
        key = (offering.id, parts_of(companies(party)))
        if key not in self._housing:
            self._housing[key] = self._unhoused(offering, key[1])
        return self._housing[key]

    def _unhoused(self, offering: Offering, parts: tuple[Part, ...]) -> Detail | None:
        """What finds no room: the first part that finds none by itself, or the parts all together."""
        spaces = self._free.spaces(offering)
        if fits(spaces, parts):
            return None
        short = next(((part,) for part in parts if not fits(spaces, (part,))), parts)
        night = self._free.short_night(offering, short)
        return {
            "beds": sum(part.beds for part in short),
            "sex": short[0].sex if len({part.sex for part in short}) == 1 else MIXED,
            "private": any(part.alone for part in short),
            "needs": sorted(frozenset().union(*(part.needs for part in short))),
            "together": len(short) > 1,
            "night": dt.date.fromordinal(night).isoformat() if night is not None else None,
            "free_beds": sum(space.beds * count for space, count in spaces.items()),
        }


def _named(quota: Quota, value: str) -> Mapping[str, Any]:
    return {"quota": quota.id, "group": quota.group, "value": value, "scope": quota.scope}
