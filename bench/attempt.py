"""`python -m bench.attempt PROBLEM RESULT`: one run of the engine, watched from outside; prints what it saw.

The engine runs in its own process, exactly as for `flask allocate`; this one only listens.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.scheduling.contract.result_file import read_result
from app.scheduling.process import EngineFault, NoPlanYet, run_in_process
from app.scheduling.progress import METHODS, Options, Progress


@dataclass(slots=True)
class Heard:
    """When the first plan was told (seconds from the start), and the longest silence from then on."""

    began: float = field(default_factory=time.monotonic)
    first: float | None = None
    silence: float = 0.0
    last: float = 0.0

    def __call__(self, _progress: Progress) -> None:
        now = time.monotonic() - self.began
        if self.first is None:
            self.first = now
        else:
            self.silence = max(self.silence, now - self.last)
        self.last = now


def main() -> None:
    """Run, write the result and print one JSON object: what was reached, when, at what cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problem", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--time-limit", type=float)
    parser.add_argument("--method", choices=METHODS, default=METHODS[0])
    asked = parser.parse_args()
    heard, status, told = Heard(), "", {}
    try:
        options = Options(asked.time_limit, method=asked.method)
        content = run_in_process(asked.problem.read_bytes(), options, heard)
    except NoPlanYet:
        status = "no plan"
    except EngineFault as fault:
        status = f"fault: {fault}"
    else:
        asked.result.write_bytes(content)
        result = read_result(content)
        status = result.status
        told = {"objectives": [[o.name, o.value, o.bound] for o in result.objectives]}
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    seen = {
        "status": status,
        "seconds": time.monotonic() - heard.began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / 1024,
        "first": heard.first,
        "silence": heard.silence,
    }
    print(json.dumps(seen | told))


if __name__ == "__main__":
    main()
