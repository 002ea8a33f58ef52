"""The engine's one call: a problem in, a checked allocation out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import ObjectiveValue, Placement, Result
from app.scheduling.contradiction.conflict import conflict
from app.scheduling.contradiction.conflict_words import told
from app.scheduling.finish import finished, infeasible
from app.scheduling.formulation.assign import Model, formulate
from app.scheduling.formulation.matrix import Ints, Matrix
from app.scheduling.formulation.outcome import plan_of
from app.scheduling.formulation.plan import Plan
from app.scheduling.formulation.plan_point import point_of
from app.scheduling.progress import (
    CannotFreeze,
    CannotServe,
    NoPlanYet,
    Options,
    Progress,
    finishing_time,
    time_limit,
)
from app.scheduling.solving.flow import seats_of, solve_flow
from app.scheduling.solving.plain_bounds import plainly_bounded
from app.scheduling.solving.polish import polished_unless_proven
from app.scheduling.solving.search import Search
from app.scheduling.solving.stages import Infeasible, solve_stages
from app.scheduling.solving.watch import Watch
from app.scheduling.ways.guarantee import guaranteed, short_lists_settled
from app.scheduling.ways.in_order import in_order_plan
from app.scheduling.ways.keep import frozen, people_moved, still_there
from app.scheduling.ways.keep_start import Start

__all__ = ["Ending", "NoPlanYet", "Options", "Progress", "complete", "search", "solve"]


PLAIN_COLUMNS = 3000
FINISH_BY_FORMULATION = 3.0  # how much longer finishing takes than formulating
FEW = 0.2  # of the pairs left open, when the others are locked


@dataclass(frozen=True, slots=True)
class Ending:
    """How a search ended: with a plan and what is proven of it, or (no plan) with a contradiction.

    `cut_off`: the clock or a stop ended some of the work, so that the plan need not be the same next time.
    `moved` counts the people who had a place in the allocation to be kept and lost it; None without one.
    `within` is the same as `objectives`, with bounds that hold for allocations under the rule of the method.
    """

    seconds: float
    plan: Plan | None
    objectives: tuple[ObjectiveValue, ...] = ()
    conflict: tuple[Mapping[str, Any], ...] = ()
    moved: int | None = None
    cut_off: bool = False
    within: tuple[ObjectiveValue, ...] = ()


def solve(
    problem: Problem,
    options: Options,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    problem_sha256: str = "",
) -> Result:
    """The best allocation within the time limit, with a proven bound for each objective.

    `on_progress` hears of every improvement and otherwise once a second; when `should_stop` says True, the
    best plan so far is the answer. Raises NoPlanYet when there is none.
    """
    ending = search(problem, options, on_progress, should_stop)
    return complete(problem, ending, options, problem_sha256)


def search(
    problem: Problem,
    options: Options,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_searched: Callable[[], None] | None = None,
) -> Ending:
    """Decide who goes where, in counts; see `solve`. `on_searched` hears that only finishing is left."""
    began = time.monotonic()
    limit = time_limit(problem, options)
    keep = still_there(problem, options.keep)
    asked = frozen(problem, keep) if options.freeze else problem
    try:
        served = None if options.method == "optimiser" else in_order_plan(asked)
    except CannotServe as error:
        return _contradiction(problem, options, error, should_stop)
    if served is not None and options.method == "in_order":
        return _served(problem, options, began, served, on_progress)
    model, free, took = _formulated(asked, options, keep, served)
    # finishing is work of the same sort as formulating: on a slow machine both are
    until = began + limit - finishing_time(problem, limit, FINISH_BY_FORMULATION * took)
    watch = Watch(model, began, until, on_progress, should_stop)
    watch.had = people_moved(problem, options.keep, ()) if options.keep else None
    _begin(watch, Start(model).point(keep) if keep else None)
    _begin(watch, point_of(model, served) if served is not None else None)
    try:
        decide(model, watch, options)
    except Infeasible:
        found = tuple(conflict(model, free, options.seed, watch.left, _early(on_progress, options, began)))
        if options.freeze:
            raise CannotFreeze(_in_words(problem, found)) from None
        return Ending(time.monotonic() - began, None, conflict=found)
    if watch.best is None:
        raise NoPlanYet
    watch.tell()
    (on_searched or _nobody)()
    best = plan_of(model, watch.best)
    polished = polished_unless_proven(model.problem, best, watch.objective_values())
    ending = _ended(problem, options, began, *polished)
    return replace(ending, cut_off=watch.cut_off and not watch.all_proven())


def _nobody() -> None:
    """Nobody wants to hear."""


def _served(
    problem: Problem,
    options: Options,
    began: float,
    served: Plan,
    on_progress: Callable[[Progress], None] | None,
) -> Ending:
    """Everybody served in order: nothing is left to search."""
    ending = _ended(problem, options, began, served, plainly_bounded(problem, served.values))
    if on_progress is not None:
        bounds = tuple(int(o.bound) for o in ending.objectives)
        on_progress(Progress(ending.seconds, 0, served.values, bounds, served))
    return ending


def _early(
    on_progress: Callable[[Progress], None] | None, options: Options, began: float
) -> Callable[[Sequence[Mapping[str, Any]]], None]:
    """Tells that there is no plan as soon as that is known: what to change for one can take longer."""

    def tell(parts: Sequence[Mapping[str, Any]]) -> None:
        if on_progress is not None and not options.freeze:
            on_progress(Progress(time.monotonic() - began, 0, (), (), conflict=tuple(parts)))

    return tell


def _formulated(
    asked: Problem, options: Options, keep: Sequence[Placement], served: Plan | None
) -> tuple[Model, Matrix, float]:
    """The model under the rule of the method, the system without any claim applied, seconds taken."""
    began = time.monotonic()
    first_only = options.method == "first_choice"
    if served is not None and first_only:
        asked = short_lists_settled(asked, served)
    model, free = formulate(asked, [(p.party, p.offering) for p in keep])
    if served is not None:
        model = guaranteed(model, served, first_only)
    return model, free, time.monotonic() - began


def _ended(
    problem: Problem, options: Options, began: float, plan: Plan, within: tuple[ObjectiveValue, ...]
) -> Ending:
    """What is proven under the rule of a method is not proven of all allocations: both are told apart."""
    moved = people_moved(problem, options.keep, plan.given) if options.keep else None
    plain = options.method == "optimiser"
    objectives = within if plain else plainly_bounded(problem, [o.value for o in within])
    return Ending(time.monotonic() - began, plan, objectives, moved=moved, within=within)


def _begin(watch: Watch, point: Ints | None) -> None:
    if point is not None:
        watch.offer(point)


def _contradiction(
    problem: Problem, options: Options, error: CannotServe, should_stop: Callable[[], bool] | None
) -> Ending:
    """What cannot hold together, whoever is served first; raises the error again when all can hold."""
    plans: list[Progress] = []
    ending = search(
        problem,
        replace(options, method="optimiser"),
        plans.append,
        lambda: bool(plans) or (should_stop is not None and should_stop()),
    )
    if ending.plan is not None:
        raise error
    return ending


def _in_words(problem: Problem, found: Sequence[Mapping[str, Any]]) -> str:
    """The problem's own parts of a conflict, and how many of those who were to stay."""
    own = {(lock.party, lock.offering) for lock in problem.locks}
    staying = [p for p in found if p["kind"] == "lock" and (p["party"], p["offering"]) not in own]
    parts = [told(part) for part in found if part not in staying]
    return "; ".join([*parts, f"parties that were to stay: {len(staying)}"])


def decide(model: Model, watch: Watch, options: Options) -> None:
    """Plain seats as a flow, small problems the plain way, large ones by relaxation and neighbourhoods."""
    if (model.matrix.lower > model.matrix.upper).any():
        raise Infeasible
    seats = seats_of(model)
    if seats is not None and solve_flow(model, seats, watch):
        return
    if _open(model) <= PLAIN_COLUMNS:
        solve_stages(model, watch, options.seed)
    else:
        Search(model, watch, options.seed, options.steps).run()


def _open(model: Model) -> int:
    """How many columns leave a choice: with nearly all pairs held, those that count beds hardly do."""
    pairs, m = len(model.pairs), model.matrix
    undecided = int((m.lower[:pairs] < m.upper[:pairs]).sum())
    return undecided if undecided < pairs * FEW else len(m.lower)


def complete(problem: Problem, ending: Ending, options: Options, problem_sha256: str) -> Result:
    """Name rooms, seat people and explain: the result to hand out."""
    began, seed = time.monotonic() - ending.seconds, options.seed
    if ending.plan is None:
        return infeasible(problem, ending.conflict, seed, round(ending.seconds, 2), problem_sha256)
    earlier = still_there(problem, options.keep)
    result = finished(problem, ending.plan, ending.objectives, seed, problem_sha256, earlier=earlier)
    return replace(result, seconds=round(time.monotonic() - began, 2))
