"""Run the engine in a process of its own: it can be stopped, and it cannot take the caller down with it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from app.scheduling import child
from app.scheduling.keep import frozen, still_there
from app.scheduling.problem_file import digest, read_problem
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
from app.scheduling.result import ObjectiveValue

__all__ = ["CannotFreeze", "CannotServe", "EngineFault", "NoPlanYet", "run_in_process"]

COMMAND = (sys.executable, "-m", "app.scheduling")
POLL = 0.25  # seconds between two looks at `should_stop`
GRACE = 1.5  # seconds to obey a stop or a time limit
SILENT = 1.5  # seconds after which the last state is told again: a long step in a solver may say nothing
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
    with _Child() as engine:
        engine.say(child.Task(problem_bytes, options))  # it starts and reads while we do
        problem = read_problem(problem_bytes)
        # what the search may take: the rest of the limit is for finishing, here or there
        limit = time_limit(problem, options) - finishing_time(problem)
        answer, last = _attend(engine, limit, on_progress or (lambda _: None), should_stop or (lambda: False))
    if isinstance(answer, bytes):
        return answer
    if answer is not None and answer.cannot_freeze:
        raise CannotFreeze(answer.cannot_freeze)
    if answer is not None and answer.cannot_serve:
        raise CannotServe(answer.cannot_serve)
    if answer is not None and answer.fault:
        raise EngineFault(answer.fault)
    if answer is not None or last is None:
        raise NoPlanYet
    return _finish_here(problem_bytes, options, last)


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


def _attend(
    engine: _Child, limit: float, on_progress: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> tuple[bytes | child.Failure | None, Progress | None]:
    """Listen until the answer; no answer (None) when the child had to be given up.

    The second value is the last progress that carried a plan, brought up to date with later bounds.
    """
    last: Progress | None = None
    deadline: float | None = None
    told_to_stop = finishing = False
    told = time.monotonic()
    while deadline is None or time.monotonic() < deadline:
        if not told_to_stop and not finishing and should_stop():
            told_to_stop, deadline = True, time.monotonic() + GRACE
            engine.say("stop")
        if not engine.outbox.poll(POLL):
            silent = time.monotonic() - told
            if last is not None and not last.conflict and silent >= SILENT:
                last, told = replace(last, seconds=last.seconds + silent), told + silent
                on_progress(replace(last, plan=None))
            continue
        try:
            message = engine.outbox.recv()
        except EOFError:
            return child.Failure(f"the engine's process ended with code {engine.process.wait()}"), last
        if isinstance(message, bytes | child.Failure):
            return message, last
        if message == child.FINISHING:
            finishing, deadline = True, time.monotonic() + FINISH
        elif message == child.STARTED and not told_to_stop:
            deadline = time.monotonic() + limit + GRACE
        elif isinstance(message, Progress):
            last = message if message.plan or last is None else _updated(last, message)
            if not message.conflict:
                on_progress(message)
            told = time.monotonic()
    return None, last


def _updated(last: Progress, later: Progress) -> Progress:
    return replace(later, plan=last.plan)


def _finish_here(problem_bytes: bytes, options: Options, last: Progress) -> bytes:
    """Finish the best plan that a child sent before it had to be killed."""
    from app.scheduling.finish import finished, infeasible  # seldom needed, and slow to load
    from app.scheduling.plain_bounds import plainly_bounded
    from app.scheduling.polish import polished_unless_proven

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
