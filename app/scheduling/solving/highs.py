"""HiGHS, as the engine uses it: one system, of which costs, bounds and rows change between runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from app.scheduling.formulation.matrix import Floats, Ints, Matrix

OPTIMAL, INFEASIBLE, CUT_OFF = "optimal", "infeasible", "cut off"


@dataclass(frozen=True, slots=True)
class Answer:
    """`point` is the best point found, if any; `bound` the least cost proven possible."""

    status: str
    point: Floats | None
    bound: float


class Highs:
    """One HiGHS instance. Deterministic: one thread, a fixed seed."""

    def __init__(self, matrix: Matrix, costs: Floats, seed: int, whole: bool = True) -> None:
        self._h = highspy.Highs()
        self._width = len(matrix.lower)
        options = {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "random_seed": seed,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 1e-6,
        }
        for name, value in options.items():
            self._h.setOptionValue(name, value)
        self._h.passModel(_model(matrix, costs, whole))

    def option(self, name: str, value: Any) -> None:
        self._h.setOptionValue(name, value)

    def costs(self, costs: Floats) -> None:
        columns = np.arange(self._width, dtype=np.int32)
        self._h.changeColsCost(self._width, columns, costs)

    def bounds(self, lower: Floats, upper: Floats) -> None:
        columns = np.arange(self._width, dtype=np.int32)
        self._h.changeColsBounds(self._width, columns, lower, upper)

    def row(self, coefficients: Floats, lower: float, upper: float) -> None:
        """Add one row, given over all columns."""
        columns = np.flatnonzero(coefficients).astype(np.int32)
        self._h.addRow(lower, upper, len(columns), columns, coefficients[columns].astype(float))

    def below(self, pairs: Sequence[tuple[int, int]]) -> None:
        """For each pair of columns, the first is at most the second."""
        many = len(pairs)
        columns = np.array(pairs, dtype=np.int32).reshape(-1)
        values = np.tile(np.array([1.0, -1.0]), many)
        starts = np.arange(0, 2 * many, 2, dtype=np.int32)
        self._h.addRows(many, np.full(many, -np.inf), np.zeros(many), 2 * many, starts, columns, values)

    def start(self, point: Ints) -> None:
        """Begin from this point."""
        columns = np.arange(len(point), dtype=np.int32)
        self._h.setSolution(len(point), columns, point.astype(float))

    def solve(
        self,
        seconds: float,
        stopped: Callable[[], bool],
        better: Callable[[Floats], None] | None = None,
        bound: Callable[[float], None] | None = None,
    ) -> Answer:
        """Run until proof, until the time is over or until `stopped`; `better` hears of each improvement."""
        if seconds <= 0:
            return Answer(CUT_OFF, None, -np.inf)
        self._h.setOptionValue("time_limit", self._h.getRunTime() + seconds)
        self._listen(stopped, better, bound)
        self._h.run()
        return self._answer()

    def solve_whole(self) -> Answer:
        """Run to the end, heard by nobody: for systems so small that listening would cost more."""
        self._h.run()
        return self._answer()

    def row_duals(self) -> Floats:
        """The multiplier of each row in the last relaxation."""
        return np.array(self._h.getSolution().row_dual)

    def dual_bound(self, costs: Floats, scale: float) -> float:
        """What the last relaxation's duals, scaled down, prove of these costs: no tolerance can bend it.

        Any duals give one: Σ dual × row bound + Σ reduced cost × column bound, each at its cheaper end.
        """
        lp, duals = self._h.getLp(), np.array(self._h.getSolution().row_dual) / scale
        shape = (lp.num_row_, lp.num_col_)
        data = (np.array(lp.a_matrix_.value_), np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.start_))
        by_row = lp.a_matrix_.format_ == highspy.MatrixFormat.kRowwise
        rows = csr_matrix(data, shape=shape) if by_row else csc_matrix(data, shape=shape)
        row_lower, row_upper = np.array(lp.row_lower_), np.array(lp.row_upper_)
        duals[(duals > 0) & np.isinf(row_lower)] = 0
        duals[(duals < 0) & np.isinf(row_upper)] = 0
        reduced = costs - rows.T @ duals
        by_rows = np.where(duals > 0, row_lower, np.where(duals < 0, row_upper, 0)) @ duals
        by_columns = np.where(reduced > 0, np.array(lp.col_lower_), np.array(lp.col_upper_)) @ reduced
        return float(by_rows + by_columns)

    def _listen(
        self,
        stopped: Callable[[], bool],
        better: Callable[[Floats], None] | None,
        bound: Callable[[float], None] | None,
    ) -> None:
        kinds = highspy.cb.HighsCallbackType

        def heard(kind: Any, _message: str, out: Any, answer: Any, _data: object) -> None:
            if kind == kinds.kCallbackMipImprovingSolution:
                if better is not None:
                    better(np.array(out.mip_solution))
                return
            if bound is not None and kind == kinds.kCallbackMipInterrupt:
                bound(out.mip_dual_bound)
            if stopped():
                answer.user_interrupt = True

        self._h.setCallback(heard, None)
        for kind in (
            kinds.kCallbackMipInterrupt,
            kinds.kCallbackSimplexInterrupt,
            kinds.kCallbackMipImprovingSolution,
        ):
            self._h.startCallback(kind)

    def _answer(self) -> Answer:
        status, info = self._h.getModelStatus(), self._h.getInfo()
        statuses = highspy.HighsModelStatus
        if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
            return Answer(INFEASIBLE, None, np.inf)
        point = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            point = np.array(self._h.getSolution().col_value)
        if status == statuses.kOptimal:
            return Answer(OPTIMAL, point, info.objective_function_value)
        return Answer(CUT_OFF, point, info.mip_dual_bound)


def _model(matrix: Matrix, costs: Floats, whole: bool) -> Any:
    """The system in HiGHS' own words."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.rows.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, matrix.lower, matrix.upper
    lp.row_lower_, lp.row_upper_ = matrix.row_lower, matrix.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.rows.indptr
    lp.a_matrix_.index_ = matrix.rows.indices
    lp.a_matrix_.value_ = matrix.rows.data
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    return lp
