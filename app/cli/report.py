"""`flask report`: why everybody is where they are, and figures for every offering."""

from __future__ import annotations

import click

from app.cli.files import UNUSABLE, check_writable, fail, read_bytes, write_whole
from app.scheduling.beside import figures_of_both
from app.scheduling.contract.check import check
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.problem_file import digest, read_problem
from app.scheduling.contract.result_file import read_result
from app.scheduling.reasons.report import report, write_report

FAULT = 1


@click.command(name="report", short_help="Explain a result file.")
@click.argument("problem")
@click.argument("result")
@click.argument("output", metavar="REPORT")
@click.option("--beside", is_flag=True, help="Set figures of serving in order beside those of the result.")
def write_reasons(problem: str, result: str, output: str, beside: bool) -> None:
    """Write a reason for every choice that somebody would rather have, and figures for every offering."""
    asked_bytes, found_bytes = read_bytes(problem), read_bytes(result)
    try:
        asked, found = read_problem(asked_bytes), read_result(found_bytes)
    except FileFaults as error:
        fail(UNUSABLE, *error.faults)
    check_writable(output, problem, result)
    broken = check(asked, found, digest(asked_bytes))
    if broken:
        fail(FAULT, *broken[:5], f"rules broken: {len(broken)} times; reasons would not be true")
    given = [(placement.party, placement.offering) for placement in found.placements]
    figures = figures_of_both(asked, given) if beside else None
    content = report(asked, found, digest(asked_bytes), digest(found_bytes), figures)
    write_whole(output, write_report(content))
    parties = content["reasons"]
    click.echo(f"parties: {len(parties)}, choices explained: {sum(len(p['choices']) for p in parties)}")


commands: list[click.Command] = [write_reasons]
