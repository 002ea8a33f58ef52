"""Heats of a contest on files: make a plan, check one without the solver."""

from __future__ import annotations

import click

from app.cli.files import UNUSABLE, check_writable, fail, read_bytes, write_whole
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.heats.check import check
from app.scheduling.heats.in_process import solve_in_process
from app.scheduling.heats.problem import Problem
from app.scheduling.heats.problem_file import read_problem
from app.scheduling.heats.result import Result
from app.scheduling.heats.result_file import read_result, write_result
from app.scheduling.progress import NoPlanYet

FAULT, INFEASIBLE = 1, 3


@click.command(short_help="Place entrants in heats and at stations.")
@click.argument("problem")
@click.argument("result")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=120.0, show_default=True)
def heats(problem: str, result: str, time_limit: float) -> None:
    """Make the heats of a contest from a `heats-problem/1` file."""
    asked = _problem(problem)
    check_writable(result, problem)
    try:
        found = solve_in_process(asked, time_limit)
    except NoPlanYet:
        fail(FAULT, "ended before there was a plan: give it more time with --time-limit")
    write_whole(result, write_result(found))
    _report(found)
    if found.obstacle is not None:
        raise SystemExit(INFEASIBLE)


@click.command(name="heats-check", short_help="Check heats without a solver.")
@click.argument("problem")
@click.argument("result")
def heats_check(problem: str, result: str) -> None:
    """Check a `heats-result/1` file against every rule, without a solver."""
    asked = _problem(problem)
    try:
        found = read_result(read_bytes(result))
    except FileFaults as error:
        fail(UNUSABLE, *(f"{result}: {fault}" for fault in error.faults))
    broken = check(asked, found)
    for violation in broken:
        click.echo(str(violation))
    if broken:
        fail(FAULT, f"rules broken: {len(broken)} times")
    _report(found)
    click.echo("every rule holds")


def _problem(path: str) -> Problem:
    try:
        return read_problem(read_bytes(path))
    except FileFaults as error:
        fail(UNUSABLE, *(f"{path}: {fault}" for fault in error.faults))


def _report(result: Result) -> None:
    for measure in result.measures:
        click.echo(f"{measure.name}: value {measure.value}, bound {measure.bound}")
    if result.obstacle is not None:
        detail = ", ".join(f"{name} {value}" for name, value in result.obstacle.detail.items())
        click.echo(f"cannot be kept: {result.obstacle.rule}{': ' if detail else ''}{detail}")
    click.echo(f"seats: {len(result.seats)}, duties: {len(result.duties)}")
    click.echo(f"status: {result.status}")


commands: list[click.Command] = [heats, heats_check]
