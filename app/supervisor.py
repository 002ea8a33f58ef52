"""One parent, several children: they start together, and when one ends or we are told to stop, all stop."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import click

GRACE_SECONDS = 15.0
PR_SET_PDEATHSIG = 1


def supervise(
    commands: Mapping[str, Sequence[str]],
    *,
    environ: Mapping[str, str] | None = None,
    started: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    grace: float = GRACE_SECONDS,
) -> int:
    """Run `commands` (by name) until SIGINT, SIGTERM or the end of one of them; then stop the rest.

    `announce` is called once, as soon as `started` says yes. Returns the exit code: 0 when we were told
    to stop, 1 when a child ended by itself. `grace` is the seconds a child has before it is killed.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    children = {name: _start(command, environ) for name, command in commands.items()}
    try:
        ended = _watch(children, stop, started, announce)
    finally:
        _stop(children.values(), grace)
    if ended is None:
        return 0
    click.echo(
        f"{ended} ended by itself with code {children[ended].returncode}; the rest was stopped.", err=True
    )
    return 1


def _watch(
    children: Mapping[str, subprocess.Popen[bytes]],
    stop: threading.Event,
    started: Callable[[], bool],
    announce: Callable[[], None],
) -> str | None:
    """The name of the child that ended, or None when we were told to stop."""
    announced = False
    while not stop.wait(0.2):
        for name, child in children.items():
            if child.poll() is not None:
                return name
        if not announced and started():
            announce()
            announced = True
    return None


def _start(command: Sequence[str], environ: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches the parent alone."""
    return subprocess.Popen(
        command, env=environ, start_new_session=True, preexec_fn=die_with_parent(os.getpid())
    )


def die_with_parent(parent: int) -> Callable[[], None]:
    """What a child does first: ask the kernel to end it when `parent` ends (Linux)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None).prctl

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent ended before the kernel had been asked
            os._exit(1)

    return prepare


def _stop(children: Iterable[subprocess.Popen[bytes]], grace: float) -> None:
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + grace
    for child in running:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
