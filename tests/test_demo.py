from __future__ import annotations

import datetime as dt
import itertools

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Choice, Member, Person, Programme, Registration, Unit
from app.services import demo
from app.services.demo.dates import season
from app.unit_of_work import unit_of_work

SMALL = demo.Demand(seed=5, workers=60)
TRIPS = ("model-workers", "front-line", "union-trips")


def test_the_same_seed_makes_the_same_city(session: Session) -> None:
    first = _made(session)
    for table in reversed(db.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()
    assert _made(session) == first


@pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2029, 12, 31)])
def test_states_are_true_on_any_day(session: Session, today: dt.date) -> None:
    with clock.as_of(dt.datetime.combine(today, dt.time(4), dt.UTC)):
        _made(session)
    every = session.scalars(select(Programme).order_by(Programme.id)).all()
    programmes = [programme for programme in every if programme.slug in TRIPS]
    assert [programme.state for programme in programmes] == ["published", "closed", "open"]
    assert all(programme.offerings[0].starts_on > today for programme in programmes)
    # no campus is promised twice for one night
    spans = [(p.offerings[0].starts_on, max(o.ends_on for o in p.offerings)) for p in programmes]
    assert all(ends <= starts for (_, ends), (starts, _) in itertools.pairwise(spans))


def _made(session: Session) -> list[tuple[object, ...]]:
    with unit_of_work():
        demo.build(SMALL)
    return _picture(session)


def _picture(city: Session) -> list[tuple[object, ...]]:
    rows = city.execute(
        select(Registration.reference, Registration.lottery_number, Person.name, Choice.rank)
        .join(Registration.members)
        .join(Member.person)
        .join(Registration.choices)
        .order_by(Registration.reference, Member.position, Choice.rank)
    )
    return [tuple(row) for row in rows]


def test_a_city_of_real_people_is_left_alone(session: Session) -> None:
    session.add(Unit(level="city", code="C", name="市总工会", path="/"))
    session.commit()
    with pytest.raises(demo.Empty), unit_of_work():
        demo.build(SMALL)


def test_the_command(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(args=["demo", "--workers", "40"])
    assert made.exit_code == 0, made.output
    again = runner.invoke(args=["demo"])
    assert again.exit_code == 1
    assert "not empty" in again.output
    quiet = runner.invoke(args=["demo", "--if-empty"])
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_no_demonstration_in_production(app: Flask, session: Session) -> None:
    app.config["DEVELOPMENT"] = False
    refused = app.test_cli_runner().invoke(args=["demo"])
    assert refused.exit_code == 1
    assert "production" in refused.output


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (dt.date(2026, 9, 7), dt.date(2026, 11, 27), "2026 年秋季", "Autumn 2026"),
        (dt.date(2026, 10, 5), dt.date(2026, 12, 26), "2026 年秋冬季", "Autumn and winter 2026"),
        (dt.date(2026, 12, 28), dt.date(2027, 3, 20), "2026–2027 年冬春季", "Winter and spring 2026–2027"),
    ],
)
def test_a_season_is_called_by_its_dates(first: dt.date, last: dt.date, zh: str, en: str) -> None:
    assert season(first, last) == (zh, en)
