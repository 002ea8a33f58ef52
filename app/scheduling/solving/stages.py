"""The plain way: one objective after the other, each solved to proof, its value held for the next."""

from __future__ import annotations

import math

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats
from app.scheduling.solving.highs import INFEASIBLE, OPTIMAL, Answer, Highs
from app.scheduling.solving.restrict import with_caps
from app.scheduling.solving.watch import Watch

SLACK = 1e-6
FEW_NODES, ALL_NODES = 1000, 2**31 - 1
CP_SAT_EFFORT = 4.0  # some 20 seconds


class Infeasible(Exception):
    """No allocation keeps all locks, minimums and quotas."""


def solve_stages(model: Model, watch: Watch, seed: int) -> None:
    """Leave the best plan and its bounds in `watch`, all proven unless it was cut off."""
    if not len(model.matrix.lower) and not watch.offer(np.zeros(0, dtype=np.int64)):
        raise Infeasible
    solver = Highs(model.matrix, np.zeros(len(model.matrix.lower)), seed)
    for stage, costs in enumerate(model.costs):
        watch.stage = stage
        if not watch.proven(stage):
            _improve(solver, watch, stage, seed)
        if watch.best is None or watch.left() <= 0:
            return
        solver.row(costs.astype(float), -math.inf, watch.values[stage])


def _improve(solver: Highs, watch: Watch, stage: int, seed: int) -> None:
    """HiGHS for as many nodes as nearly every problem needs, then CP-SAT, then HiGHS for the time left."""
    solver.costs(watch.model.costs[stage].astype(float))
    for nodes in (FEW_NODES, ALL_NODES):
        solver.option("mip_max_nodes", nodes)
        if watch.best is not None:
            solver.start(watch.best)
        answer = solver.solve(
            watch.left(),
            lambda: watch.stopped() or watch.proven(stage),
            lambda point: take(watch, point),
            lambda bound: watch.prove(stage, whole_bound(bound)),
        )
        _learn(watch, stage, answer)
        if watch.proven(stage) or watch.left() <= 0:
            return
        if nodes == FEW_NODES:
            _learn(watch, stage, _by_cp_sat(watch, stage, seed))
        if watch.proven(stage):
            return


def _by_cp_sat(watch: Watch, stage: int, seed: int) -> Answer:
    """Exact numbers to meet (quotas above all) are CP-SAT's strength."""
    from app.scheduling.solving.cpsat import CpSat  # seldom needed, and slow to load

    costs, values = watch.model.costs, np.array(watch.values[:stage], dtype=float)
    solver = CpSat(with_caps(watch.model.matrix, costs[:stage], values), costs[stage], seed)
    if watch.best is not None:
        solver.start(watch.best)
    return solver.solve(watch.left(), watch.stopped, CP_SAT_EFFORT)


def _learn(watch: Watch, stage: int, answer: Answer) -> None:
    if answer.status == INFEASIBLE and watch.best is None:
        raise Infeasible
    if answer.point is not None:
        take(watch, answer.point)
    watch.prove(stage, proven(watch, stage, answer))


def take(watch: Watch, point: Floats) -> None:
    """Offer a solver's point, rounded."""
    watch.offer(np.rint(point).astype(np.int64))


def proven(watch: Watch, stage: int, answer: Answer) -> int:
    """What the answer proves; a proof within the solver's tolerance of our exact value is a proof of it."""
    if answer.status == OPTIMAL and watch.best is not None:
        value = watch.values[stage]
        if abs(answer.bound - value) < 0.5:
            return value
    return whole_bound(answer.bound)


def whole_bound(bound: float) -> int:
    """The least whole number that a cost of at least `bound` allows, safely rounded."""
    if not math.isfinite(bound):
        return -(10**15)
    return math.ceil(bound - SLACK * max(1.0, abs(bound)))
