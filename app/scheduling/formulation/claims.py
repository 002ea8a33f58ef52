"""What people have laid down (locks, minimums, quotas): each can be lifted, to find out which contradict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.scheduling.formulation.matrix import INF, Floats, Matrix


@dataclass(slots=True)
class Claim:
    """While it holds, columns in `demands` are 1, those in `blocks` 0, and its `rows` stand."""

    what: Mapping[str, Any]
    demands: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def held(matrix: Matrix, claims: Iterable[Claim], holding: Iterable[Claim]) -> Matrix:
    """The system with the claims in `holding` in force and the others of `claims` lifted."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    row_lower, row_upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    kept = {id(claim) for claim in holding}
    for claim in claims:
        if id(claim) in kept:
            _raise(lower, claim.demands)
            upper[claim.blocks] = 0
        else:
            row_lower[claim.rows] = -INF
            row_upper[claim.rows] = INF
    return Matrix(matrix.rows, row_lower, row_upper, lower, upper)


def _raise(lower: Floats, columns: list[int]) -> None:
    lower[columns] = 1
