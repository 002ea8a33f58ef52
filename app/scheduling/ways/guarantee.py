"""What serving in order gives, kept as a floor; within it, the best for all.

What that serving gives to a party does not depend on what it says of the choices behind the one it gets. So
with the whole of it as the floor, nothing is gained by a list cut short or turned round, and little by
optimising: serving in order leaves hardly anything that helps one and harms none. With only first choices as
the floor, most of the optimiser's gain is kept; that whoever names fewer choices than others gets just what
serving in order gives then takes away the reward for naming only a first choice: it is had anyway, or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from app.scheduling.contract.problem import Lock, Problem
from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import INF, Floats, Matrix
from app.scheduling.formulation.plan import Plan


def guaranteed(model: Model, served: Plan, first_only: bool = False) -> Model:
    """The model in which each party gets at least what the plan gives it.

    That is, for the k-th best of what it has there: k offerings that it ranks no lower. A party that has all
    that it wants can then have nothing below its worst: those columns are closed. With `first_only` only
    first choices are kept.
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
        if first_only:
            got = [c for c in got if model.pairs[c].rank == 1]
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


def short_lists_settled(problem: Problem, served: Plan) -> Problem:
    """The problem in which whoever names fewer choices than others do is locked to what the plan gives it.

    The longest list of all is the measure.
    """
    locked = {lock.party for lock in problem.locks}
    free = [party for party in problem.parties if party.id not in locked]
    longest = max((len(party.choices) for party in free), default=0)
    short = [party.id for party in free if len(party.choices) < longest]
    got: Mapping[str, list[str]] = defaultdict(list)
    for party, offering in served.given:
        got[party].append(offering)
    more = [Lock(party, offering) for party in sorted(short) for offering in (got.get(party) or (None,))]
    return replace(problem, locks=(*problem.locks, *more))


def _with_least(matrix: Matrix, rows: csr_matrix, least: list[float], upper: Floats) -> Matrix:
    return Matrix(
        vstack([matrix.rows, rows], format="csr"),
        np.concatenate([matrix.row_lower, least]),
        np.concatenate([matrix.row_upper, np.full(len(least), INF)]),
        matrix.lower,
        upper,
    )
