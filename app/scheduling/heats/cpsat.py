"""CP-SAT for heats: one worker, limited in its own units of work, so that runs give the same answer."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

Var = cp_model.IntVar
Expr = cp_model.LinearExprT
EFFORT = 30.0  # CP-SAT's units of work for each step, about as many seconds


class NoPlan(Exception):
    """The search ended before there was any plan."""


class Infeasible(Exception):
    """No plan keeps the rules."""


@dataclass(slots=True)
class Limits:
    """`effort` for each step; `until` on the monotonic clock is only a guard, which cannot be repeated."""

    effort: float = EFFORT
    until: float = math.inf


class Stepwise:
    """A model of which one objective after the other is made as small as can be, and held there."""

    def __init__(self, limits: Limits) -> None:
        self.model = cp_model.CpModel()
        self._limits = limits
        self._variables: list[Var] = []

    def flag(self) -> Var:
        """A yes or no."""
        variable = self.model.new_bool_var("")
        self._variables.append(variable)
        return variable

    def count(self, most: int) -> Var:
        """A whole number from 0."""
        variable = self.model.new_int_var(0, most, "")
        self._variables.append(variable)
        return variable

    def at_least(self, variable: Var, count: Expr, most: int, doubled: bool) -> None:
        """`variable` is no less than count² (`doubled`), or the pairs among `count`, up to `most`."""
        for k in range(most):
            if doubled:
                self.model.add(variable >= (2 * k + 1) * count - k * (k + 1))
            elif k:
                self.model.add(variable >= k * count - k * (k + 1) // 2)

    def find(self) -> cp_model.CpSolver:
        """Any plan. Raises Infeasible, NoPlan."""
        solver = self._solver()
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            raise Infeasible
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise NoPlan
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in self._variables:
            self.model.add_hint(variable, solver.value(variable))
        return solver

    def least(self, terms: Sequence[Expr], bound: int) -> tuple[int, int]:
        """The least value of the sum, given what was held before, and what it cannot go below."""
        if not terms:
            return 0, 0
        total = cp_model.LinearExpr.sum(terms)
        self.model.add(total >= bound)
        self.model.minimize(total)
        solver = self.find()
        value = round(solver.objective_value)
        self.model.clear_objective()  # type: ignore[no-untyped-call]
        self.model.add(total <= value)
        return value, max(bound, min(value, math.ceil(solver.best_objective_bound - 1e-6)))

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = self._limits.effort
        if math.isfinite(self._limits.until):
            solver.parameters.max_time_in_seconds = max(0.1, self._limits.until - time.monotonic())
        return solver
