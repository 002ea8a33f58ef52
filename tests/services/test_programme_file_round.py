"""Whatever a programme holds, its file makes the same programme again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import ProgrammeKind
from app.services import features, programme_file
from app.services.programme_file import Content
from tests import catalogue, factories

SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
LINE = st.text(SIGNS, max_size=40)
NAME = LINE.map(str.strip).filter(bool)
PASSAGE = st.lists(LINE, max_size=3).map("\r\n".join)
DAY = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
INSTANT = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(clock.CITY))
PEOPLE = st.integers(1, 1000)
HOURS = st.sampled_from([("", ""), ("09:00", "11:30"), ("09:00", "")])


def rows(row: st.SearchStrategy[dict[str, Any]], *own: str, most: int = 3) -> Any:
    """Some of them, each with names of its own."""
    return st.lists(row, max_size=most, unique_by=tuple(lambda each, n=name: each[n] for name in own) or None)


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    opens_at, days = draw(INSTANT), draw(st.integers(1, 90))
    least = draw(st.integers(1, 12))
    return {
        "slug": "before",
        "mode": "first_come",
        "kind": {"code": "talk", "label": "讲座", "label_en": ""},
        "title": draw(NAME),
        "title_en": draw(LINE),
        "summary": draw(LINE),
        "summary_en": draw(LINE),
        "body": draw(PASSAGE),
        "body_en": draw(PASSAGE),
        "opens_at": opens_at,
        "closes_at": opens_at + dt.timedelta(days=days),
        "results_on": draw(st.none() | DAY),
        "withdraw_free_until_on": draw(st.none() | DAY),
        "max_choices": draw(st.integers(1, 20)),
        "min_party_size": least,
        "max_party_size": draw(st.integers(least, 12)),
        "overlap": draw(st.sampled_from(["forbid", "warn"])),
        "matter": draw(st.sampled_from([None, 7])),
        "features": draw(
            st.lists(st.sampled_from(sorted(features.every()) or [""]), unique=True).filter(all)
        ),
        "private": draw(st.booleans()),
        "settings": draw(st.sampled_from([{}, {"answer_hours": 24}, {"answer_hours": 0}])),
        "quotas_return_at": draw(st.none() | INSTANT),
        "tier_weights": draw(st.dictionaries(st.sampled_from("1234"), st.integers(0, 1000))),
        "seed_source": draw(LINE),
        "seed_known_at": draw(st.none() | INSTANT),
        "reference_prefix": draw(st.sampled_from(["LY", "ABCD"])),
        "contact_phone": draw(LINE),
    }


@st.composite
def offerings(draw: st.DrawFn) -> dict[str, Any]:
    start, (first, last) = draw(DAY), draw(HOURS)
    entry = st.fixed_dictionaries({"day": st.integers(1, 366), "zh": NAME, "en": LINE})
    return {
        "venue": {"slug": "hall", "name": "礼堂"},
        "title": draw(LINE),
        "title_en": draw(LINE),
        "starts_on": start,
        "ends_on": start + dt.timedelta(days=draw(st.integers(0, 30))),
        "from_time": first,
        "to_time": last,
        "check_in_by": draw(st.sampled_from(["00:00", "23:59"])),
        "with_beds": draw(st.booleans()),
        "seats": draw(st.none() | PEOPLE),
        "minimum": draw(st.integers(0, 100)),
        "timetable": draw(st.lists(entry, max_size=3)),
    }


RULE = st.fixed_dictionaries(
    {
        "rule": st.just("age"),
        "parameters": st.sampled_from([{"min": 18}, {"max": 60, "on": "2026-05-01"}]),
        "effect": st.sampled_from(["block", "warn"]),
        "message": PASSAGE,
        "message_en": PASSAGE,
        "regulation": LINE,
    }
)
QUOTA = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["Q1", "Q2", "all.districts", "x-1"]),
        "group": st.just("district"),
        "scope": st.sampled_from(["offering", "run"]),
        "minimum": PEOPLE,
        "maximum": st.none() | st.integers(1000, 2000),
        "unit": st.sampled_from([None, {"code": "D1", "name": "李沧区总工会"}]),
    }
)
OPTIONS = [{"value": "a", "zh": "甲", "en": ""}, {"value": "b", "zh": "乙", "en": "B"}]
SORTS = st.sampled_from(
    [
        ("text", [], {"max": 200}),
        ("number", [], {"min": 0.5, "max": 3}),
        ("date", [], {"min": "2026-01-05"}),
        ("one_of", OPTIONS, {}),
        ("file", [], {"types": ["pdf"], "megabytes": 2}),
    ]
)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    kind, options, limits = draw(SORTS)
    return {
        "key": draw(st.sampled_from(["q1", "q2", "q3", "size"])),
        "kind": kind,
        "label": draw(NAME),
        "label_en": draw(LINE),
        "help": draw(PASSAGE),
        "help_en": draw(PASSAGE),
        "required": draw(st.booleans()),
        "options": options,
        "limits": limits,
        "shown_if": draw(st.sampled_from([None, {"age_min": 55}])),
    }


TEXT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["notice", "consent"]),
        "code": st.sampled_from(["notice-1", "safety", "a.b"]),
        "title": NAME,
        "title_en": LINE,
        "body": PASSAGE.filter(str.strip),
        "body_en": PASSAGE,
    }
)
CRITERION = st.fixed_dictionaries(
    {
        "label": NAME,
        "label_en": LINE,
        "help": LINE,
        "weight": st.integers(1, 100),
        "least": st.integers(-5, 5),
        "most": st.integers(6, 100),
    }
)
CONTENT = st.builds(
    Content,
    programmes(),
    rows(offerings()),
    rows(RULE),
    rows(QUOTA, "code"),
    rows(questions(), "key"),
    rows(TEXT, "code"),
    rows(CRITERION),
)


@pytest.fixture
def town(session: Session) -> Session:
    factories.save(ProgrammeKind(code="talk", label="讲座", label_en=""))
    factories.venue(slug="hall", name="礼堂")
    catalogue.matter(number=7)
    factories.unit(factories.unit(), code="D1", name="李沧区总工会")
    return session


def same_again(content: Content) -> None:
    """Into the database and out as a file, and read: nothing is lost or altered. Nothing is kept."""
    made = programme_file.imported(None, content, "after", "之后")
    # as another session would find it
    db.session.flush()
    db.session.expire_all()
    expected = content.parts() | {"programme": content.programme | {"slug": "after", "title": "之后"}}
    again = programme_file.read(programme_file.written(programme_file.of(made)))
    expected["offerings"] = sorted(expected["offerings"], key=lambda each: each["starts_on"])
    assert again.parts() == expected
    db.session.rollback()


@given(CONTENT)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_out_and_in_is_the_same(town: Session, content: Content) -> None:
    assert programme_file.read(programme_file.written(content)) == content
    same_again(content)


@given(CONTENT, st.integers(0, 520))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_moving_keeps_weekdays_and_distances(town: Session, content: Content, weeks: int) -> None:
    moved = programme_file.by_weeks(content, weeks)
    first = programme_file.first_day(content)
    assert programme_file.first_day(moved) == first + dt.timedelta(weeks=weeks)
    assert programme_file.weeks_between(content, programme_file.first_day(moved)) == weeks
    for before, after in zip(content.offerings, moved.offerings, strict=True):
        assert after["starts_on"].weekday() == before["starts_on"].weekday()
        assert after["ends_on"] - after["starts_on"] == before["ends_on"] - before["starts_on"]
    for name in ("opens_at", "closes_at", "quotas_return_at", "seed_known_at"):
        before_at, after_at = content.programme[name], moved.programme[name]
        assert after_at == (before_at and before_at + dt.timedelta(weeks=weeks))
    assert programme_file.by_weeks(moved, -weeks) == content
