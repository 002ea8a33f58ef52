"""Heats made in a process of their own: no solver in the caller's, and it can be ended."""

from __future__ import annotations

from collections.abc import Callable

from app.scheduling.aside import run_aside
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.problem_file import read_problem, write_problem
from app.scheduling.heats.result import Result
from app.scheduling.heats.result_file import read_result
from app.scheduling.progress import NoPlanYet


def solve_in_process(
    problem: Problem, seconds: float = 120.0, should_stop: Callable[[], bool] = lambda: False
) -> Result:
    """A checked plan, or the first rule that none can keep (`Result.obstacle`).

    Raises HeatsProblemFaults for a problem that contradicts itself, before anything is started; NoPlanYet
    when stopped, when `seconds` are over without a plan, or when the process failed.
    """
    content = write_problem(problem)
    read_problem(content)
    found = run_aside("app.scheduling.heats", (content,), should_stop, seconds)
    if not found:
        raise NoPlanYet
    return read_result(found)
