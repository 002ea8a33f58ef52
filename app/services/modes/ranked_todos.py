"""What the coordinator of a ranked programme has to do from closing on."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from app import words
from app.extensions import db
from app.models import AllocationRun, Member, Offering, Placement, Programme
from app.services.allocation import publication, waitlist
from app.services.modes.mode import Todo

DESK = "console_runs.programme"
REFILL = "console_refill.show"


def of(programme: Programme) -> list[Todo]:
    """What is to be done now: draw and allocate, look at a plan, wait for the engine, fill gaps."""
    if programme.state == "published":
        return _gaps(programme)
    if programme.state != "closed":
        return []
    latest = _latest_run(programme)
    if latest is None or latest.state in ("draft", "cancelled"):
        return [Todo(_("报名已截止，等待分配。"), DESK)]
    if latest.state in ("queued", "solving"):
        return [Todo(_("正在分配。"), DESK, pressing=False)]
    if latest.state == "failed":
        return [Todo(_("上一次分配没有成功，请查看原因后重新分配。"), DESK)]
    if programme.results_on is None:
        return [Todo(_("已有分配方案，等待核对和公布。"), DESK)]
    day = words.day(programme.results_on)
    return [Todo(_("已有分配方案，等待核对和公布；原定 %(day)s 公布。", day=day), DESK)]


def _gaps(programme: Programme) -> list[Todo]:
    """Places given back and not given again, while somebody waits; whether any fits, the page says."""
    run = publication.of_programme(programme)
    if run is None:
        return []
    free = _people(run, Placement.withdrawn_at.is_not(None)) - _people(run, Placement.refill_sha256 != "")
    waiting = waitlist.count(run) if free > 0 else 0
    if not waiting:
        return []
    message = _("%(free)s 人退出后的名额还空着，%(waiting)s 组在候补，可以递补。", free=free, waiting=waiting)
    return [Todo(message, REFILL, pressing=False)]


def _people(run: AllocationRun, which: ColumnElement[bool]) -> int:
    query = (
        select(func.count(Member.id))
        .join(Placement, Placement.registration_id == Member.registration_id)
        .join(Offering, Placement.offering_id == Offering.id)
        .where(Placement.run_id == run.id, which, waitlist.open_offerings(run))
    )
    return db.session.scalar(query) or 0


def _latest_run(programme: Programme) -> AllocationRun | None:
    query = select(AllocationRun).where(AllocationRun.programme_id == programme.id)
    return db.session.scalars(query.order_by(AllocationRun.number.desc()).limit(1)).first()
