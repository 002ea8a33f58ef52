"""The whole site on one machine: migrate, fill an empty development database, run web and worker together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from app.services import kinds
from app.supervisor import die_with_parent, supervise
from app.unit_of_work import unit_of_work

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py")]


def serve(port: int, data_dir: Path) -> int:
    """Serve on `port` until told to stop; needs an application context. Returns the exit code."""
    host = os.environ.get("HOST", "127.0.0.1")
    if not _is_free(host, port):
        click.echo(f"Port {port} is in use: stop what uses it, or PORT={port + 1} make run", err=True)
        return 1
    environ = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port)}
    upgrade(directory=str(ROOT / "migrations"))
    with unit_of_work():
        kinds.ensure_standard()
    if current_app.config["DEVELOPMENT"] and (code := _demo(environ)):
        return code
    return supervise(
        {"The web server": _gunicorn(host, port), "The worker": [*FLASK, "worker"]},
        environ=environ,
        started=lambda: _answers(host, port),
        announce=lambda: _announce(host, port),
    )


def _is_free(host: str, port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(host: str, port: int) -> bool:
    """Whether the web server accepts connections yet."""
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _gunicorn(host: str, port: int) -> list[str]:
    """Threads, because a page mostly waits; several instances would quarrel over a control socket."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket"]
    manners = ["--graceful-timeout", "10", "--log-level", "warning", "--chdir", str(ROOT)]
    return [sys.executable, "-m", "gunicorn", *threads, *manners, "--bind", address, "wsgi:application"]


def _demo(environ: dict[str, str]) -> int:
    """The demonstration city, made in a process of its own; returns its exit code."""
    command = [*FLASK, "demo", "--if-empty"]
    return subprocess.run(
        command, env=environ, check=False, preexec_fn=die_with_parent(os.getpid())
    ).returncode


def _announce(host: str, port: int) -> None:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    lines = [
        "",
        f"Nuanxin is running: http://{shown}:{port}",
        *_sign_in_lines(),
        "Ctrl-C stops it; the data stay.",
    ]
    click.echo("\n".join(lines))


def _sign_in_lines() -> list[str]:
    """How to sign in to the demonstration city; nothing in production, where there is none."""
    if not current_app.config["DEVELOPMENT"]:
        return []
    try:
        accounts = import_module("app.services.demo_accounts")
    except ModuleNotFoundError:
        return []
    return [f"  {line}" for line in accounts.sign_in_lines()]
