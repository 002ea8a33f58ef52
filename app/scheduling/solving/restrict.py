"""A part of the system: some columns free, the others held where a plan has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from app.scheduling.formulation.matrix import INF, Floats, Ints, Matrix


@dataclass(frozen=True, slots=True)
class Part:
    """The rows and columns left; `columns` are the free ones' numbers in the whole, `held` the plan kept."""

    matrix: Matrix
    columns: NDArray[np.int64]
    held: Ints

    def whole(self, point: Floats) -> Ints:
        """A point of the part, rounded, set into the plan."""
        full = self.held.copy()
        full[self.columns] = np.rint(point).astype(np.int64)
        return full


class Parts:
    """Cuts parts out of one system."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._by_column = matrix.rows.tocsc()

    def part(self, free: NDArray[np.bool_], point: Ints, lenient: bool) -> Part:
        """The part in which `free` columns may move and the others stay as in `point`.

        With `lenient`, a least number that the point does not reach yet is only not to be missed by more.
        """
        m = self._matrix
        columns = np.flatnonzero(free)
        rows = self._by_column[:, columns].tocsr()
        touched = np.flatnonzero(np.diff(rows.indptr))
        held = np.where(free, 0, point).astype(np.int64)
        fixed = m.rows[touched] @ held.astype(float)
        least = m.row_lower[touched]
        if lenient:
            least = np.minimum(least, m.rows[touched] @ point.astype(float))
        bounds = (least - fixed, m.row_upper[touched] - fixed, m.lower[columns], m.upper[columns])
        cut = Matrix(rows[touched], *bounds)
        return Part(cut, columns, held)


def with_below(matrix: Matrix, pairs: Sequence[tuple[int, int]]) -> Matrix:
    """The system in which, for each pair of columns, the first is at most the second."""
    many = len(pairs)
    data = (
        np.tile([1.0, -1.0], many),
        np.array(pairs, dtype=np.int32).reshape(-1),
        np.arange(0, 2 * many + 1, 2),
    )
    rows = vstack([matrix.rows, csr_matrix(data, shape=(many, matrix.rows.shape[1]))], format="csr")
    return Matrix(
        rows,
        np.concatenate([matrix.row_lower, np.full(many, -INF)]),
        np.concatenate([matrix.row_upper, np.zeros(many)]),
        matrix.lower,
        matrix.upper,
    )


def with_caps(matrix: Matrix, costs: Ints, caps: Floats) -> Matrix:
    """The system with one more row for each row of `costs`: at most that cap."""
    if not len(costs):
        return matrix
    rows = vstack([matrix.rows, csr_matrix(costs)], format="csr")
    return Matrix(
        rows,
        np.concatenate([matrix.row_lower, np.full(len(caps), -INF)]),
        np.concatenate([matrix.row_upper, caps]),
        matrix.lower,
        matrix.upper,
    )
