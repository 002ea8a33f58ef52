"""CP-SAT, as the engine uses it: one system as a whole, where branching on a relaxation finds no end."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from app.scheduling.formulation.matrix import Floats, Ints, Matrix
from app.scheduling.solving.highs import CUT_OFF, INFEASIBLE, OPTIMAL, Answer

POLL = 0.1  # seconds between two looks at whether to stop
BOUNDLESS = 10**6  # more people or rooms than any column counts


class CpSat:
    """One system in CP-SAT's words. Deterministic with one worker: a fixed seed, its own units of effort."""

    def __init__(self, matrix: Matrix, costs: Ints, seed: int) -> None:
        self._model = cp_model.CpModel()
        upper = np.minimum(matrix.upper, BOUNDLESS).astype(int).tolist()
        bounds = zip(matrix.lower.astype(int).tolist(), upper, strict=True)
        self._columns = [self._model.new_int_var(low, high, "") for low, high in bounds]
        starts = matrix.rows.indptr.tolist()
        limits = zip(_whole(matrix.row_lower), _whole(matrix.row_upper), strict=True)
        for begin, end, (low, high) in zip(starts, starts[1:], limits, strict=False):
            row = self._sum(matrix.rows.indices[begin:end], matrix.rows.data[begin:end])
            self._model.add_linear_constraint(row, low, high)
        self._optimising = bool(costs.any())
        if self._optimising:
            (used,) = np.nonzero(costs)
            self._model.minimize(self._sum(used, costs[used]))
        self._seed = seed

    def start(self, point: Ints) -> None:
        """Begin from this point."""
        for column, value in zip(self._columns, point.tolist(), strict=True):
            self._model.add_hint(column, value)

    def solve(
        self, seconds: float, stopped: Callable[[], bool], effort: float = math.inf, workers: int = 1
    ) -> Answer:
        """Run until proof, until the time or the effort (in CP-SAT's units) is spent or until `stopped`."""
        if seconds <= 0:
            return Answer(CUT_OFF, None, -np.inf)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self._seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = effort
        done = threading.Event()
        guard = threading.Thread(target=_stop_when, args=(stopped, solver, done), daemon=True)
        guard.start()
        try:
            status = solver.solve(self._model)
        finally:
            done.set()
            guard.join()
        return self._answer(solver, status)

    def _answer(self, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus) -> Answer:
        if status == cp_model.INFEASIBLE:
            return Answer(INFEASIBLE, None, np.inf)
        bound = solver.best_objective_bound if self._optimising else 0.0
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(CUT_OFF, None, bound)
        point = np.array([solver.value(column) for column in self._columns], dtype=float)
        return Answer(OPTIMAL if status == cp_model.OPTIMAL else CUT_OFF, point, bound)

    def _sum(self, columns: Ints, coefficients: Ints | Floats) -> cp_model.LinearExprT:
        terms = [self._columns[column] for column in columns.tolist()]
        return cp_model.LinearExpr.weighted_sum(terms, coefficients.astype(int).tolist())


def _stop_when(stopped: Callable[[], bool], solver: cp_model.CpSolver, done: threading.Event) -> None:
    """CP-SAT itself only asks when it has found something."""
    while not done.wait(POLL):
        if stopped():
            solver.stop_search()


def _whole(limits: Floats) -> list[int]:
    """Row limits in whole numbers; the infinite ones as CP-SAT writes them."""
    small, large = cp_model.INT_MIN, cp_model.INT_MAX
    return [small if v == -np.inf else large if v == np.inf else int(v) for v in limits.tolist()]
