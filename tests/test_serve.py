"""One parent runs the web server and the worker, and ends them together."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]
FAILS = [sys.executable, "-c", "raise SystemExit(3)"]

PARENT = """
import json, sys
from app.supervisor import supervise
commands = json.loads(sys.argv[1])
raise SystemExit(supervise(commands, grace=1.0, announce=lambda: print("up", flush=True)))
"""


def start(web: list[str], worker: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, json.dumps({"web": web, "worker": worker})],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until_gone(pids: list[int], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(is_running(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def up(web: list[str], worker: list[str]) -> tuple[subprocess.Popen[str], list[int]]:
    parent = start(web, worker)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "up\n"
    pids = children_of(parent.pid)
    assert len(pids) == 2
    return parent, pids


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_both(number: signal.Signals) -> None:
    parent, pids = up(SLEEP, SLEEP)
    parent.send_signal(number)
    assert parent.wait(10) == 0
    assert wait_until_gone(pids)


def test_a_child_that_will_not_stop_is_killed() -> None:
    parent, pids = up(SLEEP, STUBBORN)
    time.sleep(0.5)  # until it ignores the signal
    parent.terminate()
    assert parent.wait(10) == 0
    assert wait_until_gone(pids)


def test_when_one_dies_the_other_is_stopped() -> None:
    parent = start(SLEEP, FAILS)
    assert parent.stderr is not None
    assert parent.wait(10) == 1
    assert "worker ended by itself with code 3" in parent.stderr.read()


def test_children_die_with_a_parent_that_is_killed() -> None:
    parent, pids = up(SLEEP, SLEEP)
    parent.kill()
    parent.wait(10)
    assert wait_until_gone(pids)


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        script = f"from app.serve import serve; raise SystemExit(serve({port}, {str(tmp_path)!r}))"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"Port {port} is in use:")
