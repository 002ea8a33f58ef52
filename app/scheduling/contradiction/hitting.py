"""The fewest things that have one in common with each of some sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.scheduling.formulation.matrix import MatrixBuilder
from app.scheduling.solving.highs import Highs


def hitting_set(sets: Sequence[frozenset[int]], seed: int) -> list[int]:
    """A smallest set of numbers that meets every one of `sets`, in order; none of them is empty."""
    things = sorted(frozenset().union(*sets))
    if not things:
        return []
    build = MatrixBuilder()
    column = {thing: build.column(0, 1) for thing in things}
    for some in sets:
        build.row([(column[thing], 1) for thing in sorted(some)], lower=1)
    answer = Highs(build.matrix(), np.ones(len(things)), seed).solve_whole()
    if answer.point is None:
        raise ValueError("an empty set cannot be met")
    return [thing for thing in things if answer.point[column[thing]] > 0.5]
