"""What a programme has besides its file, brought over to its copy as a coordinator would set it up again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import inspect, select

from app import clock
from app.extensions import db
from app.models import (
    Base,
    CaseReason,
    CaseStep,
    CaseWorker,
    OpeningHours,
    Programme,
    SlotPlan,
    SlotRoom,
)

SET_UP: tuple[type[Base], ...] = (CaseStep, CaseReason, CaseWorker, SlotPlan, SlotRoom, OpeningHours)
WEEK = dt.timedelta(weeks=1)


def bring_over(source: Programme, copy: Programme) -> None:
    """Steps, rooms, hours and case workers; what would begin before sign-up ends, so many weeks later."""
    db.session.flush()
    for model in SET_UP:
        of_source = model.__table__.c.programme_id == source.id
        for row in db.session.scalars(select(model).where(of_source)):
            db.session.add(_again(row, copy))
    last = clock.local(copy.closes_at).date()
    for offering in copy.offerings:
        while offering.starts_on <= last:
            offering.starts_on += WEEK
            offering.ends_on += WEEK
    db.session.flush()


def _again(row: Base, copy: Programme) -> Base:
    names = [column.key for column in inspect(type(row)).column_attrs]
    values = {name: getattr(row, name) for name in names if name not in ("id", "programme_id")}
    return type(row)(programme_id=copy.id, **values)
