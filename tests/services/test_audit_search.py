"""The record is found by who, what and when, and narrowed to a coordinator's part of the tree."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.access import Scope
from app.models import Account, AuditEntry, Unit
from app.services import audit, audit_search
from app.services.audit_search import Criteria
from app.unit_of_work import unit_of_work
from tests import factories


def entry(actor: Account, action: str, unit: Unit | None = None, label: str = "") -> None:
    with unit_of_work():
        audit.record(actor, action, actor, label=label, unit=unit)


def actions(app: Flask, criteria: Criteria, within: Unit | None = None) -> list[str]:
    condition = Scope((within.path,), False).units() if within else None
    with app.test_request_context():
        return [found.action for found in audit_search.page(criteria, condition, 1).items]


def test_filters(app: Flask, session: Session) -> None:
    li, wang = factories.account(), factories.account()
    li.display_name = "李经办"
    session.commit()
    entry(li, "programme.edit", label="2026 秋季")
    entry(wang, "room.close")
    assert actions(app, Criteria()) == ["room.close", "programme.edit"]
    assert actions(app, Criteria(who="李")) == ["programme.edit"]
    assert actions(app, Criteria(action="room.close")) == ["room.close"]
    assert actions(app, Criteria(subject="account", subject_id=li.id)) == ["programme.edit"]
    assert actions(app, Criteria(label="秋季")) == ["programme.edit"]
    assert actions(app, Criteria(subject="room")) == []


def test_days_are_the_citys(app: Flask, session: Session) -> None:
    entry(factories.account(), "room.close")
    made: AuditEntry = session.query(AuditEntry).one()
    made.at = dt.datetime(2026, 10, 1, 0, 30, tzinfo=clock.CITY)
    session.commit()
    first, second = dt.date(2026, 10, 1), dt.date(2026, 10, 2)
    assert actions(app, Criteria(since=first, until=first)) == ["room.close"]
    assert actions(app, Criteria(since=second)) == []
    assert actions(app, Criteria(until=first - dt.timedelta(days=1))) == []


def test_a_unit_sees_entries_of_its_part(app: Flask, session: Session) -> None:
    city, district, union = factories.tree()
    other, actor = factories.unit(city), factories.account()
    for action, unit in (("a.one", union), ("a.two", other), ("a.three", None)):
        entry(actor, action, unit)
    assert actions(app, Criteria(), district) == ["a.one"]
    assert len(actions(app, Criteria())) == 3
