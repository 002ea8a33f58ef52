"""Makers of lectures that are ordered to a factory."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from app import clock
from app.models import Account, LectureResource, LectureStop, Programme, Unit
from tests import factories

numbers = itertools.count(1)


def resource(kind: str, **values: Any) -> LectureResource:
    """A topic of an hour and a half, a lecturer or a vehicle."""
    minutes = 90 if kind == "topic" else 0
    made = LectureResource(**{"kind": kind, "name": f"{kind} {next(numbers)}", "minutes": minutes, **values})
    factories.save(made)
    return made


def day(ahead: int = 10) -> dt.date:
    return clock.today() + dt.timedelta(days=ahead)


def programme(**values: Any) -> Programme:
    """Open for orders."""
    usual = {"mode": "open", "kind": "talk", "features": ["lecture_stops", "classes"], "results_on": None}
    return factories.programme(**{**usual, "max_choices": 20, "max_party_size": 1, **values})


def stop(of: Programme, unit: Unit, by: Account, **values: Any) -> LectureStop:
    """Ordered, and not answered."""
    made = LectureStop(
        **{
            "programme": of,
            "unit": unit,
            "ordered_by": by,
            "ordered_at": clock.now(),
            "topic": resource("topic"),
            "wished_days": [day().isoformat(), day(12).isoformat()],
            "place": "三号车间休息室",
            "expected": 40,
            "contact_name": "李主席",
            "contact_phone": "13912345678",
            **values,
        }
    )
    factories.save(made)
    return made
