"""From a problem's bytes to what is stored: the engine is called, its result checked and summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result import Result
from app.scheduling.contract.result_file import ResultFaults, read_result
from app.scheduling.process import CannotServe, EngineFault, NoPlanYet, run_in_process
from app.scheduling.progress import Options, Progress
from app.scheduling.reporting import report_in_process
from app.services.allocation import occupied
from app.services.allocation.runs import Step

Engine = Callable[
    [bytes, Options, Callable[[Progress], None] | None, Callable[[], bool] | None],
    bytes,
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` and `report` are files' bytes, uncompressed; `summary` is JSON.

    A failure has `summary["failure"]`: infeasible, no_plan, cannot_serve, engine or broken_result. `message`
    is technical, for the record. `report` is None when it could not be written; the result stands without.
    """

    result: bytes | None
    summary: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    report: bytes | None = None

    @property
    def failed(self) -> bool:
        return "failure" in self.summary

    @classmethod
    def failure(cls, kind: str, message: str = "", **more: Any) -> Outcome:
        return cls(None, {"failure": kind, **more}, message)


class Listener(Protocol):
    """Hears how far the run has come, and says when it is to stop."""

    def on_step(self, step: Step) -> None: ...

    def should_stop(self) -> bool: ...


def solve(problem: bytes, options: Options, listener: Listener, engine: Engine | None = None) -> Outcome:
    """Solve a problem file and judge what came back.

    Never raises for a fault of the engine's.
    """

    def tell(progress: Progress) -> None:
        listener.on_step(Step(progress.seconds, progress.stage, progress.values, progress.bounds))

    try:
        answer = (engine or run_in_process)(problem, options, tell, listener.should_stop)
    except NoPlanYet:
        return Outcome.failure("no_plan")
    except CannotServe as missed:
        return Outcome.failure("cannot_serve", str(missed))
    except EngineFault as fault:
        return Outcome.failure("engine", str(fault))
    return judge(problem, answer)


def with_reasons(problem: bytes, outcome: Outcome, should_stop: Callable[[], bool]) -> Outcome:
    """The outcome with the engine's report on it, where there is a plan to report on."""
    if outcome.result is None:
        return outcome
    return replace(outcome, report=report_in_process(problem, outcome.result, should_stop))


def judge(problem: bytes, answer: bytes) -> Outcome:
    """Nothing is stored as a plan before it keeps every rule."""
    try:
        read, result = read_problem(problem), read_result(answer)
    except ResultFaults as faults:
        return Outcome.failure("broken_result", str(faults))
    if broken := check(read, result):
        return Outcome.failure("broken_result", "; ".join(f"{v.rule} {v.where}" for v in broken[:5]))
    if result.status == "infeasible":
        return Outcome.failure("infeasible", conflict=[dict(part) for part in result.conflict])
    return Outcome(answer, summarise(occupied.without(read), occupied.without_placements(result)))


def summarise(problem: Problem, result: Result) -> dict[str, Any]:
    """The figures that lists and tiles show."""
    sizes = {party.id: len(party.members) for party in problem.parties}
    ranks: Counter[int] = Counter()
    for placement in result.placements:
        ranks[placement.rank or 0] += sizes[placement.party]
    placed = {placement.party for placement in result.placements}
    return {
        "status": result.status,
        "seconds": result.seconds,
        "parties": len(sizes),
        "people": sum(sizes.values()),
        "placed_parties": len(placed),
        "placed_people": sum(sizes[party] for party in placed),
        "unplaced_parties": len(sizes) - len(placed),
        "ranks": {str(rank): count for rank, count in sorted(ranks.items())},
        "objectives": [{"name": o.name, "value": o.value, "bound": o.bound} for o in result.objectives],
    }
