"""One person who passes and one who does not, for each declared rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.models import Participation, Person
from app.services import eligibility
from app.services.eligibility_rules import years_before
from tests import factories as make

ON = dt.date(2026, 10, 1)

CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        "years_of_service",
        {"years": 5},
        {"joined_on": dt.date(2021, 10, 1)},
        {"joined_on": dt.date(2021, 10, 2)},
    ),
    ("years_of_service", {"years": 5}, {"joined_on": dt.date(2001, 1, 1)}, {"joined_on": None}),
    ("tiers", {"tiers": [1, 2]}, {"tier": 2}, {"tier": 3}),
    ("tracks", {"tracks": ["model"]}, {"track": "model"}, {"track": "skilled"}),
    ("age", {"min": 18}, {"born_on": dt.date(2008, 10, 1)}, {"born_on": dt.date(2008, 10, 2)}),
    ("age", {"max": 55}, {"born_on": dt.date(1970, 10, 2)}, {"born_on": dt.date(1970, 10, 1)}),
    ("sex", {"sex": "F"}, {"sex": "F"}, {"sex": "M"}),
]


def rules_broken(person: Person, rule: str, parameters: dict[str, Any]) -> list[str]:
    programme = make.programme()
    made = make.rule(programme, rule, **parameters)
    made.regulation = "办法第三条"
    found = eligibility.reasons(person, programme, ON)
    assert all(reason.message and reason.advice and reason.regulation for reason in found)
    assert eligibility.describe(programme)[0][0]
    many = eligibility.reasons_of_many([person], programme, ON)
    assert many.get(person.id, []) == found
    return [reason.rule for reason in found]


@pytest.mark.parametrize(("rule", "parameters", "good", "bad"), CASES)
def test_rules_about_a_person(
    session: Session, rule: str, parameters: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    union = make.tree()[2]
    assert rules_broken(make.person(union, **good), rule, parameters) == []
    assert rules_broken(make.person(union, **bad), rule, parameters) == [rule]


@pytest.mark.parametrize(
    ("kind", "day", "broken"),
    [
        ("recuperation", dt.date(2023, 10, 1), False),
        ("recuperation", dt.date(2023, 10, 2), True),
        ("reading_club", dt.date(2026, 1, 1), False),
    ],
)
def test_not_within_years(session: Session, kind: str, day: dt.date, broken: bool) -> None:
    person = make.person(make.tree()[2])
    make.save(Participation(person_id=person.id, kind=kind, took_place_on=day))
    assert rules_broken(person, "not_within_years", {"years": 3}) == ["not_within_years"] * broken


def test_units_and_everything_below_them(session: Session) -> None:
    _, district, union = make.tree()
    person = make.person(union)
    assert rules_broken(person, "units", {"codes": [district.code]}) == []
    assert rules_broken(person, "units", {"codes": ["elsewhere"]}) == ["units"]


def test_every_rule_is_covered_here() -> None:
    covered = {rule for rule, *_ in CASES} | {"not_within_years", "units"}
    assert covered == set(eligibility.RULES)


def test_the_twenty_ninth_of_february() -> None:
    assert years_before(dt.date(2028, 2, 29), 3) == dt.date(2025, 2, 28)
