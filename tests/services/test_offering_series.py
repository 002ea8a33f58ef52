"""Offerings from a rule: the days it means, public holidays, and nothing twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid
from app.models import AuditEntry, Offering, Programme
from app.services import offering_series, public_holidays
from app.services.offering_series import Plan, Rule
from app.unit_of_work import unit_of_work
from tests import factories

THURSDAY = dt.date(2026, 9, 3)


def rule(**changed: Any) -> Rule:
    given = {
        "first_on": THURSDAY,
        "weekdays": [3],
        "every": 2,
        "until": dt.date(2026, 10, 31),
        "count": None,
        "nights": 0,
        "without_holidays": True,
    }
    return Rule(**{**given, **changed})


def draft() -> tuple[Programme, dict[str, Any]]:
    common = {"from_time": "09:00", "to_time": "11:00", "title": "", "with_beds": False, "timetable": []}
    return factories.programme(state="draft"), {"venue_id": factories.venue().id, **common}


def plan(**changed: Any) -> Plan:
    programme, values = draft()
    return offering_series.plan(programme, rule(**changed), values)


def days(found: Plan) -> list[str]:
    return [f"{run.starts_on:%m-%d}" for run in found.added]


def test_every_second_thursday_without_holidays(session: Session) -> None:
    found = plan()
    assert days(found) == ["09-03", "09-17", "10-15", "10-29"]
    assert [(f"{run.starts_on:%m-%d}", run.skipped) for run in found.runs if run.skipped] == [
        ("10-01", "遇国庆节")
    ]
    assert found.not_announced == []


def test_holidays_are_kept_when_they_are_meant(session: Session) -> None:
    assert "10-01" in days(plan(without_holidays=False))


def test_a_stay_that_touches_a_holiday_is_skipped(session: Session) -> None:
    found = plan(first_on=dt.date(2026, 9, 28), weekdays=[0], every=1, count=2, until=None, nights=5)
    assert days(found) == ["10-12", "10-19"]
    assert [run.skipped for run in found.runs[:2]] == ["遇国庆节", "遇国庆节"]


def test_several_weekdays_and_a_number_of_runs(session: Session) -> None:
    found = plan(weekdays=[5, 1], every=1, until=None, count=4)
    assert days(found) == ["09-05", "09-08", "09-12", "09-15"]


def test_an_ordinary_weekend_and_a_worked_saturday_are_no_holidays(session: Session) -> None:
    assert public_holidays.on(dt.date(2026, 11, 28)) is None
    assert public_holidays.on(dt.date(2026, 10, 10)) is None
    assert public_holidays.on(dt.date(2026, 10, 1)) == "国庆节"


def test_years_that_are_not_announced_are_said(session: Session) -> None:
    found = plan(first_on=dt.date(2036, 9, 25), until=dt.date(2037, 1, 3), every=1)
    assert found.not_announced == [2036, 2037] or found.not_announced == [2036]
    assert "10-02" in days(found)
    assert (
        plan(first_on=dt.date(2036, 9, 25), until=None, count=1, without_holidays=False).not_announced == []
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"until": None}, "until"),
        ({"until": dt.date(2026, 9, 1)}, "until"),
        ({"until": dt.date(2036, 1, 1)}, "until"),
        ({"until": dt.date(2026, 9, 4), "weekdays": [0]}, "until"),
        ({"weekdays": list(range(7)), "every": 1, "until": dt.date(2027, 8, 1)}, "until"),
    ],
)
def test_rules_that_mean_no_day_or_too_many(session: Session, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(**changed)
    assert refused.value.field == field


def test_adding_writes_what_was_looked_at_and_nothing_twice(session: Session) -> None:
    programme, values = draft()
    with unit_of_work():
        offering_series.add(factories.account(), programme, rule(), values)
    found = session.scalars(select(Offering).order_by(Offering.starts_on)).all()
    assert [f"{offering.starts_on:%m-%d}" for offering in found] == ["09-03", "09-17", "10-15", "10-29"]
    assert {(offering.from_time, offering.to_time) for offering in found} == {("09:00", "11:00")}
    assert len(session.scalars(select(AuditEntry)).all()) == 4
    session.expire_all()
    with pytest.raises(Invalid), unit_of_work():
        offering_series.add(factories.account(), programme, rule(), values)
    again = offering_series.plan(programme, rule(until=None, count=4), values)
    assert again.added == []


def test_another_title_on_the_same_days_is_another_run(session: Session) -> None:
    programme, values = draft()
    with unit_of_work():
        offering_series.add(factories.account(), programme, rule(), values)
    session.expire_all()
    assert len(offering_series.plan(programme, rule(), {**values, "title": "晚班"}).added) == 4


def test_nothing_is_added_once_the_result_is_public(session: Session) -> None:
    programme, values = factories.programme(state="published"), draft()[1]
    with pytest.raises(DomainError), unit_of_work():
        offering_series.add(factories.account(), programme, rule(), values)


def test_two_plans_of_the_same_days_are_the_same(session: Session) -> None:
    assert plan().digest == plan(until=dt.date(2026, 11, 1)).digest
    assert plan().digest != plan(nights=1).digest
