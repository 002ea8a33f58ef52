"""Has a chain of overlapping stays rooms for these counts of people? Exact: the formulation's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.housing import Demand, Housing
from app.scheduling.formulation.matrix import Floats, MatrixBuilder
from app.scheduling.formulation.plan import Fill, Sleepers
from app.scheduling.formulation.units import Kind, RoomClass
from app.scheduling.solving.highs import OPTIMAL, Highs

Counts = Sequence[Mapping[Kind, int]]  # for each stay of the chain, units of each kind
Arrangement = tuple[list[Sleepers], list[Fill]]


class RoomExact:
    """One small program over a chain: only how many units are asked for changes from question to question."""

    def __init__(self, stays: Sequence[Offering], classes: Sequence[RoomClass], most: Counts) -> None:
        """`most`: for each stay, every kind that may be asked for and the most units of it."""
        build = MatrixBuilder()
        self._asked = [{kind: build.column(0, m[kind]) for kind in sorted(m)} for m in most]
        demands: list[Demand] = [{kind: [(c, 1)] for kind, c in asked.items()} for asked in self._asked]
        housing = Housing(build, tuple(classes))
        housing.house(zip(stays, demands, strict=True))
        self._beds = housing.columns
        self._place = {
            (bed.offering, bed.rooms, bed.kind): column for column, bed in self._beds if bed.kind is not None
        }
        matrix = build.matrix()
        self._lower, self._upper = matrix.lower, matrix.upper
        self.columns = len(matrix.lower)
        self._solver = Highs(matrix, np.zeros(len(matrix.lower)), seed=1)
        self._solver.option("mip_detect_symmetry", False)

    def arrange(self, counts: Counts, held: Sequence[Sleepers] = ()) -> Arrangement | None:
        """An arrangement for these counts that leaves what `held` names as it is; None if there is none."""
        lower, upper = self._lower.copy(), self._upper.copy()
        for asked, count in zip(self._asked, counts, strict=True):
            for kind, column in asked.items():
                lower[column] = upper[column] = count.get(kind, 0)
        for s in held:
            column = self._place[s.offering, s.rooms, s.kind]
            lower[column] = upper[column] = s.count
        self._solver.bounds(lower, upper)
        answer = self._solver.solve_whole()
        if answer.status != OPTIMAL or answer.point is None:
            return None
        return self._read(answer.point)

    def _read(self, point: Floats) -> Arrangement:
        sleepers, fills = [], []
        for column, bed in self._beds:
            count = round(point[column])
            if count and bed.kind is not None:
                sleepers.append(Sleepers(bed.offering, bed.kind, bed.rooms, count))
            elif count and bed.slots is not None:
                fills.append(Fill(bed.offering, bed.use, bed.rooms, bed.slots, count))
        return sleepers, fills
