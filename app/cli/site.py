"""Running the site."""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command(short_help="Run the web server and the job consumer.")
@with_appcontext
def serve() -> None:
    """Migrate, then run the web server and the job consumer together."""
    from app.serve import serve as run

    raise SystemExit(run(int(os.environ.get("PORT", "8000")), current_app.config["DATA_DIR"]))


@click.command()
@with_appcontext
def worker() -> None:
    """Run the job consumer alone."""
    from app.jobs import consume

    consume()


commands = [serve, worker]
