"""What a coordinator records of a worker: tier, group, days of service and of joining the union."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app import clock
from app.errors import Invalid
from app.identity import mask_name
from app.models import Account, Person
from app.services import audit, changes


def record(actor: Account, person: Person, values: Mapping[str, Any], reason: str) -> None:
    """Write `values` (tier, track, joined_on, union_joined_on) into the person.

    Saving without a change confirms the tier. Raises Invalid for days that cannot be.
    """
    faults = {
        name: gettext("这一天应在出生之后，不晚于今天，请核对")
        for name in ("joined_on", "union_joined_on")
        if not _can_be(values[name], person)
    }
    if faults:
        raise Invalid(gettext("日期不对，请核对"), faults=faults)
    found = changes.apply(person, values)
    audit.record(
        actor,
        "person.correct" if found else "person.confirm_tier",
        person,
        label=mask_name(person.name),
        unit=person.unit,
        changes=found,
        reason=reason,
    )


def _can_be(day: dt.date | None, person: Person) -> bool:
    return day is None or person.born_on < day <= clock.today()
