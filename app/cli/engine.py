"""The engine on files: allocate, verify, draw."""

from __future__ import annotations

import math
from dataclasses import replace

import click

from app.cli.files import UNUSABLE, check_writable, fail, read_bytes, write_whole
from app.cli.staying import moved_line, price_lines, readable_result
from app.scheduling.contract.check import check
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.lottery import draw, entries_digest
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import digest, read_problem
from app.scheduling.contract.result import Result
from app.scheduling.contract.result_file import read_result
from app.scheduling.contradiction.conflict_words import proof, told
from app.scheduling.process import CannotFreeze, CannotServe, EngineFault, NoPlanYet, run_in_process
from app.scheduling.progress import METHODS, Options, Progress

FAULT, INFEASIBLE = 1, 3
CUT_OFF = "ended: cut off by the clock; another run need not give the same places"
COUNTED_OUT = "ended: by a count of steps; every run gives the same places"


def _seconds(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter("must be more than 0 seconds")
    return value


@click.command(short_help="Solve a problem file.")
@click.argument("problem")
@click.argument("result")
@click.option("--time-limit", type=float, callback=_seconds, help="Seconds; by default what the size needs.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True)
@click.option("--method", type=click.Choice(METHODS), default=METHODS[0], show_default=True)
@click.option("--keep", metavar="EARLIER", help="A result: objectives first, then as few move as possible.")
@click.option("--freeze", is_flag=True, help="With --keep: nobody who has a place moves, whatever it costs.")
def allocate(
    problem: str,
    result: str,
    time_limit: float | None,
    seed: int,
    workers: int,
    method: str,
    keep: str | None,
    freeze: bool,
) -> None:
    """Allocate a problem file: who gets which offering, room and bed."""
    if freeze and keep is None:
        raise click.UsageError("--freeze needs --keep: the allocation in which nobody is to move")
    data = read_bytes(problem)
    asked = _readable_problem(problem, data) if keep is not None else None
    earlier = readable_result(keep).placements if keep is not None else ()
    check_writable(result, problem, *([keep] if keep is not None else []))
    options = Options(time_limit, seed, workers, method, keep=earlier, freeze=freeze)
    content, cut_off = _solved(problem, data, options)
    write_whole(result, content)
    found = read_result(content)
    _report(found, cut_off)
    if asked is not None:
        click.echo(moved_line(asked, earlier, found))
    if asked is not None and freeze:
        free = read_result(_solved(problem, data, replace(options, freeze=False))[0])
        click.echo("\n".join(price_lines(asked, earlier, found, free)))
    if found.status == "infeasible":
        raise SystemExit(INFEASIBLE)


def _readable_problem(path: str, data: bytes) -> Problem:
    try:
        return read_problem(data)
    except FileFaults as error:
        fail(UNUSABLE, *(f"{path}: {fault}" for fault in error.faults))


def _solved(path: str, data: bytes, options: Options) -> tuple[bytes, bool]:
    """The result file, checked against every rule; exit code 1 and no file if there is none to give.

    Also whether the clock cut it off, so that it need not come out the same again.
    """
    cut_off = False

    def heard(progress: Progress) -> None:
        nonlocal cut_off
        cut_off = progress.cut_off

    try:
        return run_in_process(data, options, heard), cut_off
    except FileFaults as error:
        fail(UNUSABLE, *(f"{path}: {fault}" for fault in error.faults))
    except CannotFreeze as error:
        fail(INFEASIBLE, f"not everybody who has a place can keep it: {error}")
    except CannotServe as error:
        fail(FAULT, f"serving in order does not keep every rule: {error}; --method optimiser does")
    except NoPlanYet:
        fail(FAULT, "cut off before any allocation was found: give it more time with --time-limit")
    except EngineFault as error:
        fail(FAULT, f"engine fault: {error}")


def _report(result: Result, cut_off: bool | None = None) -> None:
    for objective in result.objectives:
        click.echo(f"{objective.name}: value {objective.value}, bound {objective.bound}")
    for part in result.conflict:
        click.echo(f"conflict: {told(part)}")
    if result.conflict:
        click.echo(f"these contradict: {proof(result.conflict)}")
    placed, unplaced = len({p.party for p in result.placements}), len(result.unplaced)
    click.echo(f"parties: {placed} placed, {unplaced} unplaced; offerings cancelled: {len(result.cancelled)}")
    click.echo(f"seconds: {result.seconds:.1f}")
    click.echo(f"status: {result.status}")
    if result.status == "feasible" and cut_off is not None:
        click.echo(CUT_OFF if cut_off else COUNTED_OUT)


@click.command(short_help="Check a result file without a solver.")
@click.argument("problem")
@click.argument("result")
def verify(problem: str, result: str) -> None:
    """Check a result file against every rule, without a solver."""
    data = read_bytes(problem)
    asked = _readable_problem(problem, data)
    try:
        found = read_result(read_bytes(result))
    except FileFaults as error:
        fail(UNUSABLE, *(f"{result}: {fault}" for fault in error.faults))
    broken = check(asked, found, digest(data))
    for violation in broken:
        click.echo(str(violation))
    if broken:
        fail(FAULT, f"rules broken: {len(broken)} times")
    _report(found)
    click.echo("every rule holds")


@click.command(name="draw", short_help="Draw lottery numbers for a list.")
@click.argument("entries")
@click.option("--seed", required=True, help="Text that nobody could know when the entries were published.")
def draw_entries(entries: str, seed: str) -> None:
    """Draw lottery numbers for a file of entries, one on each line."""
    try:
        ids = [
            line for line in read_bytes(entries).decode("utf-8-sig").replace("\r\n", "\n").split("\n") if line
        ]
        numbers = draw(ids, seed)
    except ValueError as error:
        fail(UNUSABLE, f"{entries}: {error}")
    for entry, number in numbers.items():
        click.echo(f"{number}\t{entry}")
    click.echo(f"entries digest: {entries_digest(ids)}", err=True)


commands: list[click.Command] = [allocate, verify, draw_entries]
