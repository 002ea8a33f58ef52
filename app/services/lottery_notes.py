"""What is recorded and told of places that a draw has handed out, thousands at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from app import clock
from app.extensions import db
from app.models import AuditEntry, Notice, Offering, Registration
from app.services import offerings

Changes = dict[str, list[str]]


def offered(found: Iterable[tuple[Registration, Offering, dt.datetime]]) -> None:
    """Parties that are asked whether they take a place, until when."""
    records, notices = list[dict[str, Any]](), list[dict[str, Any]]()
    for registration, offering, until in found:
        what, by = offerings.label(offering), f"{clock.local(until):%Y-%m-%d %H:%M}"
        changes = {"offering": ["", what], "answer_by": ["", by]}
        records.append(_record(registration, "waitlist.offer", changes))
        notices += _notices(registration, "waitlist.offered", {"what": what, "until": by})
    _write(records, notices)


def placed(found: Iterable[tuple[Registration, Offering]]) -> None:
    """Parties that have a place."""
    records, notices = list[dict[str, Any]](), list[dict[str, Any]]()
    for registration, offering in found:
        what = offerings.label(offering)
        records.append(_record(registration, "registration.place", {"offering": ["", what]}))
        notices += _notices(registration, "placement.given", {"what": what})
    _write(records, notices)


def _record(registration: Registration, action: str, changes: Changes) -> dict[str, Any]:
    """As `audit.record` writes it."""
    return {
        "at": clock.now(),
        "unit_id": registration.lead.person.unit_id,
        "action": action,
        "subject_kind": Registration.__tablename__,
        "subject_id": registration.id,
        "subject_label": registration.reference,
        "changes": changes,
    }


def _notices(registration: Registration, kind: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
    """As `notify.tell` writes them."""
    return [
        {
            "person_id": member.person_id,
            "registration_id": registration.id,
            "kind": kind,
            "parameters": parameters,
            "created_at": clock.now(),
        }
        for member in registration.members
    ]


def _write(records: list[dict[str, Any]], notices: list[dict[str, Any]]) -> None:
    db.session.execute(insert(AuditEntry), records)
    db.session.execute(insert(Notice), notices)
