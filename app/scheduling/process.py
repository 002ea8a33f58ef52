"""Run the engine in a process of its own: it can be stopped, and it cannot take the caller down with it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from app.scheduling import child
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import digest, read_problem
from app.scheduling.contract.result import ObjectiveValue
from app.scheduling.progress import (
    CannotFreeze,
    CannotServe,
    EngineFault,
    NoPlanYet,
    Options,
    Progress,
    finishing_time,
    time_limit,
)
from app.scheduling.ways.keep import frozen, still_there

__all__ = ["CannotFreeze", "CannotServe", "EngineFault", "NoPlanYet", "run_in_process"]

COMMAND = (sys.executable, "-m", "app.scheduling")
POLL = 0.25  # seconds between two looks at `should_stop`
GRACE = 1.5  # seconds to obey a stop or a time limit
SILENT = 1.5  # seconds after which the last state is told again: a long step in a solver may say nothing
LARGE = 500_000  # bytes of a problem file, some 2,000 people: less is solved before anybody waits
FINISH = 120.0  # seconds that naming rooms, explaining and checking may take at most


def run_in_process(
    problem_bytes: bytes,
    options: Options,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> bytes:
    """Solve a problem file; returns the result file's bytes, checked.

    The callbacks run in the caller's process. Raises ProblemFaults for a file that breaks the format,
    NoPlanYet when stopped too early, CannotFreeze, CannotServe, EngineFault when the engine failed.
    """
    with _Child() as engine, _understudy(problem_bytes, options) as second:
        task = child.Task(problem_bytes, options)
        engine.say(task)  # it starts and reads while we do
        problem = read_problem(problem_bytes)
        # what the search may take: the rest of the limit is for finishing, here or there
        limit = time_limit(problem, options)
        until = task.asked_at + limit
        tell, stop = on_progress or (lambda _: None), should_stop or (lambda: False)
        attended = _Attended(problem, engine, second, tell, stop)
        answer = attended.answer(until - finishing_time(problem, limit), until)
    if isinstance(answer, child.Failure):
        _raise(answer)
    best = attended.best()
    if isinstance(answer, bytes) and (attended.last is None or best is attended.last):
        return answer
    if best is None:
        raise NoPlanYet
    return _finish_here(problem_bytes, options, best)


def _raise(failure: child.Failure) -> None:
    """Nothing to raise when it merely had no plan."""
    if failure.cannot_freeze:
        raise CannotFreeze(failure.cannot_freeze)
    if failure.cannot_serve:
        raise CannotServe(failure.cannot_serve)
    if failure.fault:
        raise EngineFault(failure.fault)


class _Child:
    """The process and its two pipes; left by killing whatever still runs."""

    def __init__(self) -> None:
        child_in, parent_out = os.pipe()
        parent_in, child_out = os.pipe()
        root = str(Path(__file__).resolve().parents[2])
        self.process = subprocess.Popen(
            [*COMMAND, str(child_in), str(child_out)],
            pass_fds=(child_in, child_out),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(child_in)
        os.close(child_out)
        self.inbox = Connection(parent_out, readable=False)
        self.outbox = Connection(parent_in, writable=False)

    def say(self, message: object) -> None:
        """Send, if anybody is there: that nobody is shows when listening."""
        with contextlib.suppress(BrokenPipeError):
            self.inbox.send(message)

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.inbox.close()
        self.outbox.close()
        try:
            self.process.wait(timeout=POLL)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def _understudy(problem_bytes: bytes, options: Options) -> Iterator[_Child | None]:
    """Serves in order beside a large search, on the second core: a plan to show and to fall back on."""
    plain = options.method == "optimiser" and not options.keep
    if not plain or options.workers < 2 or len(problem_bytes) < LARGE:
        yield None
        return
    with _Child() as second:
        second.say(child.Task(problem_bytes, replace(options, method="in_order")))
        yield second


class _Attended:
    """Listens to the engine until it answers, and for the understudy's plan.

    `last` is the engine's last progress that carried a plan, brought up to date with later bounds.
    """

    def __init__(
        self,
        problem: Problem,
        engine: _Child,
        second: _Child | None,
        on_progress: Callable[[Progress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._objectives = problem.objectives
        self._engine, self._second = engine, second
        self._on_progress, self._should_stop = on_progress, should_stop
        self._deadline: float | None = None
        self._told_to_stop = self._finishing = False
        self._told = time.monotonic()
        self.last: Progress | None = None
        self.in_order: Progress | None = None

    def answer(self, searched: float, until: float) -> bytes | child.Failure | None:
        """What the engine says in the end; None: it was given up.

        It has to have `searched` by then, or, as long as there is nothing to finish, by `until`.
        """
        while self._deadline is None or time.monotonic() < self._deadline:
            if not self._told_to_stop and not self._finishing and self._should_stop():
                self._told_to_stop, self._deadline = True, time.monotonic() + GRACE
                self._engine.say("stop")
            self._hear_understudy()
            if not self._engine.outbox.poll(POLL):
                self._tell_again()
                continue
            try:
                message = self._engine.outbox.recv()
            except EOFError:
                return child.Failure(f"the engine's process ended with code {self._engine.process.wait()}")
            if isinstance(message, bytes | child.Failure):
                return message
            self._heard(message, searched, until)
        if self.last is not None:
            self.last = replace(self.last, cut_off=True)
        return None

    def best(self) -> Progress | None:
        """The better of the two plans; the understudy's only where the clock has cut the engine off."""
        if self.last is None or self.in_order is None:
            return self.last or self.in_order
        if not (self.last.cut_off and self._overtaken(self.last)):
            return self.last
        # what is proven of plans as good as the engine's is true of better ones
        return replace(self.last, values=self.in_order.values, plan=self.in_order.plan)

    def _overtaken(self, progress: Progress) -> bool:
        """Is what the understudy has better?"""
        if self.in_order is None or progress.conflict:
            return False
        signs = [-1 if o.maximise else 1 for o in self._objectives]
        mine, its = ([s * v for s, v in zip(signs, p.values, strict=True)] for p in (progress, self.in_order))
        return its < mine

    def _heard(self, message: object, searched: float, until: float) -> None:
        if message == child.FINISHING:
            self._finishing, self._deadline = True, time.monotonic() + FINISH
        elif message == child.STARTED and not self._told_to_stop:
            self._deadline = until + GRACE
        elif isinstance(message, Progress):
            if self.last is None and not self._told_to_stop:
                self._deadline = max(searched, time.monotonic()) + GRACE
            plan = message.plan or (self.last.plan if self.last else None)
            self.last = replace(message, plan=plan)
            if not message.conflict:
                self._tell(message)

    def _tell(self, progress: Progress) -> None:
        """Nothing worse than what was told before, at the most with a better bound."""
        if self.in_order is not None and self._overtaken(progress):
            progress = replace(progress, values=self.in_order.values, plan=None)
        self._on_progress(progress)
        self._told = time.monotonic()

    def _hear_understudy(self) -> None:
        """Its plan is all that is wanted of it."""
        if self._second is None or self.in_order is not None or not self._second.outbox.poll():
            return
        try:
            message = self._second.outbox.recv()
        except EOFError:
            self._second = None
            return
        if isinstance(message, Progress):
            self.in_order = message
            self._second.process.kill()
            if self.last is None or self._overtaken(self.last):
                self._tell(message)

    def _tell_again(self) -> None:
        """A long step in a solver says nothing: so the last state is told once more."""
        state, silent = self.last or self.in_order, time.monotonic() - self._told
        if state is not None and not state.conflict and silent >= SILENT:
            later = replace(state, seconds=state.seconds + silent)
            self._tell(replace(later, plan=None))
            if self.last is not None:
                self.last = later
            else:
                self.in_order = later


def _finish_here(problem_bytes: bytes, options: Options, last: Progress) -> bytes:
    """Finish the best plan that a child sent before it had to be killed."""
    from app.scheduling.finish import finished, infeasible  # seldom needed, and slow to load
    from app.scheduling.solving.plain_bounds import plainly_bounded
    from app.scheduling.solving.polish import polished_unless_proven

    problem, sha256 = read_problem(problem_bytes), digest(problem_bytes)
    if last.conflict:
        none = infeasible(problem, last.conflict, options.seed, round(last.seconds, 2), sha256)
        return child.checked(problem, none, sha256)
    if last.plan is None:
        raise NoPlanYet
    objectives = tuple(
        ObjectiveValue(o.name, value, bound)
        for o, value, bound in zip(problem.objectives, last.values, last.bounds, strict=True)
    )
    if options.method != "optimiser":
        objectives = plainly_bounded(problem, last.values)
    earlier = still_there(problem, options.keep)
    asked = frozen(problem, earlier) if options.freeze else problem
    plan, objectives = polished_unless_proven(asked, last.plan, objectives)
    result = finished(
        problem, plan, objectives, options.seed, sha256, round(last.seconds, 2), earlier=earlier
    )
    return child.checked(problem, result, sha256)
