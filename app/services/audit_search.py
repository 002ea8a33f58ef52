"""The record of changes, found by who, what and when.

Of somebody in a private programme only its case workers read: the federation sees that something was done, a
unit, to which that alone would say who, nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, Person, Unit
from app.services import privacy

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Criteria:
    """What to look for; `subject` is a table's name, `label` a part of what it is called."""

    who: str = ""
    action: str = ""
    subject: str = ""
    subject_id: int | None = None
    label: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def names_somebody(self) -> bool:
        """Whether what is found says something of who did it or to whom."""
        return bool(self.who or self.subject_id or self.label)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of which the reader learns that something was done, and neither by whom nor to whom."""

    at: dt.datetime
    action: str
    subject_kind: str
    kept: bool = True
    subject_label: str = ""
    reason: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def page(
    criteria: Criteria, within: ColumnElement[bool] | None, number: int, reader: Account | None = None
) -> Pagination:
    """One page of entries, the newest first; `within` (a condition on Unit) narrows to a part of the tree.

    What `reader` may not read is `shown` as it is; nothing that is kept can be looked for.
    """
    query = select(AuditEntry).options(joinedload(AuditEntry.account))
    if within is not None:
        query = query.where(AuditEntry.unit_id.in_(select(Unit.id).where(within)))
    if within is not None or criteria.names_somebody:
        query = query.where(privacy.records_seen_by(reader))
    for condition in _conditions(criteria):
        query = query.where(condition)
    query = query.order_by(AuditEntry.id.desc())
    return db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)


def shown(entries: Sequence[AuditEntry], reader: Account | None) -> list[AuditEntry | Kept]:
    """The entries as `reader` may read them."""
    kept = privacy.kept_from(reader)
    return [
        Kept(each.at, each.action, each.subject_kind) if each.private_id in kept else each for each in entries
    ]


def _conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if criteria.who:
        found.append(AuditEntry.account_id.in_(_accounts(criteria.who)))
    if criteria.action:
        found.append(AuditEntry.action == criteria.action)
    if criteria.subject:
        found.append(AuditEntry.subject_kind == criteria.subject)
    if criteria.subject_id:
        found.append(AuditEntry.subject_id == criteria.subject_id)
    if criteria.label:
        found.append(AuditEntry.subject_label.icontains(criteria.label, autoescape=True))
    if criteria.since:
        found.append(AuditEntry.at >= _midnight(criteria.since))
    if criteria.until:
        found.append(AuditEntry.at < _midnight(criteria.until + dt.timedelta(days=1)))
    return found


def _accounts(who: str) -> list[int]:
    """Accounts whose name, as shown or as a worker, contains `who`."""
    query = select(Account.id).outerjoin(Person, Account.person_id == Person.id)
    named = Account.display_name.icontains(who, autoescape=True) | Person.name.icontains(who, autoescape=True)
    return list(db.session.scalars(query.where(named)))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.CITY)
