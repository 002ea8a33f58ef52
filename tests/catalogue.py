"""Makers of pledges, matters and their numbers; each saves what it makes at once."""

from __future__ import annotations

from typing import Any

from app import clock
from app.models import Matter, Pledge, ReportedCount, Target, Unit
from tests.factories import numbers, save


def pledge(**values: Any) -> Pledge:
    n = next(numbers)
    named = {"year": clock.today().year, "number": n, "title": f"第{n}件实事", "text": "原文"}
    made = Pledge(**{**named, **values})
    save(made)
    return made


def matter(**values: Any) -> Matter:
    """Decided first come, first served, unless told otherwise."""
    n = next(numbers)
    named = {"number": n, "title": f"第{n}项", "theme": "health", "way": "first_come", "icon": "heart"}
    made = Matter(**{**named, **values})
    save(made)
    return made


def target(of: Matter | None = None, **values: Any) -> Target:
    """A hundred people of a matter, counted by the places that they have."""
    n = next(numbers)
    own = {"matter_id": of.id, "pledge_id": of.pledge_id} if of is not None else {}
    named = {"code": f"target-{n}", "year": clock.today().year, "position": n, "label": f"第{n}个指标"}
    made = Target(**{**named, "number": 100, "unit": "people", "counter": "participants", **own, **values})
    save(made)
    return made


def reported(of: Target, by: Unit, month: int, count: int) -> ReportedCount:
    row = ReportedCount(target_id=of.id, unit_id=by.id, count=count, source="月报", reported_at=clock.now())
    row.month_on = clock.today().replace(year=of.year, month=month, day=1)
    save(row)
    return row
