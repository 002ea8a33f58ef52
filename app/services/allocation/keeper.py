"""Which consumer solves a run: claimed once, kept by a beat, taken up again when it stops."""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import CursorResult

from app import clock
from app.extensions import db
from app.models import AllocationRun, RunProgress
from app.scheduling.contract.result import Placement
from app.scheduling.contract.result_file import read_result
from app.scheduling.progress import Options
from app.services.allocation.outcome import Outcome
from app.services.allocation.runs import CUT_SHORT, Step

SILENT_FOR = dt.timedelta(seconds=60)
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that the caller alone may solve, as long as `since` is what the database says."""

    run_id: int
    since: dt.datetime
    problem: bytes
    problem_sha256: str
    options: Options


def owed() -> list[int]:
    """Runs to be solved: waiting, or left by a consumer that has been silent for a minute."""
    return list(db.session.scalars(select(AllocationRun.id).where(_owed()).order_by(AllocationRun.id)))


def claim(run_id: int) -> Claim | None:
    """Take a run, or None if it is not to be had. A run that ended three consumers is given up."""
    since = clock.now()
    taken = _update([AllocationRun.id == run_id, _owed()], state="solving", solving_at=since, beat_at=since)
    if not taken:
        return None
    run = _fresh(run_id)
    attempts = int(run.summary.get("attempts", 0)) + 1
    run.summary = {k: v for k, v in run.summary.items() if k != CUT_SHORT} | {"attempts": attempts}
    if run.cancel_requested:
        run.state, run.finished_at = "cancelled", clock.now()
        return None
    if attempts > ATTEMPTS:
        _end(run, Outcome.failure("engine"))
        return None
    for old in db.session.scalars(select(RunProgress).where(RunProgress.run_id == run_id)):
        db.session.delete(old)
    problem = gzip.decompress(run.problem)
    options = Options(run.time_limit_seconds, run.seed, method=run.method, keep=_kept(run))
    return Claim(run_id, since, problem, run.problem_sha256, options)


def _kept(run: AllocationRun) -> tuple[Placement, ...]:
    """The places of the plan to keep to; none where there is no such plan."""
    earlier = run.keeps_run
    if earlier is None or earlier.result is None:
        return ()
    return read_result(gzip.decompress(earlier.result)).placements


def beat(claim: Claim) -> bool:
    """Say that the run is being worked on; False: stop, it was cancelled or is somebody else's."""
    mine = _update([*_held(claim), ~AllocationRun.cancel_requested], beat_at=clock.now())
    return bool(mine)


def is_cut_short(claim: Claim) -> bool:
    """Whether a person asked meanwhile that the run end with what it has."""
    summary = db.session.scalar(select(AllocationRun.summary).where(*_held(claim)))
    return bool(summary and summary.get(CUT_SHORT))


def note(claim: Claim, step: Step) -> None:
    """Record how far the run has come."""
    if _update(_held(claim), beat_at=clock.now()):
        db.session.add(
            RunProgress(
                run_id=claim.run_id,
                seconds=round(step.seconds, 2),
                stage=str(step.stage),
                values=list(step.values),
                bounds=list(step.bounds),
            )
        )


def has_plan(run_id: int) -> bool:
    """Whether the run has ended with an allocation."""
    return _fresh(run_id).result is not None


def release(claim: Claim) -> None:
    """Give the run back to the queue, as if it had not been begun: the consumer is stopping."""
    run = _if_held(claim)
    if run is not None:
        run.state, run.beat_at = "queued", None
        run.summary = {**run.summary, "attempts": max(0, int(run.summary.get("attempts", 1)) - 1)}


def finish(claim: Claim, outcome: Outcome) -> bool:
    """Store what came out, unless the run was taken away or cancelled meanwhile."""
    run = _if_held(claim)
    if run is None:
        return False
    if run.cancel_requested:
        run.state, run.finished_at = "cancelled", clock.now()
        return False
    _end(run, outcome)
    return True


def _end(run: AllocationRun, outcome: Outcome) -> None:
    run.state = "failed" if outcome.failed else "solved"
    run.finished_at = clock.now()
    run.result = gzip.compress(outcome.result, mtime=0) if outcome.result is not None else None
    run.report = gzip.compress(outcome.report, mtime=0) if outcome.report is not None else None
    run.summary = {**run.summary, **outcome.summary}
    run.message = outcome.message[:500]


def _owed() -> Any:
    silent = and_(
        AllocationRun.state == "solving",
        or_(AllocationRun.beat_at.is_(None), AllocationRun.beat_at < clock.now() - SILENT_FOR),
    )
    return or_(AllocationRun.state == "queued", silent)


def _held(claim: Claim) -> list[Any]:
    return [
        AllocationRun.id == claim.run_id,
        AllocationRun.state == "solving",
        AllocationRun.solving_at == claim.since,
    ]


def _if_held(claim: Claim) -> AllocationRun | None:
    return db.session.scalar(select(AllocationRun).where(*_held(claim)).with_for_update())


def _fresh(run_id: int) -> AllocationRun:
    query = select(AllocationRun).where(AllocationRun.id == run_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _update(conditions: list[Any], **values: Any) -> int:
    statement = update(AllocationRun).where(*conditions).values(**values)
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
