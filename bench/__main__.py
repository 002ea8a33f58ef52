"""`make bench`: seasons drawn by our own generator, each solved in a fresh process, in one table.

Machines are shared and noisy, so beside the seconds stands their ratio to checking the same result without a
solver, run in the same minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.season import season

ROOT = Path(__file__).parents[1]
SEASONS = (
    {"people": 1_000, "weeks": 6},
    {"people": 5_000, "weeks": 12, "micro": True},
    {"people": 10_000, "weeks": 24, "micro": True},
)


@dataclass(frozen=True)
class Timed:
    """What one command took: seconds by the clock, and megabytes at its peak, children included."""

    seconds: float
    megabytes: float


def main() -> None:
    heads = f"{'season':<24}{'parties':>9}{'offerings':>11}{'seconds':>9}{'÷ check':>9}{'MB':>7}"
    print(heads + "  status, value/bound")
    for options in SEASONS:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(options, Path(folder)), flush=True)


def _line(options: dict[str, Any], folder: Path) -> str:
    problem = season(seed=3, choices=5, scale=1, **{"micro": False, **options})
    source, result = folder / "problem.json", folder / "result.json"
    source.write_text(json.dumps(problem))
    solved = _timed("allocate", source, result)
    checked = _timed("verify", source, result)
    told = json.loads(result.read_text())
    values = " ".join(f"{o['name']} {o['value']}/{o['bound']}" for o in told["objectives"])
    name = f"{options['people']:,} people, {options['weeks']} w{' micro' if options.get('micro') else ''}"
    sizes = f"{len(problem['parties']):>9,}{len(problem['offerings']):>11,}"
    speed = f"{solved.seconds:>9.1f}{solved.seconds / checked.seconds:>9.1f}{solved.megabytes:>7.0f}"
    return f"{name:<24}{sizes}{speed}  {told['status']}, {values}"


def _timed(command: str, source: Path, result: Path) -> Timed:
    """Run a command in a process of its own; a failure stops the bench with what it said."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", command, str(source), str(result)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"flask {command} ended with {process.returncode}")
    return Timed(time.monotonic() - began, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
