"""What a run is asked, what it tells on the way, and how it ends without a plan. Imports no solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Placement
from app.scheduling.formulation.plan import Plan


class NoPlanYet(Exception):
    """The run was cut off before any allocation that keeps every rule was found."""


class CannotFreeze(Exception):
    """Nobody was to move, and that cannot be; the message names what contradicts it."""


class CannotServe(Exception):
    """Serving in order does not keep every rule; the message names the first that it misses."""


class EngineFault(Exception):
    """The engine itself failed; the message says how."""


# how places are decided: best for all together; choices served in order of tier and lottery number; the best
# for all in which nobody is worse off than if served in order; or the best for all in which the first choices
# that serving in order gives are kept, and short lists get what it gives them
METHODS = ("optimiser", "in_order", "guarantee", "first_choice")


@dataclass(frozen=True, slots=True)
class Options:
    """`time_limit` in seconds; None: enough for the size of the problem.

    `workers` is the most cores that may be used. `method` is one of METHODS. `steps` is how many
    neighbourhoods are tried for each objective; None: enough for the size of the problem. A run that ends by
    proof or by steps depends on problem and seed alone; one that the time limit ends does not.
    `keep` are the placements of an earlier allocation: after the objectives, as few people as possible move.
    With `freeze` nobody who still has a place there moves at all, whatever that costs.
    """

    time_limit: float | None = None
    seed: int = 1
    workers: int = 2
    method: str = "optimiser"
    keep: tuple[Placement, ...] = ()
    freeze: bool = False
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The best plan so far: a value and a proven bound for each objective, in the problem's order.

    `stage` counts objectives from 0: the one that is being improved. `plan` is set when it is a new one.
    `cut_off`: the clock or a stop, not proof or a count of steps, ended some of the work.
    `moved`: people who lost a place of the allocation to be kept, and the least that this can be.
    `conflict`: that there is no plan, with what is known so far of why; the other figures say nothing then.
    """

    seconds: float
    stage: int
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    plan: Plan | None = None
    moved: tuple[int, int] | None = None
    conflict: tuple[Mapping[str, Any], ...] = ()
    cut_off: bool = False


def people_in(problem: Problem) -> int:
    return sum(len(party.members) for party in problem.parties)


def time_limit(problem: Problem, options: Options) -> float:
    """Seconds for the whole answer; without a limit, what a problem of this size needs."""
    if options.time_limit is None:
        return max(40.0, people_in(problem) / 125)
    return options.time_limit


def finishing_time(problem: Problem, limit: float, least: float = 0.0) -> float:
    """Seconds of the limit to keep back for rooms, reasons and the check: `least` or more, at most half."""
    return min(limit / 2, max(least, people_in(problem) / 3000))
