"""The large way: the relaxation says almost everything, a dive makes a plan of it, and small programs over a
few related offerings close the rest. All of them weigh the next objective too, so little is left for it.

Work is limited by counts, so that the answer follows from problem and seed; the clock only cuts it off."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints
from app.scheduling.solving.dive import Dive
from app.scheduling.solving.neighbours import Neighbours
from app.scheduling.solving.programs import RECONCILE, WHOLE, Programs
from app.scheduling.solving.relax import Relaxation, blend
from app.scheduling.solving.watch import Watch

RELAXATION_SHARE = 0.6  # of the time left, for the first relaxation
SETTLE_SHARE = 0.7  # of the time left when there is no plan at all, to find one or learn that none exists
SOON_WHOLE = 15_000  # columns of a program that a look at the whole may close before any neighbourhood
MOST_WHOLE = 60_000  # columns of a program that is worth trying as a whole
MOST_AT_ONCE = 20_000  # columns of a program that may settle all differences between plan and relaxation
FEWEST_STEPS, STEPS_BY_CLUSTER = 30, 0.5  # neighbourhoods tried for each objective


class Search:
    """Improves the watch's plan, one objective after the other."""

    def __init__(self, model: Model, watch: Watch, seed: int, steps: int | None = None) -> None:
        self._model, self._watch, self._seed = model, watch, seed
        self._programs = Programs(model, watch, seed)
        self._relaxation = Relaxation(model, watch, seed)
        self._point: Floats | None = None
        self._steps = steps

    def run(self) -> None:
        """Leave the best plan found and the bounds proven in the watch."""
        stages = len(self._model.costs)
        for stage in range(stages):
            self._watch.stage = stage
            if not self._watch.proven(stage):
                self._improve(stage)
            if self._watch.best is None or stage == stages - 1:
                return
            self._relaxation.prove_next(stage)
            if self._watch.left() <= 0:
                return
            self._relaxation.hold(stage)

    def _improve(self, stage: int) -> None:
        neighbours, small = Neighbours(self._model, self._seed), len(self._model.block) <= SOON_WHOLE
        if stage == 0:
            self._first_plan(neighbours)
        else:
            self._reconcile(stage, neighbours, near=False)
            self._look(stage)
        if stage or small:
            self._reconcile(stage, neighbours, near=True)
        if small and not self._watch.proven(stage):
            self._programs.whole(stage, self._watch.left(), WHOLE.nodes)
        self._step(stage, neighbours)
        self._reconcile(stage, neighbours, near=False)
        if len(self._model.block) <= MOST_WHOLE and not self._watch.proven(stage):
            self._programs.whole(stage, self._watch.left())

    def _look(self, stage: int, seconds: float | None = None) -> None:
        """What the relaxation says of this objective; too late for that, what it said of an earlier one."""
        if not self._watch.proven(stage):
            time_left = self._watch.left() if seconds is None else seconds
            point = self._relaxation.look(stage, time_left)
            self._point = self._point if point is None else point
            self._programs.tighten(self._relaxation.below)

    def _first_plan(self, neighbours: Neighbours) -> None:
        start = self._settled()
        self._look(0, RELAXATION_SHARE * self._watch.left())
        if self._point is None:
            self._watch.cut_off = True
        Dive(self._model, self._watch, self._relaxation, self._programs).plan(neighbours, self._point, start)
        if self._watch.best is None:
            self._programs.settle(SETTLE_SHARE * self._watch.left())
        if self._watch.best is None:
            self._programs.whole(0, self._watch.left())

    def _settled(self) -> Ints:
        """Whom locks place, and nobody else: a plan to fall back on."""
        m, pairs = self._model.matrix, len(self._model.pairs)
        free = np.ones(len(m.lower), dtype=bool)
        free[:pairs] = m.lower[:pairs] > 0
        return self._programs.add(free, np.zeros(len(free), dtype=np.int64))

    def _reconcile(self, stage: int, neighbours: Neighbours, near: bool) -> None:
        """Whom plan and relaxation treat differently, all at once.

        With `near` only those whom they must, as long as it gains; else once everybody for whom the
        relaxation's own point has another idea.
        """
        gained = self._point is not None
        while gained and not self._watch.proven(stage):
            best = self._watch.best
            if best is None or self._watch.left() <= 0:
                return
            other = self._relaxation.near(stage, best) if near else self._point
            if other is None:
                return
            free = neighbours.differing(other, best)
            if free.sum() > MOST_AT_ONCE:
                return
            self._programs.improve(free, best, stage, RECONCILE)
            gained = near and self._watch.best is not best

    def _step(self, stage: int, neighbours: Neighbours) -> None:
        """Neighbourhood after neighbourhood, where the plan lost most of what the relaxation had."""
        costs, steps = blend(self._model, stage), self._steps
        if steps is None:
            steps = FEWEST_STEPS + int(STEPS_BY_CLUSTER * neighbours.count)
        for _ in range(steps):
            best = self._watch.best
            if best is None or neighbours.exhausted or self._watch.proven(stage) or self._watch.left() <= 0:
                return
            chosen = neighbours.choose(
                best.astype(float) if self._point is None else self._point, best, costs
            )
            closed = self._programs.improve(np.isin(neighbours.cluster, chosen), best, stage)
            neighbours.learn(self._watch.best is not best, closed)
