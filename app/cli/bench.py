"""Measuring the engine: the measurements stand in `bench`, beside the application, loaded when asked for."""

from __future__ import annotations

import click


@click.group(short_help="Measure the engine.")
def bench() -> None:
    """Measure the engine on problems drawn for it."""


@bench.command(short_help="Speed, size and proof, in one table.")
@click.option("--only", multiple=True, metavar="NAME", help="Cases with this in their name; can be repeated.")
@click.option("--quick", is_flag=True, help="Small cases only.")
@click.option("--bare", is_flag=True, help="Without the yardsticks.")
@click.option("--curve", "growth", is_flag=True, help="Seconds and memory by people, and nothing else.")
@click.option("--patience", default=1.0, show_default=True, help="Multiplies the time limits.")
def engine(only: tuple[str, ...], quick: bool, bare: bool, growth: bool, patience: float) -> None:
    """Solve seasons and other families, each in a fresh process: what it took, what is proven."""
    from bench.engine import curve, run

    if growth:
        curve(patience)
    else:
        run(only, quick, not bare, patience)


commands: list[click.Command] = [bench]
