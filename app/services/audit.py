"""The record of what people changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, Base, Programme, Unit
from app.services import privacy


def record(
    account: Account | None,
    action: str,
    subject: Base,
    *,
    label: str = "",
    unit: Unit | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
    about: Programme | None = None,
) -> AuditEntry:
    """Add an entry in the current unit of work. `changes` is {field: (before, after)}, masked.

    `about`: the programme of whose people it tells, where the subject does not say so itself.
    """
    db.session.flush()  # a new subject has its id only now
    with force_locale("zh"):
        plain = {field: [str(before), str(after)] for field, (before, after) in (changes or {}).items()}
    private = about if about is not None and about.private else privacy.told_of(subject)
    entry = AuditEntry(
        at=clock.now(),
        account_id=account.id if account else None,
        unit_id=unit.id if unit else None,
        private_id=private.id if private is not None else None,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=getattr(subject, "id", None),
        subject_label=label,
        changes=plain,
        reason=reason,
    )
    db.session.add(entry)
    return entry


def differences(subject: Base, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What writing `values` into `subject` would change: {field: (before, after)}."""
    return {
        field: (getattr(subject, field), value)
        for field, value in values.items()
        if getattr(subject, field) != value
    }
