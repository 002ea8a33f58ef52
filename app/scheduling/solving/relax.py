"""The linear relaxation: almost all of the answer, and what no plan can beat."""

from __future__ import annotations

import math
import time

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints
from app.scheduling.solving.highs import INFEASIBLE, OPTIMAL, Highs
from app.scheduling.solving.openings import Openings
from app.scheduling.solving.stages import SLACK, Infeasible
from app.scheduling.solving.watch import Watch

FIRST_OVER_NEXT = 4  # ties are broken by the next objective: a plain one is hugely degenerate
FOR_A_BOUND = 2000
WIDEST = 10_000_000  # the largest cost of a blend: beyond, it is no longer exact enough
TIGHTENINGS = 8
WORTH_CHANGES = 1000  # pairs that may change for one step of an objective
WORTH_MOVES = 200  # people of an allocation to be kept who may move for one step of an objective


class Relaxation:
    """One HiGHS instance that keeps its basis from objective to objective."""

    def __init__(self, model: Model, watch: Watch, seed: int) -> None:
        self._model, self._watch = model, watch
        self.openings = Openings(model)
        self._blended: dict[
            int, tuple[int, float]
        ] = {}  # stage → weight over the next, and the bound of both
        self.below: list[tuple[int, int]] = []
        self._solver = Highs(model.matrix, np.zeros(len(model.matrix.lower)), seed, whole=False)
        self._solver.option("presolve", "off")  # it finds next to nothing here, and loses the basis
        self._lower, self._upper = model.matrix.lower.copy(), model.matrix.upper.copy()

    def look(self, stage: int, seconds: float) -> Floats | None:
        """The relaxation's point for this objective, earlier ones as good as the plan's; proves its bound.

        None when `seconds` were not enough. Raises Infeasible when even fractions cannot keep the rules.
        """
        until = time.monotonic() + seconds
        point = self._tightened(stage, until)
        if point is None:
            return None
        weights = factors(self._model, stage, FIRST_OVER_NEXT)
        if self._model.keeps:  # whose ties were broken for those who stay: now the bound of the blend itself
            self._solver.costs(blend(self._model, stage))
            self._solver.solve(self._left(until), self._watch.stopped)
        if len(weights) == 2:
            self._blended[stage] = (weights[0], self._solver.dual_bound(blend(self._model, stage), 1))
        self._prove(stage, until)
        return point

    def prove_next(self, stage: int) -> None:
        """What is known of the next objective though this one is open: weight × this + next ≥ bound."""
        if stage in self._blended:
            weight, bound = self._blended[stage]
            self._watch.prove(stage + 1, safely_up(bound - weight * self._watch.values[stage]))

    def _prove(self, stage: int, until: float) -> None:
        """The objective's bound: from a firm blend, whose duals nearly are its own, then from itself."""
        plain = self._model.costs[stage].astype(float)
        weight = factors(self._model, stage, FOR_A_BOUND)[0]
        for costs, scale in ((blend(self._model, stage, FOR_A_BOUND), weight), (plain, 1)):
            self._solver.costs(costs)
            if self._solver.solve(self._left(until), self._watch.stopped).status == OPTIMAL:
                self._watch.prove(stage, safely_up(self._solver.dual_bound(plain, scale)))

    def _tightened(self, stage: int, until: float) -> Floats | None:
        """The blended optimum, once nobody is further into an offering than it runs."""
        self._solver.costs(stay_put(self._model, blend(self._model, stage)))
        point: Floats | None = None
        for _ in range(TIGHTENINGS):
            answer = self._solver.solve(self._left(until), self._watch.stopped)
            if answer.status == INFEASIBLE and self._watch.best is None:
                raise Infeasible
            if answer.status != OPTIMAL or answer.point is None:
                return point
            point = answer.point
            ahead = self.openings.ahead(point)
            if not ahead:
                return point
            self.below += ahead
            self._solver.below(ahead)
        return point

    def _left(self, until: float) -> float:
        return min(self._watch.left(), until - time.monotonic())

    def near(self, stage: int, plan: Ints) -> Floats | None:
        """The optimum for this objective that treats the fewest pairs otherwise than the plan does."""
        apart = np.zeros(len(plan))
        pairs = len(self._model.pairs)
        apart[:pairs] = 1 - 2 * plan[:pairs]
        costs = blend(self._model, stage)
        if np.abs(costs).max(initial=0) * WORTH_CHANGES > WIDEST:
            costs = self._model.costs[stage].astype(float)
        self._solver.costs(WORTH_CHANGES * costs + apart)
        answer = self._solver.solve(self._watch.left(), self._watch.stopped)
        return answer.point if answer.status == OPTIMAL else None

    def again(self, columns: Ints, lower: Ints, upper: Ints) -> Floats | None:
        """The first blend's point with these columns bound as well; None when there is none in the time."""
        self._lower[columns], self._upper[columns] = lower, upper
        self._solver.bounds(self._lower, self._upper)
        self._solver.costs(blend(self._model, 0))
        answer = self._solver.solve(self._watch.left(), self._watch.stopped)
        return answer.point if answer.status == OPTIMAL else None

    def release(self) -> None:
        """Undo what `again` bound."""
        self._lower, self._upper = self._model.matrix.lower.copy(), self._model.matrix.upper.copy()
        self._solver.bounds(self._lower, self._upper)

    def hold(self, stage: int) -> None:
        """From now on no worse than the plan in this objective."""
        self._solver.row(self._model.costs[stage].astype(float), -math.inf, self._watch.values[stage])


def safely_up(bound: float) -> int:
    """The least whole number that is no smaller, floating point's last digits apart."""
    return math.ceil(bound - SLACK - 1e-11 * abs(bound))


def factors(model: Model, stage: int, firm: int) -> list[int]:
    """What the objectives from `stage` on weigh; those that would spread costs too far are left out.

    A step of one outweighs `firm` of the greatest steps that any pair can mean for the next.
    """
    found, largest = [1], int(np.abs(model.costs[stage]).max(initial=0))
    for following in model.costs[stage + 1 :]:
        most = max(1, int(np.abs(following).max(initial=0)))
        largest = largest * firm * most + most
        if largest > WIDEST:
            break
        found = [f * firm * most for f in found] + [1]
    return found


def blend(model: Model, stage: int, firm: int = FIRST_OVER_NEXT) -> Floats:
    """The costs of the objectives from `stage` on, weighed by `factors`."""
    weights = np.array(factors(model, stage, firm), dtype=float)
    blended: Floats = weights @ model.costs[stage : stage + len(weights)].astype(float)
    return blended


def stay_put(model: Model, costs: Floats) -> Floats:
    """The same costs, ties broken in favour of whoever keeps a place of an earlier allocation."""
    return WORTH_MOVES * costs + model.costs[-1] if model.keeps else costs
