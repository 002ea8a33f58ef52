"""`python -m bench.yardstick lp|cp-sat PROBLEM`: what others make of the same formulation; prints JSON.

`lp` is the bare relaxation, whole, by HiGHS: the floor of what an answer can cost. `cp-sat` is CP-SAT alone
on the first objective, two workers, for the seconds given.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from app.scheduling.contract.problem_file import read_problem
from app.scheduling.formulation.assign import Model, formulate
from app.scheduling.solving.cpsat import CpSat
from app.scheduling.solving.highs import Highs
from app.scheduling.solving.relax import blend
from bench.draws import Json

WORKERS = 2


def main() -> None:
    """Measure one yardstick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("lp", "cp-sat"))
    parser.add_argument("problem", type=Path)
    parser.add_argument("--seconds", type=float, default=600.0)
    asked = parser.parse_args()
    model, _ = formulate(read_problem(asked.problem.read_bytes()))
    measure = _relaxation if asked.which == "lp" else _cp_sat
    found = measure(model, asked.seconds)
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def _relaxation(model: Model, seconds: float) -> Json:
    """Both first objectives weighed together, as the engine weighs them; nothing held, nothing tightened."""
    began = time.monotonic()
    solver = Highs(model.matrix, blend(model, 0), 1, whole=False)
    answer = solver.solve(seconds, lambda: False)
    rows, columns = model.matrix.rows.shape
    return {
        "rows": rows,
        "columns": columns,
        "status": answer.status,
        "lp_seconds": time.monotonic() - began,
    }


def _cp_sat(model: Model, seconds: float) -> Json:
    """The first objective alone, in its natural sign; building the model counts as its time."""
    began = time.monotonic()
    solver = CpSat(model.matrix, model.costs[0], 1)
    left = max(1.0, seconds - (time.monotonic() - began))
    answer = solver.solve(left, lambda: False, workers=WORKERS)
    sign = -1 if model.problem.objectives[0].maximise else 1
    value = None if answer.point is None else sign * round(float(model.costs[0] @ answer.point))
    return {"status": answer.status, "value": value}


if __name__ == "__main__":
    main()
