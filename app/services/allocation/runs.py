"""A run of the engine on the site: asked for, cancelled, found again, listed."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, AllocationRun, Programme, RunProgress
from app.scheduling.progress import METHODS
from app.services import audit
from app.services.allocation import snapshot

UNFINISHED = ("queued", "solving")
LOOKED_AT = ("solved", "published")
CUT_SHORT = "cut_short"  # in the summary: a person ended the run early


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run had come after `seconds`."""

    seconds: float
    stage: int
    values: tuple[int, ...]
    bounds: tuple[int, ...]


def hold(programme_id: int) -> Programme:
    """The programme, under a lock that whoever starts, locks or publishes in it waits for."""
    found = db.session.scalar(
        select(Programme)
        .where(Programme.id == programme_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(_("没有找到这个项目。"))
    return found


def start(
    programme: Programme,
    actor: Account,
    seed: int,
    time_limit_seconds: int,
    method: str = METHODS[0],
    keeps_run_id: int | None = None,
) -> AllocationRun:
    """Freeze the problem and queue a run; the same one again if it is already on its way.

    `method` is one of the engine's METHODS; `keeps_run_id` a run whose plan is to change as little as can be.
    Raises Invalid when the programme is not waiting to be allocated or its state cannot be frozen.
    """
    programme = hold(programme.id)
    if programme.state != "closed":
        raise Invalid(_("只有已截止报名、还没有公布结果的项目可以分配。"))
    kept = _to_keep(programme, keeps_run_id, method)
    frozen = snapshot.take(programme)
    if (same := _on_its_way(programme, frozen.digest, seed, method, keeps_run_id)) is not None:
        return same
    run = AllocationRun(
        programme_id=programme.id,
        number=_next_number(programme),
        state="queued",
        problem=frozen.compressed,
        problem_sha256=frozen.digest,
        summary={"left_out": [one.as_json() for one in frozen.left_out]},
        seed=seed,
        method=method,
        keeps_run_id=keeps_run_id,
        time_limit_seconds=time_limit_seconds,
        started_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(run)
    details = {"method": ("", method), "seed": ("", seed), "time_limit_seconds": ("", time_limit_seconds)}
    if kept is not None:
        details["keeps"] = ("", f"#{kept.number}")
    audit.record(actor, "run.start", run, label=_label(programme, run), changes=details)
    return run


def cancel(run_id: int, actor: Account) -> AllocationRun:
    """Ask a run to end without a result; one that has not begun ends at once."""
    run = by_id(run_id)
    run = db.session.scalars(select(AllocationRun).where(AllocationRun.id == run.id).with_for_update()).one()
    if run.state not in UNFINISHED:
        raise Invalid(_("这次分配已经结束，不用取消。"))
    if not run.cancel_requested:
        run.cancel_requested = True
        audit.record(actor, "run.cancel", run, label=_label(run.programme, run))
    if run.state == "queued":
        run.state, run.finished_at = "cancelled", clock.now()
    return run


def stop(run_id: int, actor: Account) -> AllocationRun:
    """Ask a run that is being solved to end now with the best plan so far; a second time nothing happens."""
    run = by_id(run_id)
    query = select(AllocationRun).where(AllocationRun.id == run.id).with_for_update()
    run = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if run.state == "queued":
        raise Invalid(_("这次分配还没有开始，没有方案可以保留。"))
    if run.state != "solving" or run.cancel_requested:
        raise Invalid(_("这次分配已经结束，不用停止。"))
    if not is_cut_short(run):
        run.summary = {**run.summary, CUT_SHORT: True}
        audit.record(actor, "run.stop", run, label=_label(run.programme, run))
    return run


def is_cut_short(run: AllocationRun) -> bool:
    """Whether somebody ended the run before its time, to keep what it had found."""
    return bool(run.summary.get(CUT_SHORT))


def by_id(run_id: int) -> AllocationRun:
    """Raises NotFound."""
    run = db.session.scalar(
        select(AllocationRun)
        .where(AllocationRun.id == run_id)
        .options(joinedload(AllocationRun.programme), joinedload(AllocationRun.started_by))
    )
    if run is None:
        raise NotFound(_("没有找到这次分配。"))
    return run


def of_programme(programme: Programme) -> list[AllocationRun]:
    """Every run of a programme, the latest first."""
    return list(
        db.session.scalars(
            select(AllocationRun)
            .where(AllocationRun.programme_id == programme.id)
            .order_by(AllocationRun.number.desc())
        )
    )


def latest(limit: int = 50) -> list[AllocationRun]:
    """The latest runs of all programmes."""
    return list(
        db.session.scalars(
            select(AllocationRun)
            .order_by(AllocationRun.id.desc())
            .limit(limit)
            .options(joinedload(AllocationRun.programme))
        )
    )


def waiting() -> list[Programme]:
    """Programmes whose sign-up is closed and whose places are not published."""
    return list(
        db.session.scalars(
            select(Programme).where(Programme.state == "closed").order_by(Programme.closes_at, Programme.id)
        )
    )


def waiting_before(run: AllocationRun) -> int:
    """How many unfinished runs were asked for before this one."""
    before = select(func.count()).where(AllocationRun.state.in_(UNFINISHED), AllocationRun.id < run.id)
    return db.session.scalar(before) or 0


def steps(run: AllocationRun) -> list[Step]:
    """What the run has told of its progress, in order."""
    rows = db.session.scalars(
        select(RunProgress).where(RunProgress.run_id == run.id).order_by(RunProgress.id)
    )
    return [Step(row.seconds, int(row.stage), tuple(row.values), tuple(row.bounds)) for row in rows]


def with_plan(programme: Programme) -> list[AllocationRun]:
    """The runs of a programme that another may keep to, the latest first."""
    return [run for run in of_programme(programme) if run.state in LOOKED_AT]


def _to_keep(programme: Programme, run_id: int | None, method: str) -> AllocationRun | None:
    if run_id is None:
        return None
    found = next((run for run in with_plan(programme) if run.id == run_id), None)
    if found is None:
        message = _("要沿用的方案不在这个项目里，或者还没有算出来。请重新选择。")
        raise Invalid(message, "keeps_run_id")
    if method == "in_order":
        message = _("平行志愿逐个按顺序安排，不能沿用已有方案。请改选别的方式，或选“不沿用”。")
        raise Invalid(message, "keeps_run_id")
    return found


def _on_its_way(
    programme: Programme, digest: str, seed: int, method: str, keeps_run_id: int | None
) -> AllocationRun | None:
    return db.session.scalar(
        select(AllocationRun).where(
            AllocationRun.programme_id == programme.id,
            AllocationRun.state.in_(UNFINISHED),
            AllocationRun.problem_sha256 == digest,
            AllocationRun.seed == seed,
            AllocationRun.method == method,
            AllocationRun.keeps_run_id.is_not_distinct_from(keeps_run_id),
            ~AllocationRun.cancel_requested,
        )
    )


def _next_number(programme: Programme) -> int:
    highest = select(func.max(AllocationRun.number)).where(AllocationRun.programme_id == programme.id)
    return (db.session.scalar(highest) or 0) + 1


def _label(programme: Programme, run: AllocationRun) -> str:
    return f"{programme.title} #{run.number}"
