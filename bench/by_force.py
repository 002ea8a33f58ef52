"""A party put by force where it would rather be: which rules break? Nothing is taken from the explanation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np

from app.scheduling.contract.law import counted_values, objective_values
from app.scheduling.contract.problem import Lock, Offering, Party, Problem
from app.scheduling.contract.result import Placement, Reason, Result
from app.scheduling.formulation.assign import formulate
from app.scheduling.solving.clusters import chains_of
from app.scheduling.solving.highs import INFEASIBLE, OPTIMAL, Highs

Given = dict[str, list[str]]  # party → offerings


class ByForce:
    """Judges reasons against one finished plan."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self._problem = problem
        self._offerings, self._parties = problem.offerings_by_id(), problem.parties_by_id()
        self._given: Given = defaultdict(list)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for placement in result.placements:
            self._given[placement.party].append(placement.offering)
            self._inside[placement.offering].append(placement.party)
        self._chains: dict[str, list[Offering]] = {}
        stays = [o for o in problem.offerings if o.beds and o.nights]
        for venue in problem.venues:
            here = [o for o in stays if o.venue == venue.id]
            for places in chains_of(here, range(len(here))):
                self._chains.update({here[p].id: [here[q] for q in places] for p in places})

    def fault(self, party: Party, reason: Reason) -> str | None:
        """What is not true of the reason; None when all of it is."""
        offering = self._offerings[str(reason.offering)]
        after = self._after(party, offering)
        detail = reason.detail
        if reason.reason == "locked":
            return _unless(self._breaks_lock(party, offering), "no lock forbids it")
        if reason.reason == "clash":
            other = self._offerings[detail["offering"]]
            kept = other.id in after and bool(set(other.days) & set(offering.days))
            return _unless(kept, "they share no day, or it is given up")
        inside = self._people(offering.id, party, after)
        if reason.reason == "cancelled":
            return _unless(inside < offering.minimum, f"{inside} people would be enough")
        if (detail["tier"], detail["lottery"]) != (party.tier, party.lottery):
            return "another standing"
        if detail["cut_off"] != self._cut_off(offering.id):
            return f"the cut-off is {self._cut_off(offering.id)}"
        if reason.reason == "seats":
            return _unless(
                offering.seats is not None and inside > offering.seats, f"{inside} would have seats"
            )
        if reason.reason == "quota":
            broken = self._broken_quotas(party, offering, after)
            return _unless((detail["quota"], detail["value"]) in broken, f"breaks {sorted(broken)}")
        if reason.reason == "no_bed":
            return self._bed_fault(party, offering, after, detail)
        return self._outranked_fault(party, offering, after, detail)

    def _after(self, party: Party, offering: Offering) -> list[str]:
        """What the party would have: one lower place given up, if it clashes or if it may have no more."""
        given, choices = self._given[party.id], party.choices
        lower = [o for o in given if o not in choices or choices.index(o) > choices.index(offering.id)]
        clashing = [o for o in lower if set(self._offerings[o].days) & set(offering.days)]
        leaves: list[str] = clashing if len(clashing) == 1 else []
        if not clashing and len(given) >= party.wants:
            leaves = sorted(lower, key=lambda o: choices.index(o) if o in choices else len(choices))[-1:]
        return [*(o for o in given if o not in leaves), offering.id]

    def _breaks_lock(self, party: Party, offering: Offering) -> bool:
        locks = [lock.offering for lock in self._problem.locks if lock.party == party.id]
        return bool(locks) and offering.id not in locks

    def _people(
        self, offering: str, party: Party, after: list[str], value: tuple[str, str] | None = None
    ) -> int:
        """People in the offering once the party is where it is put; of one group value, if that is given."""
        inside = [p for p in self._inside[offering] if p != party.id] + [party.id] * (offering in after)
        members = (self._parties[p] for p in inside)
        return sum(len(p.members) for p in members if value is None or p.groups.get(value[0]) == value[1])

    def _cut_off(self, offering: str) -> dict[str, int] | None:
        inside = [(p.tier, p.lottery) for p in map(self._parties.__getitem__, self._inside[offering])]
        return {"tier": max(inside)[0], "lottery": max(inside)[1]} if inside else None

    def _broken_quotas(self, party: Party, offering: Offering, after: list[str]) -> set[tuple[str, str]]:
        """(quota, value) of every share that would be off its limits where the party comes or goes."""
        touched = [offering.id, *(o for o in self._given[party.id] if o not in after)]
        broken = set()
        for quota in self._problem.quotas:
            places = touched if quota.scope == "offering" else sorted({*self._inside, offering.id})
            own = party.groups.get(quota.group)
            for value in {own, *(counted_values(self._problem, quota) if quota.minimum else ())} - {None}:
                if quota.value not in (None, value):
                    continue
                named = (quota.group, str(value))
                running = [o for o in places if self._people(o, party, after)]
                counts = [self._people(o, party, after, named) for o in running]
                for count in counts if quota.scope == "offering" else [sum(counts)]:
                    if count < quota.minimum or (quota.maximum is not None and count > quota.maximum):
                        broken.add((quota.id, str(value)))
        return broken

    def _bed_fault(self, party: Party, offering: Offering, after: list[str], detail: Any) -> str | None:
        if self._housed(party, after, self._chains[offering.id]):
            return "there is room once rooms are rearranged"
        if detail["night"] is not None:
            night = dt.date.fromisoformat(detail["night"]).toordinal()
            present = [stay for stay in self._chains[offering.id] if night in stay.nights]
            return _unless(not self._housed(party, after, present), f"{detail['night']} by itself has room")
        return None

    def _outranked_fault(self, party: Party, offering: Offering, after: list[str], detail: Any) -> str | None:
        left = [o for o in self._given[party.id] if o not in after]
        if detail["costs"]:
            stay = sorted(p for p in self._inside[left[0]] if p != party.id)
            few = self._people(left[0], party, after) < self._offerings[left[0]].minimum
            return _unless(few and stay == detail["costs"], "those whom it names would keep their place")
        was, would = (
            objective_values(self._problem, self._own(party, o)) for o in (self._given[party.id], after)
        )
        signs = [-1 if o.maximise else 1 for o in self._problem.objectives]
        change = [sign * (new - old) for sign, new, old in zip(signs, would, was, strict=True)]
        return _unless(change >= [0] * len(change), "the objectives would be better, and nobody worse off")

    def _own(self, party: Party, offerings: list[str]) -> list[Placement]:
        return [
            Placement(party.id, o, party.choices.index(o) + 1 if o in party.choices else None)
            for o in offerings
        ]

    def _housed(self, party: Party, after: list[str], stays: list[Offering]) -> bool:
        """Whether everybody in these stays has a bed, the party put in; rooms that locks name are kept."""
        names = {stay.id for stay in stays}
        given: Given = defaultdict(list)
        for stay in stays:
            for other in self._inside[stay.id]:
                if other != party.id:
                    given[other].append(stay.id)
        given[party.id] = [o for o in after if o in names]
        rooms = {(lock.party, lock.offering): lock.rooms for lock in self._problem.locks}
        pairs = [(p, o) for p, offerings in given.items() for o in offerings]
        town = replace(
            self._problem,
            offerings=tuple(replace(stay, seats=None, minimum=0) for stay in stays),
            parties=tuple(
                replace(self._parties[p], choices=tuple(o), wants=max(1, len(o))) for p, o in given.items()
            ),
            quotas=(),
            locks=tuple(Lock(p, o, rooms.get((p, o), {})) for p, o in pairs),
        )
        matrix = formulate(town)[0].matrix
        if (matrix.lower > matrix.upper).any():
            return False
        status = Highs(matrix, np.zeros(len(matrix.lower)), seed=1).solve(60.0, lambda: False).status
        if status not in (OPTIMAL, INFEASIBLE):
            raise TimeoutError(f"no answer for {party.id}")
        return status == OPTIMAL


def _unless(true: bool, fault: str) -> str | None:
    return None if true else fault
