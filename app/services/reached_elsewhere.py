"""What coordinators report of a target that was reached outside this site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.models import Account, ReportedCount, Target, Unit
from app.services import audit, measures

MOST_LISTED = 200


def targets(year: int) -> Sequence[Target]:
    """The aims of a year, in the order of their pledges and matters."""
    query = select(Target).where(Target.year == year, Target.aim)
    loaded = query.options(joinedload(Target.pledge), joinedload(Target.matter))
    found = db.session.scalars(loaded.order_by(Target.pledge_id, Target.matter_id, Target.position))
    return found.all()


def districts(within: ColumnElement[bool]) -> Sequence[Unit]:
    """Those of a part of the tree (a condition on Unit)."""
    return db.session.scalars(select(Unit).where(Unit.level == "district", within).order_by(Unit.id)).all()


def listed(year: int, within: ColumnElement[bool], target_id: int | None = None) -> Sequence[ReportedCount]:
    """What was reported of a year by districts of a part of the tree, the newest first."""
    query = (
        select(ReportedCount)
        .join(ReportedCount.target)
        .join(ReportedCount.unit)
        .where(Target.year == year, within)
        .options(
            joinedload(ReportedCount.target).joinedload(Target.pledge),
            joinedload(ReportedCount.target).joinedload(Target.matter),
            joinedload(ReportedCount.unit),
        )
        .order_by(ReportedCount.reported_at.desc(), ReportedCount.id.desc())
    )
    if target_id:
        query = query.where(ReportedCount.target_id == target_id)
    return db.session.scalars(query.limit(MOST_LISTED)).all()


def load(reported_id: int) -> ReportedCount:
    """Raises NotFound."""
    query = select(ReportedCount).where(ReportedCount.id == reported_id)
    found = db.session.scalar(query.options(joinedload(ReportedCount.unit), joinedload(ReportedCount.target)))
    if found is None:
        raise NotFound(_("没有这条填报，可能已被删除。"))
    return found


def report(
    actor: Account, target_id: int, unit_id: int, month: int, count: int, source: str
) -> ReportedCount:
    """`count` of a district in a month of the target's year; one that was reported before is replaced.

    Money is in 分. Raises Invalid (`target_id`, `unit_id`, `month`) for a month that has not begun.
    """
    target, unit = db.session.get(Target, target_id), db.session.get(Unit, unit_id)
    if target is None or not target.aim:
        raise Invalid(_("请从列表里选择指标"), "target_id")
    if unit is None or unit.level != "district":
        raise Invalid(_("请从列表里选择区市"), "unit_id")
    month_on = dt.date(target.year, month, 1)
    if month_on > clock.today():
        raise Invalid(_("这个月还没有到，请到时再填"), "month")
    same = select(ReportedCount).where(ReportedCount.target_id == target.id, ReportedCount.unit_id == unit.id)
    row = db.session.scalar(same.where(ReportedCount.month_on == month_on).with_for_update())
    before = measures.measured(row.count, target.unit) if row is not None else ""
    if row is None:
        row = ReportedCount(target=target, unit=unit, month_on=month_on)
        db.session.add(row)
    row.count, row.source, row.reported_by, row.reported_at = count, source, actor, clock.now()
    _record(actor, "reported_count.report", row, before, measures.measured(count, target.unit))
    return row


def remove(actor: Account, row: ReportedCount) -> None:
    """It was a mistake, or is counted here by now."""
    _record(actor, "reported_count.remove", row, measures.measured(row.count, row.target.unit), "")
    db.session.delete(row)


def _record(actor: Account, action: str, row: ReportedCount, before: str, after: str) -> None:
    audit.record(
        actor,
        action,
        row,
        label=f"{row.target.label} {row.month_on:%Y-%m} {row.unit.name}",
        unit=row.unit,
        changes={"count": (before, after), "source": ("", row.source)},
    )
