"""The report of a finished run, written in a process of its own.

`python -m app.scheduling.reporting PROBLEM RESULT` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from app.scheduling.aside import run_aside
from app.scheduling.contract.problem_file import digest, read_problem
from app.scheduling.contract.result_file import read_result


def report_in_process(
    problem: bytes, result: bytes, should_stop: Callable[[], bool], time_limit: float = 300.0
) -> bytes | None:
    """The report file of a checked result; None when stopped, too slow or failed. Takes the files' bytes."""
    return run_aside("app.scheduling.reporting", (problem, result), should_stop, time_limit)


def main() -> None:
    """Report on the two files named on the command line."""
    from app.scheduling.reasons.report import (  # loads a solver: not in the caller's process
        report,
        write_report,
    )

    problem, result = (Path(path).read_bytes() for path in sys.argv[1:3])
    content = report(read_problem(problem), read_result(result), digest(problem), digest(result))
    sys.stdout.buffer.write(write_report(content))


if __name__ == "__main__":
    main()
