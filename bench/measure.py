"""Run one step of the bench in a fresh process and take what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.draws import Json

ROOT = Path(__file__).parents[1]


def fresh(module: str, *arguments: object) -> Json:
    """The JSON object that `python -m MODULE ARGUMENTS` prints, with the clock's seconds as `wall`.

    A step that fails gives {"status": …} and nothing else: one bad case does not end the bench.
    """
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return {"status": f"ended with {done.returncode}: {last[:100]}"}
    found: Json = json.loads(done.stdout)
    return found | {"wall": time.monotonic() - began}
