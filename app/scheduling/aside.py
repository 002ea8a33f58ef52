"""Work on finished files in a process of its own: no solver in the caller's, and it can be ended."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLL = 0.25  # seconds between two looks at `should_stop`


def run_aside(
    module: str, files: Sequence[bytes], should_stop: Callable[[], bool], time_limit: float
) -> bytes | None:
    """What `python -m module FILE …` prints; None when stopped, failed, or over `time_limit` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.json" for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            path.write_bytes(content)
        answer = Path(folder) / "answer"
        with answer.open("wb") as out:
            command = [sys.executable, "-m", module, *map(str, paths)]
            child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out)
        return answer.read_bytes() if _ended_well(child, should_stop, time_limit) else None


def _ended_well(child: subprocess.Popen[bytes], should_stop: Callable[[], bool], time_limit: float) -> bool:
    """Wait for the process; False when it failed or had to be ended."""
    until = time.monotonic() + time_limit
    try:
        while True:
            try:
                return child.wait(POLL) == 0
            except subprocess.TimeoutExpired:
                if should_stop() or time.monotonic() > until:
                    return False
    finally:
        child.kill()
        child.wait()
