"""Heats, from the problem to a checked plan: the same one in whatever order the problem was given."""

from __future__ import annotations

import math
import time

from app.scheduling.heats import draw, measures, who_judges
from app.scheduling.heats.check import check
from app.scheduling.heats.cpsat import EFFORT, Infeasible, Limits, NoPlan
from app.scheduling.heats.obstacles import obstacle
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.problem_file import read_problem, write_problem
from app.scheduling.heats.result import FEASIBLE, INFEASIBLE, OPTIMAL, Measure, Obstacle, Result
from app.scheduling.heats.where import seats
from app.scheduling.heats.who_when import RULES, WhoWhen
from app.scheduling.progress import EngineFault, NoPlanYet


def solve(problem: Problem, effort: float = EFFORT, seconds: float = math.inf) -> Result:
    """A plan that keeps every rule, or the first rule that none can keep.

    `effort` limits each step in CP-SAT's units of work; `seconds` is only a guard. Raises NoPlanYet when
    either ends the search before there is a plan, EngineFault when the plan does not pass the law.
    """
    ordered = read_problem(write_problem(problem))
    limits = Limits(effort, time.monotonic() + seconds)
    try:
        if (found := obstacle(ordered)) is not None:
            return Result(INFEASIBLE, obstacle=found)
        result = _plan(ordered, limits)
    except Infeasible:
        return Result(INFEASIBLE, obstacle=_first_kept_by_none(ordered, limits))
    except NoPlan:
        raise NoPlanYet from None
    if broken := check(ordered, result):
        raise EngineFault("; ".join(map(str, broken[:3])))
    return result


def _plan(problem: Problem, limits: Limits) -> Result:
    slots, first = WhoWhen(problem, limits).solve()
    placed, last = seats(problem, slots, limits)
    drawn = draw.deal(problem, draw.numbers_of(problem), placed)
    watched = who_judges.duties(problem, drawn, limits)
    values = measures.values(problem, drawn, watched)
    bounds = {measure.name: measure.bound for measure in (*first, *last)}
    found = tuple(Measure(name, value, min(value, bounds[name])) for name, value in values.items())
    proven = all(measure.value == measure.bound for measure in found)
    seated = sorted(drawn, key=lambda seat: (seat.event, problem.slot[seat.slot].published, seat.station))
    return Result(OPTIMAL if proven else FEASIBLE, tuple(seated), tuple(watched), found)


def _first_kept_by_none(problem: Problem, limits: Limits) -> Obstacle:
    """The first rule that cannot be kept beside those before it; the event, where one alone shows it."""
    for number, rule in enumerate(RULES):
        kept = RULES[: number + 1]
        if _holds(problem, limits, kept):
            continue
        for event in problem.events:
            if not _holds(problem, limits, kept, event.id):
                return Obstacle(rule, {"event": event.id})
        return Obstacle(rule)
    raise EngineFault("no rule by itself forbids a plan, yet there is none")


def _holds(problem: Problem, limits: Limits, rules: tuple[str, ...], event: str | None = None) -> bool:
    try:
        WhoWhen(problem, limits, rules, event).feasible()
    except Infeasible:
        return False
    return True
