"""What can be said of an allocation without a solver: the bounds that hold whatever the capacities are.

They stand beside the values of ways of deciding that do not look for the best of all allocations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.scheduling.contract.law import objective_values
from app.scheduling.contract.problem import Objective, Party, Problem
from app.scheduling.contract.result import ObjectiveValue
from app.scheduling.ways.in_order import placements_of


def plainly_bounded(problem: Problem, values: Sequence[int]) -> tuple[ObjectiveValue, ...]:
    """The values, one for each objective, with these bounds."""
    named = zip(problem.objectives, values, plain_bounds(problem), strict=True)
    return tuple(ObjectiveValue(o.name, value, bound) for o, value, bound in named)


def plain_bounds(problem: Problem) -> tuple[int, ...]:
    """What no plan can beat: everybody is given as many choices as wanted, or just what locks name."""
    locked: dict[str, list[str]] = defaultdict(list)
    for lock in problem.locks:
        locked[lock.party] += [lock.offering] if lock.offering is not None else []
    held = [(party, offering) for party in sorted(locked) for offering in sorted(locked[party])]
    least = objective_values(problem, placements_of(problem, held))
    return tuple(
        sum(_most(objective, party, locked) for party in problem.parties) if objective.maximise else value
        for objective, value in zip(problem.objectives, least, strict=True)
    )


def _most(objective: Objective, party: Party, locked: dict[str, list[str]]) -> int:
    held = locked.get(party.id)
    places = min(party.wants, len(party.choices)) if held is None else len(held)
    return places * len(party.members) * objective.weight(party.tier)
