"""A unit orders a stop, answers what it is asked, and may take its order back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, LectureStop, Programme, Unit
from app.services import audit, party_checks
from app.services.lectures import resources

MOST_DAYS = 3
WAITING = ("ordered", "asked")


def listed(programme: Programme, within: ColumnElement[bool]) -> list[LectureStop]:
    """Stops of a part of the tree: what waits for an answer first, then by day."""
    query = (
        select(LectureStop)
        .join(Unit, LectureStop.unit_id == Unit.id)
        .where(LectureStop.programme_id == programme.id, within)
        .options(
            joinedload(LectureStop.unit),
            joinedload(LectureStop.topic),
            joinedload(LectureStop.lecturer),
            joinedload(LectureStop.vehicle),
        )
    )
    found = db.session.scalars(query.order_by(LectureStop.id)).all()
    return sorted(found, key=lambda stop: (stop.state not in WAITING, stop.held_on or dt.date.max, stop.id))


def count(programme: Programme, state: str) -> int:
    """How many stops are in `state`."""
    mine = (LectureStop.programme_id == programme.id) & (LectureStop.state == state)
    return db.session.scalar(select(func.count()).select_from(LectureStop).where(mine)) or 0


def load(programme_id: int, stop_id: int, within: ColumnElement[bool]) -> LectureStop:
    """Raises NotFound, also for what lies outside the part of the tree."""
    query = (
        select(LectureStop)
        .join(Unit, LectureStop.unit_id == Unit.id)
        .where(LectureStop.id == stop_id, LectureStop.programme_id == programme_id, within)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("没有这个预约，或不在您负责的单位范围内。"))
    return found


def hold(stop: LectureStop) -> None:
    """Whoever answers or changes it meanwhile waits; we see what they have left."""
    db.session.refresh(stop, with_for_update=True)


def order(actor: Account, programme: Programme, unit: Unit, values: Mapping[str, Any]) -> LectureStop:
    """A new order; who may act for the unit is for the caller to know.

    Raises DomainError outside the programme's window, Invalid (`wished_days` and others).
    """
    if not party_checks.is_open(programme):
        raise DomainError(_("这个项目现在不接受预约。"))
    days = _days(values["wished_days"])
    topic = resources.load(values["topic_id"], "topic")
    if topic.retired_at is not None:
        raise Invalid(_("这个课题已经停用，请换一个"), "topic_id")
    made = LectureStop(
        programme=programme,
        unit=unit,
        ordered_by=actor,
        ordered_at=clock.now(),
        topic=topic,
        wished_days=days,
        **{name: values[name] for name in ("place", "expected", "contact_name", "contact_phone", "note")},
    )
    db.session.add(made)
    record(actor, "lecture.order", made, {"topic": ("", topic.name)})
    return made


def reply(actor: Account, stop: LectureStop, words: str) -> None:
    """Answer what the city has asked: it is its turn again. Raises DomainError when nothing is asked."""
    hold(stop)
    if stop.state != "asked":
        raise DomainError(_("这个预约现在不需要补充说明。"))
    stop.state, stop.reply = "ordered", words
    record(actor, "lecture.reply", stop)


def withdraw(actor: Account, stop: LectureStop, reason: str) -> None:
    """The unit no longer wants it. Raises DomainError once it is confirmed or over."""
    hold(stop)
    if stop.state not in WAITING:
        raise DomainError(_("这个预约已经办完，不能取消。已经确定的一站请联系市总工会。"))
    stop.state, stop.reason, stop.answered_at = "withdrawn", reason, clock.now()
    record(actor, "lecture.withdraw", stop, reason=reason)


def record(
    actor: Account,
    action: str,
    stop: LectureStop,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
) -> None:
    """In the record of changes, where the unit's coordinators see it too."""
    label = f"{stop.unit.name} {stop.topic.name}"
    audit.record(actor, action, stop, label=label, unit=stop.unit, changes=changes, reason=reason)


def _days(wished: Sequence[dt.date | None]) -> list[str]:
    """The days that were given, in order. Raises Invalid."""
    days = list(dict.fromkeys(day for day in wished if day is not None))
    if not days:
        raise Invalid(_("请至少填写一个希望的日期"), "first_day")
    if any(day <= clock.today() for day in days):
        raise Invalid(_("希望的日期要在今天以后"), "first_day")
    return [day.isoformat() for day in days[:MOST_DAYS]]
