"""A system of integer columns and linear rows, collected piece by piece, kept as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INF = math.inf


@dataclass(slots=True)
class MatrixBuilder:
    """Columns are whole numbers between two bounds; rows are lower ≤ Σ coefficient × column ≤ upper."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, lower: float, upper: float) -> int:
        """Add a column; returns its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(self, entries: Iterable[tuple[int, float]], lower: float = -INF, upper: float = INF) -> int:
        """Add a row over (column, coefficient) pairs, each column once; returns its number."""
        for column, coefficient in entries:
            self.index.append(column)
            self.value.append(coefficient)
        self.starts.append(len(self.index))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def matrix(self) -> Matrix:
        shape = (len(self.row_lower), len(self.lower))
        index, starts = (np.array(v, dtype=np.int32) for v in (self.index, self.starts))
        rows = csr_matrix((np.array(self.value, dtype=float), index, starts), shape=shape)
        bounds = (self.row_lower, self.row_upper, self.lower, self.upper)
        return Matrix(rows, *(np.array(v, dtype=float) for v in bounds))


@dataclass(frozen=True, slots=True)
class Matrix:
    """The system as arrays. All coefficients and bounds are whole numbers or infinite."""

    rows: csr_matrix
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats

    def holds(self, point: Ints) -> bool:
        """Does this whole-number point keep every bound and every row, exactly?"""
        if (point < self.lower).any() or (point > self.upper).any():
            return False
        sums = self.rows @ point.astype(float)
        return bool((sums >= self.row_lower).all() and (sums <= self.row_upper).all())
