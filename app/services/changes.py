"""What a change looks like in the record: instants by the city's clocks, long texts cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app import clock
from app.models import Base
from app.services import audit

LONGEST = 200


def apply(subject: Base, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write `values` into `subject`; what that changed, ready for the record. Empty: nothing."""
    found = audit.differences(subject, values)
    for field, (_before, after) in found.items():
        setattr(subject, field, after)
    return {field: (readable(before), readable(after)) for field, (before, after) in found.items()}


def readable(value: Any) -> str:
    """A value of a column as a person reads it in the record; None is empty."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
