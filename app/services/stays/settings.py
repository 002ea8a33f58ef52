"""What holds for a programme's stays: kept where a coordinator has changed it, else the usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Account, Programme, StaySetting
from app.services import audit

USUAL: Mapping[str, Any] = {
    "no_show_counts": True,
    "substitute_days": 1,
    "survey_days": 14,
    "escorted": ["national_model"],
}


def of(programme: Programme) -> StaySetting:
    """The programme's own, or the usual ones, which are not in the database."""
    found = db.session.scalar(select(StaySetting).where(StaySetting.programme_id == programme.id))
    return found or StaySetting(programme_id=programme.id, **USUAL)


def save(actor: Account, programme: Programme, values: Mapping[str, Any]) -> StaySetting:
    """Write `values` by column."""
    found = of(programme)
    db.session.add(found)
    changed = audit.differences(found, values)
    for name, value in values.items():
        setattr(found, name, value)
    if changed:
        audit.record(actor, "stay.settings", found, label=programme.title, changes=changed)
    return found
