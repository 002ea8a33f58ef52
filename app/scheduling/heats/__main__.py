"""`python -m app.scheduling.heats PROBLEM`: prints the plan of a heats problem as `heats-result/1`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.scheduling.heats.problem_file import read_problem
from app.scheduling.heats.result_file import write_result
from app.scheduling.heats.solve import solve

if __name__ == "__main__":
    found = solve(read_problem(Path(sys.argv[1]).read_bytes()))
    sys.stdout.buffer.write(write_result(found))
