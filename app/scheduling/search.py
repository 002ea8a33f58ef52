"""The large way: the relaxation says almost everything, a dive makes a plan of it, and small programs over a
few related offerings close the rest, objective by objective."""

from __future__ import annotations

import time

import numpy as np

from app.scheduling.assign import Model
from app.scheduling.dive import Dive
from app.scheduling.matrix import Floats, Ints
from app.scheduling.neighbours import Neighbours
from app.scheduling.programs import RECONCILE, WHOLE, Programs
from app.scheduling.relax import Relaxation, blend
from app.scheduling.watch import Watch

SHARE = 0.7  # of the time left, for each objective but the last
RELAXATION_SHARE = 0.6  # of an objective's time, for the relaxation
SETTLE_SHARE = 0.7  # of the time left when there is no plan at all, to find one or learn that none exists
SOON_WHOLE = 15_000  # columns of a program that a look at the whole may close before any neighbourhood
MOST_WHOLE = 60_000  # columns of a program that is worth trying as a whole


class Search:
    """Improves the watch's plan, one objective after the other."""

    def __init__(self, model: Model, watch: Watch, seed: int) -> None:
        self._model, self._watch, self._seed = model, watch, seed
        self._programs = Programs(model, watch, seed)
        self._relaxation = Relaxation(model, watch, seed)

    def run(self) -> None:
        """Leave the best plan found and the bounds proven in the watch."""
        stages = len(self._model.costs)
        for stage in range(stages):
            self._watch.stage = stage
            share = 1.0 if stage == stages - 1 else SHARE
            if not self._watch.proven(stage):
                self._improve(stage, time.monotonic() + share * self._watch.left())
            if self._watch.best is not None:
                self._relaxation.prove_next(stage)
            if self._watch.best is None or self._watch.left() <= 0:
                return
            self._relaxation.hold(stage)

    def _improve(self, stage: int, until: float) -> None:
        neighbours = Neighbours(self._model, self._seed)
        start = self._settled() if stage == 0 and self._watch.best is None else None
        point = self._relaxation.look(stage, RELAXATION_SHARE * (until - time.monotonic()))
        self._programs.tighten(self._relaxation.below)
        if start is not None:
            Dive(self._model, self._watch, self._relaxation, self._programs).plan(neighbours, point, start)
        if self._watch.best is None:
            self._programs.settle(SETTLE_SHARE * self._watch.left())
        if self._watch.best is None:
            self._programs.whole(stage, self._watch.left())
        if point is not None:
            self._reconcile(stage, neighbours, point)
        if len(self._model.block) <= SOON_WHOLE and not self._watch.proven(stage):
            self._programs.whole(stage, min(WHOLE.seconds, until - time.monotonic()), WHOLE.nodes)
        self._step(stage, neighbours, point, until)
        if len(self._model.block) <= MOST_WHOLE and not self._watch.proven(stage):
            self._programs.whole(stage, min(until - time.monotonic(), self._watch.left()))

    def _settled(self) -> Ints:
        """Whom locks place, and nobody else: a plan to fall back on."""
        m, pairs = self._model.matrix, len(self._model.pairs)
        free = np.ones(len(m.lower), dtype=bool)
        free[:pairs] = m.lower[:pairs] > 0
        return self._programs.add(free, np.zeros(len(free), dtype=np.int64))

    def _reconcile(self, stage: int, neighbours: Neighbours, point: Floats) -> None:
        """Whom plan and relaxation treat differently, all at once, as long as it gains.

        First only those whom they must, then all in the clusters this touches, then everybody for whom the
        relaxation's own point has another idea.
        """
        ways = (neighbours.differing, neighbours.touched, neighbours.differing)
        for near, free in zip((True, True, False), ways, strict=True):
            gained = True
            while gained and not self._watch.proven(stage):
                best = self._watch.best
                other = self._relaxation.near(stage, best) if near and best is not None else point
                if best is None or other is None:
                    return
                self._programs.improve(free(other, best), best, stage, RECONCILE)
                gained = self._watch.best is not best

    def _step(self, stage: int, neighbours: Neighbours, point: Floats | None, until: float) -> None:
        """Neighbourhood after neighbourhood, where the plan lost most of what the relaxation had."""
        costs = blend(self._model, stage)
        while not neighbours.exhausted and not self._watch.proven(stage) and time.monotonic() < until:
            best = self._watch.best
            if best is None or self._watch.left() <= 0:
                return
            chosen = neighbours.choose(best.astype(float) if point is None else point, best, costs)
            closed = self._programs.improve(np.isin(neighbours.cluster, chosen), best, stage)
            neighbours.learn(self._watch.best is not best, closed)
