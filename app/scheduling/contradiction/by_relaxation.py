"""Programs whose relaxation says nearly all: solved near that first, and as a whole only if need be."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.scheduling.formulation.matrix import Floats, Ints, Matrix
from app.scheduling.solving.highs import CUT_OFF, INFEASIBLE, OPTIMAL, Answer, Highs

WHOLE = 1e-6  # how far off a whole number a relaxation's value may be that is taken for one
SHARE = 0.7  # of the time, near the relaxation
FIRM = 20.0  # people that one step of the cost outweighs, where placing them breaks ties
CLOSE = 0.01  # ties are not worth the last hundredth
MOST_WHOLE = 15_000  # columns of a program that is solved as a whole where an answer is known already

Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The first columns of a program, each 0 or 1: whose it is, by number, and how many people it brings."""

    party: Ints
    people: Ints


def any_point(
    matrix: Matrix, costs: Floats, pairs: Pairs, seed: int, seconds: float, stopped: Stopped
) -> Answer:
    """A point that keeps the rules, cheap if not the cheapest; INFEASIBLE is proven."""
    until = time.monotonic() + seconds
    relaxed = _relaxed(matrix, costs, seed, seconds, stopped)
    if relaxed.point is None or not len(relaxed.point):
        return relaxed
    upper = matrix.upper.copy()
    out = np.flatnonzero(relaxed.point[: len(pairs.party)] <= WHOLE)
    upper[out] = matrix.lower[out]
    near = Highs(replace(matrix, upper=upper), costs, seed).solve(SHARE * _left(until), stopped)
    if near.point is not None:
        return near
    return Highs(matrix, costs, seed).solve(_left(until), stopped)


def least(
    matrix: Matrix, costs: Floats, pairs: Pairs, seed: int, seconds: float, stopped: Stopped, floor: int = 0
) -> Answer:
    """The least cost, in whole numbers, known to be `floor` or more; OPTIMAL and INFEASIBLE are proven.

    Of points that cost the same, the relaxation takes one that places many: it is nearer to a whole one.
    """
    until = time.monotonic() + seconds
    relaxed = _relaxed(matrix, costs, seed, seconds, stopped)
    if relaxed.point is None or not len(relaxed.point):
        return relaxed
    bound = max(floor, math.ceil(relaxed.bound - WHOLE))
    tied = FIRM * costs
    tied[: len(pairs.people)] -= pairs.people
    many = Highs(matrix, tied, seed, whole=False).solve(_left(until), stopped)
    found = _near_parties(matrix, tied, pairs, seed, many, SHARE * _left(until), stopped)
    if found is not None and costs @ found <= bound:
        return Answer(OPTIMAL, found.astype(float), float(costs @ found))
    if found is not None and len(matrix.lower) > MOST_WHOLE:
        return Answer(CUT_OFF, found.astype(float), float(bound))
    return _whole(matrix, costs, seed, found, bound, _left(until), stopped)


def _relaxed(matrix: Matrix, costs: Floats, seed: int, seconds: float, stopped: Stopped) -> Answer:
    """The relaxation; a program without columns is answered outright."""
    if (matrix.lower > matrix.upper).any():
        return Answer(INFEASIBLE, None, math.inf)
    if not len(matrix.lower):
        holds = matrix.holds(np.zeros(0, dtype=np.int64))
        return Answer(OPTIMAL, np.zeros(0), 0.0) if holds else Answer(INFEASIBLE, None, math.inf)
    answer = Highs(matrix, costs, seed, whole=False).solve(seconds, stopped)
    return answer if answer.status in (OPTIMAL, INFEASIBLE) else Answer(CUT_OFF, None, -math.inf)


def _near_parties(
    matrix: Matrix, costs: Floats, pairs: Pairs, seed: int, near: Answer, seconds: float, stopped: Stopped
) -> Ints | None:
    """A whole point: whoever the relaxation places whole goes there or nowhere, the others are free."""
    if near.point is None:
        return None
    width = len(pairs.party)
    settled = np.zeros(int(pairs.party.max(initial=-1)) + 1, dtype=bool)
    settled[pairs.party[near.point[:width] > 1 - WHOLE]] = True
    out = np.flatnonzero((near.point[:width] <= WHOLE) & settled[pairs.party])
    upper = matrix.upper.copy()
    upper[out] = matrix.lower[out]
    solver = Highs(replace(matrix, upper=upper), costs, seed)
    solver.option("mip_rel_gap", CLOSE)
    answer = solver.solve(seconds, stopped)
    return None if answer.point is None else np.rint(answer.point).astype(np.int64)


def _whole(
    matrix: Matrix, costs: Floats, seed: int, found: Ints | None, bound: int, seconds: float, stopped: Stopped
) -> Answer:
    solver = Highs(matrix, costs, seed)
    if found is not None:
        solver.start(found)
    answer = solver.solve(seconds, stopped)
    if answer.status == CUT_OFF and answer.point is None and found is not None:
        return Answer(CUT_OFF, found.astype(float), float(bound))
    if answer.point is not None and costs @ np.rint(answer.point) <= bound:
        return Answer(OPTIMAL, answer.point, float(bound))
    return answer


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())
