"""From a plan in counts to the result that is handed out: beds, ranks, reasons. No solver here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.scheduling.collector import undisturbed
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import ObjectiveValue, Placement, Result, Unplaced
from app.scheduling.formulation.plan import Plan
from app.scheduling.lodging.keep_rooms import with_earlier_rooms
from app.scheduling.lodging.seating import Beds, beds_of
from app.scheduling.reasons.explain import explain


@undisturbed()
def finished(
    problem: Problem,
    plan: Plan,
    objectives: tuple[ObjectiveValue, ...],
    seed: int,
    problem_sha256: str,
    seconds: float = 0.0,
    earlier: Iterable[Placement] = (),
) -> Result:
    """The whole result of a plan; optimal when every value equals its bound.

    Who has the same place as in `earlier` keeps room and bed there, as far as that can be.
    """
    before = tuple(earlier)
    placements = _placements(problem, plan, {(p.party, p.offering): p.beds for p in before})
    if before:
        placements = with_earlier_rooms(problem, placements, before)
    cancelled = _cancelled(problem, plan)
    status = "optimal" if all(o.value == o.bound for o in objectives) else "feasible"
    return Result(
        problem_sha256,
        seed,
        seconds,
        status,
        objectives,
        placements,
        explain(problem, placements, cancelled, plan),
        cancelled,
    )


def infeasible(
    problem: Problem, conflict: Sequence[Mapping[str, Any]], seed: int, seconds: float, problem_sha256: str
) -> Result:
    """Nobody is placed; `conflict` names what cannot hold together."""
    unplaced = tuple(Unplaced(p, ()) for p in sorted(p.id for p in problem.parties))
    cancelled = tuple(sorted(o.id for o in problem.offerings if o.minimum))
    return Result(problem_sha256, seed, seconds, "infeasible", (), (), unplaced, cancelled, tuple(conflict))


def _placements(problem: Problem, plan: Plan, earlier: Beds) -> tuple[Placement, ...]:
    parties, beds = problem.parties_by_id(), beds_of(problem, plan, earlier)
    found = []
    for pid, oid in sorted(plan.given):
        choices = parties[pid].choices
        rank = choices.index(oid) + 1 if oid in choices else None
        found.append(Placement(pid, oid, rank, dict(sorted(beds.get((pid, oid), {}).items()))))
    return tuple(found)


def _cancelled(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Offerings that ask for people and have none."""
    running = {oid for _, oid in plan.given}
    return tuple(sorted(o.id for o in problem.offerings if o.minimum and o.id not in running))
