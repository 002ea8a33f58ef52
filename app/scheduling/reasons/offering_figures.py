"""Figures of every offering in a finished plan: who wants it, who is in it, the cut-off, what is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.scheduling.contract.law import Case, counted_values, share_counts
from app.scheduling.contract.problem import Offering, Problem
from app.scheduling.contract.result import Placement
from app.scheduling.lodging.free_beds import EMPTY, FreeBeds

WHOM = {"F": "women", "M": "men", EMPTY: "any"}


@dataclass(frozen=True, slots=True)
class Demand:
    """People who rank an offering first, and people who rank it at all."""

    first: int
    total: int


def demand_by_rank(problem: Problem) -> dict[str, list[int]]:
    """How many people rank each offering 1st, 2nd, …: as long as the longest list that names it."""
    found: dict[str, list[int]] = {offering.id: [] for offering in problem.offerings}
    for party in problem.parties:
        for place, choice in enumerate(party.choices):
            ranks = found[choice]
            ranks.extend([0] * (place + 1 - len(ranks)))
            ranks[place] += len(party.members)
    return found


def demand(problem: Problem) -> dict[str, Demand]:
    """How many people want each offering."""
    return {
        offering: Demand(ranks[0] if ranks else 0, sum(ranks))
        for offering, ranks in demand_by_rank(problem).items()
    }


def cut_offs(problem: Problem, placements: Iterable[Placement]) -> dict[str, tuple[int, int]]:
    """(tier, lottery) of the last party admitted to each offering that anyone is in."""
    parties = problem.parties_by_id()
    last: dict[str, tuple[int, int]] = {}
    for placement in placements:
        party = parties[placement.party]
        last[placement.offering] = max(last.get(placement.offering, (0, 0)), (party.tier, party.lottery))
    return last


def offering_figures(case: Case, free: FreeBeds) -> list[dict[str, Any]]:
    """One JSON object for each offering, in order of ids. `free` counts beds for the whole stay as it stands:

    rooms alike in beds left, features and whom they are open to, each with how many rooms that is.
    """
    wanted, last = demand_by_rank(case.problem), cut_offs(case.problem, case.placements)
    return [
        {
            "id": offering.id,
            "taken": case.people(offering.id),
            "seats": offering.seats,
            "free": _free(offering, free),
            "demand": wanted[offering.id],
            "cut_off": standing(last.get(offering.id)),
        }
        for offering in sorted(case.problem.offerings, key=lambda o: o.id)
    ]


def standing(place: tuple[int, int] | None) -> dict[str, int] | None:
    """(tier, lottery) as JSON."""
    return {"tier": place[0], "lottery": place[1]} if place else None


def _free(offering: Offering, free: FreeBeds) -> list[dict[str, Any]]:
    if not (offering.beds and offering.nights):
        return []
    found = free.spaces(offering)
    order = sorted(found, key=lambda space: (space.beds, sorted(space.features), space.sex))
    return [
        {
            "beds": space.beds,
            "features": sorted(space.features),
            "for": WHOM[space.sex],
            "rooms": found[space],
        }
        for space in order
    ]


def quota_figures(case: Case) -> list[dict[str, Any]]:
    """One JSON object for each count of people that a quota makes, with its limits, in order of ids.

    In an offering only those who are in it are counted; over the run also nobody is.
    """
    found: list[dict[str, Any]] = []
    for quota in sorted(case.problem.quotas, key=lambda q: q.id):
        values = counted_values(case.problem, quota)
        counts = {(value, ""): 0 for value in values} if quota.scope == "run" else {}
        for (value, place), people in share_counts(case, quota).items():
            if quota.value in (None, value):
                counts[value, place or ""] = people
        found += [
            {
                "id": quota.id,
                "value": value,
                "place": place or None,
                "count": people,
                "max": quota.maximum,
                "min": quota.minimum,
            }
            for (value, place), people in sorted(counts.items())
        ]
    return found
