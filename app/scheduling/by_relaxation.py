"""A program whose relaxation says nearly all: solved near that first, and as a whole only if need be."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.scheduling.highs import INFEASIBLE, OPTIMAL, Answer, Highs
from app.scheduling.matrix import Floats, Matrix

WHOLE = 1e-6  # how far off a whole number a relaxation's value may be that is taken for one
SHARE = 0.5  # of the time, near the relaxation
CUT_OFF = Answer("cut off", None, -math.inf)


def least(
    matrix: Matrix, costs: Floats, pairs: int, seed: int, seconds: float, stopped: Callable[[], bool]
) -> Answer:
    """The least cost (whole numbers) and a point that has it; the first `pairs` columns are 0 or 1.

    OPTIMAL and INFEASIBLE are proven; otherwise the point, if any, keeps every rule, and the bound holds.
    """
    if (matrix.lower > matrix.upper).any():
        return Answer(INFEASIBLE, None, math.inf)
    if not len(matrix.lower):
        holds = matrix.holds(np.zeros(0, dtype=np.int64))
        return Answer(OPTIMAL, np.zeros(0), 0.0) if holds else Answer(INFEASIBLE, None, math.inf)
    until = time.monotonic() + seconds
    relaxed = Highs(matrix, costs, seed, whole=False).solve(seconds, stopped)
    if relaxed.status != OPTIMAL or relaxed.point is None:
        return relaxed if relaxed.status == INFEASIBLE else CUT_OFF
    bound = math.ceil(relaxed.bound - WHOLE)
    near = _near(matrix, relaxed.point, pairs)
    found = Highs(near, costs, seed).solve(SHARE * (until - time.monotonic()), stopped)
    if found.point is not None and round(float(costs @ np.rint(found.point))) <= bound:
        return Answer(OPTIMAL, found.point, float(bound))
    whole = Highs(matrix, costs, seed)
    if found.point is not None:
        whole.start(np.rint(found.point).astype(np.int64))
    answer = whole.solve(until - time.monotonic(), stopped)
    if answer.status in (OPTIMAL, INFEASIBLE) or answer.point is not None:
        return answer
    return Answer(CUT_OFF.status, found.point, float(bound))


def _near(matrix: Matrix, point: Floats, pairs: int) -> Matrix:
    """The program in which each pair that came out whole stays so."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    whole = np.flatnonzero(np.abs(point[:pairs] - np.rint(point[:pairs])) <= WHOLE)
    lower[whole] = upper[whole] = np.rint(point[whole])
    return replace(matrix, lower=lower, upper=upper)
