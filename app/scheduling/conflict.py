"""Which locks, minimums and quotas cannot hold together: a small set, by halving (QuickXplain)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.scheduling.claims import Claim, held
from app.scheduling.highs import INFEASIBLE, Highs
from app.scheduling.matrix import Matrix

PATIENCE = 10.0  # seconds for one question: feasible or not?


def conflict(
    free: Matrix, claims: Sequence[Claim], seed: int, stopped: Callable[[], bool]
) -> list[Mapping[str, Any]]:
    """Claims that contradict each other, none of which could be spared unless the time ran out.

    `free` is the system in which no claim holds. A question that time leaves open counts as "no
    contradiction", which can make the set larger than needed, never wrong.
    """

    def contradict(holding: Sequence[Claim]) -> bool:
        return not stopped() and _contradict(held(free, claims, holding), seed)

    return [claim.what for claim in _smallest([], list(claims), contradict, False)]


def _smallest(
    given: list[Claim], claims: list[Claim], contradict: Callable[[Sequence[Claim]], bool], given_grew: bool
) -> list[Claim]:
    """The claims needed, beside `given`, for a contradiction; `given` + `claims` contradict."""
    if given_grew and contradict(given):
        return []
    if len(claims) == 1:
        return claims
    half = len(claims) // 2
    first, second = claims[:half], claims[half:]
    from_second = _smallest([*given, *first], second, contradict, bool(first))
    from_first = _smallest([*given, *from_second], first, contradict, bool(from_second))
    return from_first + from_second


def _contradict(matrix: Matrix, seed: int) -> bool:
    if (matrix.lower > matrix.upper).any():
        return True
    if not len(matrix.lower):
        return not matrix.holds(np.zeros(0, dtype=np.int64))
    solver = Highs(matrix, np.zeros(len(matrix.lower)), seed)
    return solver.solve(PATIENCE, lambda: False).status == INFEASIBLE
