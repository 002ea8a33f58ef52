"""The engine's own process: problem in, progress out, stop in, result out. `process` is the other end."""

from __future__ import annotations

import contextlib
import time
import traceback
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection

from app.scheduling.contract.check import check
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import digest, read_problem
from app.scheduling.contract.result import Result
from app.scheduling.contract.result_file import write_result
from app.scheduling.progress import CannotFreeze, CannotServe, EngineFault, NoPlanYet, Options, time_limit

STARTED, FINISHING = "started", "finishing"


@dataclass(frozen=True, slots=True)
class Task:
    """What the process is to do. `asked_at` is on the clock that all processes share."""

    problem: bytes
    options: Options
    asked_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Failure:
    """The process ended without a result; `fault` is "" when it merely had no plan yet.

    `cannot_freeze` says instead why those who have a place cannot all keep it, `cannot_serve` what serving in
    order does not keep.
    """

    fault: str = ""
    cannot_freeze: str = ""
    cannot_serve: str = ""


def checked(problem: Problem, result: Result, sha256: str) -> bytes:
    """The result file, once the law has passed it. Raises EngineFault, naming the first rules broken."""
    broken = check(problem, result, sha256)
    if broken:
        raise EngineFault("; ".join(f"{v.rule}: {v.where}: {v.what}" for v in broken[:3]))
    return write_result(result)


def work(task: Task, to_parent: Connection, from_parent: Connection) -> bytes:
    """Search, finish and check; anything that the parent sends, its end included, means stop."""
    from app.scheduling.solve import complete, search

    problem, sha256 = read_problem(task.problem), digest(task.problem)
    to_parent.send(STARTED)
    # the limit counts from when we were asked: starting and reading are a part of it
    left = time_limit(problem, task.options) - (time.monotonic() - task.asked_at)
    options = replace(task.options, time_limit=left)
    ending = search(problem, options, to_parent.send, from_parent.poll, lambda: to_parent.send(FINISHING))
    return checked(problem, complete(problem, ending, options, sha256), sha256)


def main(from_parent: Connection, to_parent: Connection) -> None:
    """Do the task that the parent sends, and answer with result bytes or a Failure."""
    try:
        answer: bytes | Failure = work(from_parent.recv(), to_parent, from_parent)
    except NoPlanYet:
        answer = Failure()
    except CannotFreeze as error:
        answer = Failure(cannot_freeze=str(error))
    except CannotServe as error:
        answer = Failure(cannot_serve=str(error))
    except BrokenPipeError:
        return
    except FileFaults as faults:  # the parent reads the file as well, and names them
        answer = Failure(str(faults))
    except Exception as fault:
        traceback.print_exc()
        answer = Failure(f"{type(fault).__name__}: {fault}")
    with contextlib.suppress(BrokenPipeError):
        to_parent.send(answer)
