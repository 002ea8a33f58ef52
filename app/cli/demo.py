"""The demonstration city."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command()
@click.option("--if-empty", is_flag=True, help="do nothing, and say nothing, when there is data already")
@click.option("--seed", default=1, show_default=True, help="the same seed invents the same city")
@click.option("--workers", default=4000, show_default=True, help="workers in the season to be allocated")
@with_appcontext
def demo(if_empty: bool, seed: int, workers: int) -> None:
    """Fill an empty database with an invented city."""
    from app.services import demo as city
    from app.unit_of_work import unit_of_work

    if not current_app.config["DEVELOPMENT"]:
        raise click.ClickException("invented people have no place in production; unset APP_ENV first")
    if not city.is_empty():
        if if_empty:
            return
        raise click.ClickException("the database is not empty; choose another DATA_DIR or DATABASE_URL")
    with unit_of_work():
        city.build(city.Demand(seed=seed, workers=workers))
    click.echo("a demonstration city is ready")


commands = [demo]
