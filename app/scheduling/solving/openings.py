"""Offerings with a least number: the relaxation would run a third of one with a third of the people."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints

TOLERANCE = 1e-6
KEEP = 0.7  # an offering that the relaxation runs to this share is worth filling up


class Openings:
    """How far a relaxation's point runs each offering, and which pairs run ahead of their offering."""

    def __init__(self, model: Model) -> None:
        self._open = model.opened
        self._pairs = len(model.pairs)
        self._block = model.block[: self._pairs]
        self._rows = _least_rows(model)
        self._matrix = model.matrix.rows

    def running(self, point: Floats) -> Floats:
        """By offering: the most that its column could be with these people; 1 where nothing is asked."""
        most = np.ones(len(self._open))
        for place, rows in self._rows.items():
            column = self._open[place]
            for row, least in rows:
                people = self._matrix[row].dot(point)[0] + least * point[column]
                most[place] = min(most[place], max(0.0, people / least))
        return most

    def ahead(self, point: Floats) -> list[tuple[int, int]]:
        """(pair, opening) columns for which pair ≤ opening does not hold, though it must."""
        running = self.running(point)
        pairs = np.flatnonzero(point[: self._pairs] > running[self._block] + TOLERANCE)
        return [(int(p), int(self._open[self._block[p]])) for p in pairs]

    def rounded(self, point: Floats) -> tuple[Ints, Ints]:
        """Opening columns to decide next: the well filled run, the emptier half of the rest do not."""
        running = self.running(point)
        between = np.flatnonzero((running > TOLERANCE) & (running < 1 - TOLERANCE))
        keep = between[running[between] >= KEEP]
        rest = sorted(between[running[between] < KEEP], key=lambda place: (running[place], place))
        drop = rest[: (len(rest) + 1) // 2]
        places = np.array([*keep, *drop], dtype=np.int64)
        return self._open[places], np.array([1] * len(keep) + [0] * len(drop), dtype=np.int64)


def _least_rows(model: Model) -> dict[int, list[tuple[int, float]]]:
    """Place of an offering → its (row, least number): people - least × opening ≥ 0."""
    by_column = model.matrix.rows.tocsc()
    found: dict[int, list[tuple[int, float]]] = {}
    for place in np.flatnonzero(model.opened >= 0):
        column = by_column[:, model.opened[place]]
        found[int(place)] = [
            (int(row), -float(value))
            for row, value in zip(column.indices, column.data, strict=True)
            if value < 0 and model.matrix.row_lower[row] == 0
        ]
    return found
