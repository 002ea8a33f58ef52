"""What staying put costs, in lines to print."""

from __future__ import annotations

from collections.abc import Iterable

from app.cli.files import UNUSABLE, fail, read_bytes
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Placement, Result
from app.scheduling.contract.result_file import read_result
from app.scheduling.ways.keep import people_moved


def readable_result(path: str) -> Result:
    """The result in a file; a file that breaks the format ends the command, naming each fault."""
    try:
        return read_result(read_bytes(path))
    except FileFaults as error:
        fail(UNUSABLE, *(f"{path}: {fault}" for fault in error.faults))


def moved_line(problem: Problem, earlier: Iterable[Placement], found: Result) -> str:
    """How many people who had a place have it no more."""
    placements, given = tuple(earlier), [(p.party, p.offering) for p in found.placements]
    had, moved = people_moved(problem, placements, ()), people_moved(problem, placements, given)
    return f"people who had a place: {had}, moved: {moved}"


def price_lines(
    problem: Problem, earlier: Iterable[Placement], frozen: Result, free: Result
) -> Iterable[str]:
    """For each objective what it is when nobody moves, and what it could be when people may."""
    for held, loose in zip(frozen.objectives, free.objectives, strict=False):
        price = abs(held.value - loose.value)
        yield (
            f"price of nobody moving: {held.name}: {held.value} instead of {loose.value}"
            f" (bound {loose.bound}): {price}"
        )
    yield f"if people may move: {moved_line(problem, earlier, free)}"
