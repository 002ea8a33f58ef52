"""The best plan so far, what is proven of it, the time left, and who wants to hear of it or stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from app.scheduling.contract.result import ObjectiveValue
from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Ints
from app.scheduling.formulation.outcome import plan_of
from app.scheduling.progress import Progress

POLL_EVERY = 0.1
REPORT_EVERY = 1.0
PLAN_EVERY = 0.5  # a plan of a whole city is long to tell


class Watch:
    """Kept by one run; solver threads may call it. Values and bounds are in minimising form."""

    def __init__(
        self,
        model: Model,
        began: float,
        deadline: float,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.model, self.began, self.deadline = model, began, deadline
        self.best: Ints | None = None
        self.values: tuple[int, ...] = ()
        self.bounds = box_bounds(model)
        self.stage = 0
        self.cut_off = False  # has the clock, or whoever asked to stop, ended any of the work?
        self.had: int | None = None  # people in the allocation to be kept, where there is one
        self._tell, self._ask = on_progress, should_stop
        self._stopped = False
        self._asked = self._told = 0.0
        self._plan_told: tuple[int, ...] | None = None
        self._guard = threading.RLock()

    def left(self) -> float:
        """Seconds until the deadline, 0 when the run was told to stop."""
        return 0.0 if self.stopped() else max(0.0, self.deadline - time.monotonic())

    def called_off(self) -> bool:
        """Was the run told to stop, whatever time is left?"""
        self.stopped()
        return self._stopped

    def stopped(self) -> bool:
        """Must the search end now? Also tells of progress when that is due."""
        now = time.monotonic()
        with self._guard:
            if not self._stopped and self._ask is not None and now - self._asked >= POLL_EVERY:
                self._asked = now
                self._stopped = self._ask()
            if now - self._told >= REPORT_EVERY:
                self.tell()
        over = self._stopped or now >= self.deadline
        self.cut_off = self.cut_off or over
        return over

    def offer(self, point: Ints) -> bool:
        """Take a plan if it is better, earlier objectives first, and keeps every rule exactly."""
        with self._guard:
            values = self.model.values(point)
            if self.best is not None and values >= self.values:
                return False
            if not self.model.matrix.holds(point):
                return False
            self.best, self.values = point, values
            if self._plan_told is None or time.monotonic() - self._told >= PLAN_EVERY:
                self.tell()
            return True

    def prove(self, stage: int, bound: int) -> None:
        """No plan as good in the earlier objectives goes below `bound` in this one."""
        with self._guard:
            if bound > self.bounds[stage]:
                self.bounds[stage] = bound

    def proven(self, stage: int) -> bool:
        """Is the value of this objective, given the earlier ones, the best possible?"""
        return self.best is not None and self.values[stage] <= self.bounds[stage]

    def all_proven(self) -> bool:
        """Is every objective's value the best possible?"""
        return all(self.proven(stage) for stage in range(len(self.bounds)))

    def tell(self) -> None:
        """Report the state to whoever listens, once there is a plan."""
        self._told = time.monotonic()
        if self._tell is None or self.best is None:
            return
        fresh = self.values != self._plan_told
        self._plan_told = self.values
        plan = plan_of(self.model, self.best) if fresh else None
        found = self.objective_values()
        self._tell(
            Progress(
                self._told - self.began,
                self.stage,
                tuple(o.value for o in found),
                tuple(o.bound for o in found),
                plan,
                self.moved(),
                cut_off=self.cut_off and not self.all_proven(),
            )
        )

    def moved(self) -> tuple[int, int] | None:
        """People who lost a place of the allocation to be kept, and the fewest possible; None without one."""
        if self.had is None:
            return None
        kept, most = (-self.values[-1], -self.bounds[-1]) if self.model.keeps else (0, 0)
        return self.had - kept, self.had - max(kept, most)

    def objective_values(self) -> tuple[ObjectiveValue, ...]:
        """Each objective's value and bound, in its natural sign."""
        found, objectives = [], self.model.problem.objectives
        for objective, value, bound in zip(objectives, self.values, self.bounds, strict=False):
            sign = -1 if objective.maximise else 1
            found.append(ObjectiveValue(objective.name, sign * value, sign * min(bound, value)))
        return tuple(found)


def box_bounds(model: Model) -> list[int]:
    """What each objective cannot go below, from the columns' own bounds."""
    width = len(model.pairs)
    lower = model.matrix.lower[:width].astype(np.int64)
    upper = model.matrix.upper[:width].astype(np.int64)
    return [int(np.minimum(c[:width] * lower, c[:width] * upper).sum()) for c in model.costs]
