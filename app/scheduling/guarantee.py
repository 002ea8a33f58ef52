"""Nobody does worse than if choices were served in order; within that, the best for all.

A list cut short or turned round then gains next to nothing: what serving in order gives to a party does not
depend on what it says of the choices behind the one it gets.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from app.scheduling.assign import Model
from app.scheduling.matrix import INF, Floats, Matrix
from app.scheduling.plan import Plan


def guaranteed(model: Model, served: Plan) -> Model:
    """The model in which each party gets at least what the plan gives it.

    That is, for the k-th best of what it has there: k offerings that it ranks no lower. A party that has all
    that it wants can then have nothing below its worst: those columns are closed.
    """
    given = set(served.given)
    columns: dict[int, list[int]] = defaultdict(list)
    for column, party in enumerate(model.party):
        columns[int(party)].append(column)
    upper, starts = model.matrix.upper.copy(), [0]
    index: list[int] = []
    least: list[float] = []
    for party, mine in columns.items():
        got = [c for c in mine if (model.pairs[c].party.id, model.pairs[c].offering.id) in given]
        if any(model.pairs[c].rank is None for c in got):
            continue  # a lock outside the choices decides already
        for count, column in enumerate(got, 1):
            index += mine[: mine.index(column) + 1]
            starts.append(len(index))
            least.append(float(count))
        if got and len(got) == model.wants[party]:
            upper[mine[mine.index(got[-1]) + 1 :]] = 0
    shape = (len(least), model.matrix.rows.shape[1])
    rows = csr_matrix((np.ones(len(index)), np.array(index, dtype=np.int32), starts), shape=shape)
    return replace(model, matrix=_with_least(model.matrix, rows, least, upper))


def _with_least(matrix: Matrix, rows: csr_matrix, least: list[float], upper: Floats) -> Matrix:
    return Matrix(
        vstack([matrix.rows, rows], format="csr"),
        np.concatenate([matrix.row_lower, least]),
        np.concatenate([matrix.row_upper, np.full(len(least), INF)]),
        matrix.lower,
        upper,
    )
