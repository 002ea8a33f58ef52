"""One run from the queue to its stored result. Solving holds no transaction; each step is a unit of work."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from app.scheduling.beside import beside_in_order
from app.services.allocation import beside, keeper, outcome
from app.services.allocation.keeper import Claim
from app.services.allocation.runs import Step
from app.unit_of_work import unit_of_work

log = structlog.get_logger()

BEAT_EVERY = 1.0  # seconds between two looks at the database
STEP_EVERY = 1.0  # seconds between two notes of progress
SAME_EVERY = 10.0  # seconds between two notes that say the same


def solve_run(run_id: int, stopping: Callable[[], bool], engine: outcome.Engine | None = None) -> bool:
    """Claim the run, solve it, store what came out; False when it was not to be had or was not finished."""
    with unit_of_work():
        claim = keeper.claim(run_id)
    if claim is None:
        return False
    watcher = Watcher(claim, stopping)
    log.info("run.solving", run=run_id)
    found = outcome.solve(claim.problem, claim.options, watcher, engine)
    if stopping() and not watcher.refused and not watcher.cut_short:
        with unit_of_work():
            keeper.release(claim)
        return False
    # the watcher goes on saying that the run is worked on; being called off does not end the explaining
    found = outcome.with_reasons(claim.problem, found, lambda: watcher.should_stop() and stopping())
    with unit_of_work():
        if watcher.last is not None:
            keeper.note(claim, watcher.last)
        finished = keeper.finish(claim, found)
    log.info("run.finished", run=run_id, stored=finished, failure=found.summary.get("failure"))
    return finished


def lay_beside(run_id: int, stopping: Callable[[], bool]) -> None:
    """Count a run that has a plan beside serving in order, and store the figures with it."""
    with unit_of_work():
        problem, result = beside.files(run_id)
    found = beside_in_order(problem, result, stopping)
    if not stopping():
        with unit_of_work():
            beside.store(run_id, found)
        log.info("run.beside", run=run_id, counted=found is not None)


class Watcher:
    """Writes down how the run comes along, and hears when it is to stop."""

    def __init__(self, claim: Claim, stopping: Callable[[], bool]) -> None:
        self._claim, self._stopping = claim, stopping
        self._beat_at = time.monotonic()
        self._noted_at = 0.0
        self._noted: Step | None = None
        self.last: Step | None = None  # the latest step that is not written down yet
        self.refused = self.cut_short = False

    def on_step(self, step: Step) -> None:
        """Called by the engine for every improvement: some are enough for a curve."""
        now = time.monotonic()
        same = self._noted is not None and (self._noted.values, self._noted.bounds) == (
            step.values,
            step.bounds,
        )
        self.last = step
        if now - self._noted_at < (SAME_EVERY if same else STEP_EVERY):
            return
        with unit_of_work():
            keeper.note(self._claim, step)
        self._noted_at = self._beat_at = now
        self._noted, self.last = step, None

    def should_stop(self) -> bool:
        """Polled by the engine."""
        if self._stopping() or self.refused or self.cut_short:
            return True
        if time.monotonic() - self._beat_at >= BEAT_EVERY:
            self._beat_at = time.monotonic()
            with unit_of_work():
                self.refused = not keeper.beat(self._claim)
                self.cut_short = not self.refused and keeper.is_cut_short(self._claim)
        return self.refused or self.cut_short
