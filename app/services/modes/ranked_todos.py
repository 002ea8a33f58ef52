"""What the coordinator of a ranked programme has to do between closing and publication."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import AllocationRun, Programme
from app.services.modes.mode import Todo

DESK = "console_runs.programme"


def of(programme: Programme) -> list[Todo]:
    """What is to be done now: draw and allocate, look at a plan, or wait for the engine."""
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


def _latest_run(programme: Programme) -> AllocationRun | None:
    query = select(AllocationRun).where(AllocationRun.programme_id == programme.id)
    return db.session.scalars(query.order_by(AllocationRun.number.desc()).limit(1)).first()
