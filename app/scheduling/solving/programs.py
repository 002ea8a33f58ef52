"""Small programs: some columns of the system free, the others held, solved to the end or to a limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints
from app.scheduling.solving.highs import INFEASIBLE, OPTIMAL, Highs
from app.scheduling.solving.neighbours import Mask
from app.scheduling.solving.relax import blend, stay_put
from app.scheduling.solving.restrict import Parts, with_below, with_caps
from app.scheduling.solving.stages import Infeasible, proven, take
from app.scheduling.solving.watch import Watch

# HiGHS' sparsifying and probing before it begins: half of the time of these programs, and nothing gained
DEAR_RULES = 1 << 14 | 1 << 15
FIRM = 20  # steps of the next objective that one step outweighs, for any pair


@dataclass(frozen=True, slots=True)
class Effort:
    """What one program may cost, in nodes: no two clocks are alike."""

    nodes: int


STEP = Effort(60)
RECONCILE = Effort(100)
WHOLE = Effort(1000)


class Programs:
    """Solves parts of one model for the watch's run."""

    def __init__(self, model: Model, watch: Watch, seed: int) -> None:
        self._model, self._watch, self._seed = model, watch, seed
        self._matrix = model.matrix
        self._parts = Parts(model.matrix)
        self._blends: dict[int, Floats] = {}

    def tighten(self, below: list[tuple[int, int]]) -> None:
        """From now on with the rows that the relaxation was found to need."""
        self._matrix = with_below(self._model.matrix, below)
        self._parts = Parts(self._matrix)

    def cluster(self, free: Mask, around: Ints, stage: int) -> Ints:
        """The best for the free columns, whatever `around` gives their parties elsewhere."""
        return self._solve(free, around, stage, STEP, lenient=True)[1]

    def add(self, free: Mask, around: Ints) -> Ints:
        """The best for the first objective that can be added to a plan in the making; offered as well."""
        point = self._solve(self._movable(free, around), around, 0, STEP, lenient=True)[1]
        self._watch.offer(point)
        return point

    def improve(self, free: Mask, around: Ints, stage: int, effort: Effort = STEP) -> bool:
        """The best for the free columns beside what `around` has elsewhere, offered to the watch.

        Returns whether it was solved to the end.
        """
        closed, point = self._solve(self._movable(free, around), around, stage, effort)
        if point is not around:
            self._watch.offer(point)
        return closed

    def settle(self, seconds: float) -> None:
        """Any plan at all, or that there is none: with exact numbers to meet, CP-SAT knows far sooner."""
        from app.scheduling.solving.cpsat import CpSat  # seldom needed, and slow to load

        answer = CpSat(self._matrix, np.zeros(len(self._matrix.lower), dtype=np.int64), self._seed).solve(
            min(seconds, self._watch.left()), self._watch.stopped
        )
        if answer.status == INFEASIBLE:
            raise Infeasible
        if answer.point is None:
            self._watch.cut_off = True
        else:
            take(self._watch, answer.point)

    def whole(self, stage: int, seconds: float, nodes: int | None = None) -> None:
        """Everything free: slow, but it proves, and it alone can say that there is no plan at all."""
        watch, costs = self._watch, self._model.costs
        values = np.array(watch.values[:stage], dtype=float)
        solver = Highs(with_caps(self._matrix, costs[:stage], values), costs[stage].astype(float), self._seed)
        if nodes is not None:
            solver.option("mip_max_nodes", nodes)
        if watch.best is not None:
            solver.start(watch.best)
        answer = solver.solve(seconds, watch.stopped, lambda point: take(watch, point))
        if answer.status == INFEASIBLE and watch.best is None:
            raise Infeasible
        if answer.point is not None:
            take(watch, answer.point)
        watch.prove(stage, proven(watch, stage, answer))

    def _solve(
        self, free: Mask, around: Ints, stage: int, effort: Effort, lenient: bool = False
    ) -> tuple[bool, Ints]:
        """Whether it was solved to the end, and the point around with the answer set in."""
        part = self._parts.part(free, around, lenient)
        matrix = with_caps(part.matrix, *self._caps(stage, part.columns, part.held))
        solver = Highs(matrix, self._costs(stage)[part.columns], self._seed)
        solver.option("mip_max_nodes", effort.nodes)
        solver.option("presolve_rule_off", DEAR_RULES)
        if self._watch.best is around:
            solver.start(around[part.columns])
        answer = solver.solve(self._watch.left(), self._watch.stopped)
        return answer.status == OPTIMAL, around if answer.point is None else part.whole(answer.point)

    def _caps(self, stage: int, columns: Ints, held: Ints) -> tuple[Ints, Floats]:
        """Earlier objectives over some columns, and what is left of the plan's values for them."""
        earlier = self._model.costs[:stage]
        left = np.array(self._watch.values[:stage], dtype=np.int64) - earlier @ held
        return earlier[:, columns], left.astype(float)

    def _costs(self, stage: int) -> Floats:
        if stage not in self._blends:
            self._blends[stage] = stay_put(self._model, blend(self._model, stage, FIRM))
        return self._blends[stage]

    def _movable(self, free: Mask, around: Ints) -> Mask:
        """Without the columns of parties that already have all they want elsewhere."""
        pairs = len(self._model.pairs)
        elsewhere = np.where(free[:pairs], 0, around[:pairs])
        full = np.bincount(self._model.party, elsewhere, len(self._model.wants)) >= self._model.wants
        movable = free.copy()
        movable[:pairs] &= ~full[self._model.party]
        return movable
