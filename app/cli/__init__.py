"""The `flask` commands, one line of help each."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

MODULES = (
    "engine",
    "report",
    "refill",
    "heats",
    "bench",
    "site",
    "demo",
    "units",
    "coordinators",
    "programme_file",
)


def init_app(app: Flask) -> None:
    """Register every module's `commands`."""
    for name in MODULES:
        for command in import_module(f"app.cli.{name}").commands:
            app.cli.add_command(command)
