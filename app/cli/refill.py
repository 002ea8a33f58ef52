"""`flask refill`: fill the gaps that withdrawals leave, without a new run."""

from __future__ import annotations

import time
from dataclasses import replace

import click

from app.cli.files import UNUSABLE, check_writable, fail, read_bytes, write_whole
from app.cli.staying import readable_result
from app.scheduling.contract.check import check
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.law import objective_values
from app.scheduling.contract.problem import Objective, Problem
from app.scheduling.contract.problem_file import digest, read_problem, write_problem
from app.scheduling.contract.result import ObjectiveValue, Result
from app.scheduling.contract.result_file import write_result
from app.scheduling.reasons.explain import explain
from app.scheduling.ways.refill import Refill, refill

FAULT = 1


@click.command(name="refill", short_help="Fill the gaps of withdrawals from the waitlist.")
@click.argument("problem")
@click.argument("result")
@click.argument("new_result")
@click.option("--withdraw", "withdrawn", multiple=True, required=True, metavar="PARTY", help="Who withdrew.")
@click.option("--problem", "new_problem", required=True, metavar="OUT", help="Where the problem goes in which"
              " whoever withdrew is locked to nothing: the one that the new result answers.")  # fmt: skip
def refill_gaps(
    problem: str, result: str, new_result: str, withdrawn: tuple[str, ...], new_problem: str
) -> None:
    """Give the places of parties that withdrew to those without one: by tier and lot, nobody moved."""
    data, earlier = read_bytes(problem), readable_result(result)
    asked = _readable(problem, data)
    unknown = sorted(set(withdrawn) - asked.parties_by_id().keys())
    if unknown:
        fail(UNUSABLE, *(f"--withdraw {party}: the problem has no such party" for party in unknown))
    if broken := check(asked, earlier, digest(data)):
        fail(FAULT, *(f"{result}: {violation}" for violation in broken[:5]))
    for path in (new_problem, new_result):
        check_writable(path, problem, result)
    began = time.perf_counter()
    found = refill(asked, earlier.placements, withdrawn, earlier.cancelled)
    seconds = time.perf_counter() - began
    content = write_problem(found.problem)
    answer = _result(found, earlier, digest(content), seconds)
    if broken := check(found.problem, answer, digest(content)):
        fail(FAULT, *broken[:5], "without those who withdrew this cannot stand: allocate again with --keep")
    write_whole(new_problem, content)
    write_whole(new_result, write_result(answer))
    for placement in found.new:
        click.echo(f"{placement.party}: {placement.offering}, choice {placement.rank}")
    click.echo(f"withdrawn: {len(set(withdrawn))} parties, placed: {len({p.party for p in found.new})}")
    click.echo(f"seconds: {seconds:.2f}")


def _readable(path: str, data: bytes) -> Problem:
    try:
        return read_problem(data)
    except FileFaults as error:
        fail(UNUSABLE, *(f"{path}: {fault}" for fault in error.faults))


def _result(found: Refill, earlier: Result, sha256: str, seconds: float) -> Result:
    """The whole result: values of the placements, bounds that need no proof."""
    values = objective_values(found.problem, found.placements)
    objectives = tuple(
        ObjectiveValue(objective.name, value, _bound(place, objective, found.problem, earlier))
        for place, (objective, value) in enumerate(zip(found.problem.objectives, values, strict=True))
    )
    running = {p.offering for p in found.placements}
    cancelled = tuple(sorted(o.id for o in found.problem.offerings if o.minimum and o.id not in running))
    return replace(
        earlier,
        problem_sha256=sha256,
        seconds=round(seconds, 2),
        status="optimal" if all(o.value == o.bound for o in objectives) else "feasible",
        objectives=objectives,
        placements=found.placements,
        unplaced=explain(found.problem, found.placements, cancelled),
        cancelled=cancelled,
    )


def _bound(place: int, objective: Objective, problem: Problem, earlier: Result) -> int:
    """What this objective cannot beat: the first one's earlier bound holds, since less is allowed now."""
    if place == 0:
        return earlier.objectives[0].bound
    if not objective.maximise:
        return 0
    weights = (len(p.members) * objective.weight(p.tier) * p.wants for p in problem.parties)
    return sum(weights)


commands: list[click.Command] = [refill_gaps]
