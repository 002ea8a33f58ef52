"""The record of changes, found by who, what and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, Person, Unit

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


def page(criteria: Criteria, within: ColumnElement[bool] | None, number: int) -> Pagination:
    """One page of entries, the newest first; `within` (a condition on Unit) narrows to a part of the tree."""
    query = select(AuditEntry).options(joinedload(AuditEntry.account))
    if within is not None:
        query = query.where(AuditEntry.unit_id.in_(select(Unit.id).where(within)))
    for condition in _conditions(criteria):
        query = query.where(condition)
    query = query.order_by(AuditEntry.id.desc())
    return db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)


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
