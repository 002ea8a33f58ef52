"""What of a year is counted, by month and district; and what is not told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.models import CaseDecision, CaseFile, CaseReason, CheckIn, Decision, Matter, Programme, Unit, Venue
from app.services import counters, year_figures
from app.services.year_figures import LEAST_PRIVATE, Figure, without_small
from tests import catalogue as make
from tests import factories

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=clock.CITY)


@dataclass
class Town:
    """Two districts with a union each; a matter with a hall in the first."""

    first: Unit
    second: Unit
    here: Unit
    there: Unit
    matter: Matter
    hall: Venue


@pytest.fixture
def town(session: Session) -> Town:
    city = factories.unit()
    first, second = (factories.unit(city, name=name) for name in ("市南区总工会", "市北区总工会"))
    matter = make.matter(pledge=make.pledge(year=2026))
    hall = factories.venue((), district="市南区")
    return Town(first, second, factories.unit(first), factories.unit(second), matter, hall)


def programme(town: Town, **values: object) -> Programme:
    opens = {"opens_at": NOON - dt.timedelta(days=60), "closes_at": NOON - dt.timedelta(days=30)}
    named = {"mode": "first_come", "state": "closed", "matter_id": town.matter.id}
    return factories.programme(**{**named, **opens, **values})


def take_part(town: Town, of: Programme, on: dt.date, unit: Unit, people: int = 1) -> None:
    offering = factories.offering(of, town.hall, starts_on=on, ends_on=on)
    for _ in range(people):
        factories.placement(factories.registration(of, [factories.person(unit)], [offering]), offering)


def figure(town: Town, **values: object) -> Figure:
    target = make.target(town.matter, year=2026, **values)
    with clock.as_of(NOON):
        return year_figures.of_targets([target])[0]


def by_district(found: Figure) -> dict[str | None, int]:
    return {each.name if each else None: split.counted for each, split in found.by_district}


def test_people_with_places_in_what_has_begun(town: Town) -> None:
    made = programme(town)
    take_part(town, made, dt.date(2026, 11, 2), town.here, 2)
    take_part(town, made, dt.date(2026, 10, 31), town.there)
    take_part(town, made, dt.date(2026, 11, 21), town.here)  # tomorrow
    take_part(town, made, dt.date(2025, 12, 31), town.here)  # last year
    take_part(town, programme(town, matter_id=make.matter().id), dt.date(2026, 11, 2), town.here)
    take_part(town, programme(town, state="cancelled"), dt.date(2026, 11, 2), town.here)
    found = figure(town)
    assert (found.whole.counted, found.by_month[11].counted, found.by_month[10].counted) == (3, 2, 1)
    assert by_district(found) == {"市南区": 2, "市北区": 1}
    assert found.share == pytest.approx(0.03)


def test_months_go_by_the_citys_calendar(town: Town) -> None:
    """An entry at one in the morning of 1 November is still October in UTC."""
    made = programme(town, mode="open")
    at = dt.datetime(2026, 11, 1, 1, tzinfo=clock.CITY)
    factories.registration(made, [factories.person(town.here)], [], submitted_at=at)
    new_year = dt.datetime(2026, 1, 1, 0, 30, tzinfo=clock.CITY)
    factories.registration(made, [factories.person(town.here)], [], submitted_at=new_year)
    found = figure(town, counter="entries")
    assert {month: split.counted for month, split in found.by_month.items() if split.counted} == {1: 1, 11: 1}


def test_entries_withdrawn_are_none(town: Town) -> None:
    made = programme(town, mode="open")
    at = NOON - dt.timedelta(days=40)
    gone = factories.registration(made, [factories.person(town.here)], [], submitted_at=at)
    gone.state, gone.members[0].active = "withdrawn", False
    factories.registration(made, [factories.person(town.here)] * 1, [], submitted_at=at)
    assert figure(town, counter="entries").whole.counted == 1


def test_granted_once_the_result_is_final(town: Town) -> None:
    by = factories.account()
    for state, outcome, track in (
        ("published", "granted", "new_form"),
        ("published", "granted", "front_line"),
        ("published", "refused", "front_line"),
        ("noticed", "granted", "front_line"),
    ):
        entry = factories.registration(
            programme(town, mode="review", state=state), [factories.person(town.there, track=track)], []
        )
        made = Decision(
            registration=entry, outcome=outcome, reason="rank", decided_by_id=by.id, decided_at=NOON
        )
        factories.save(made)
    found = figure(town, counter="granted")
    assert (found.whole.counted, by_district(found)["市北区"]) == (2, 2)
    assert figure(town, counter="granted_new_form").whole.counted == 1


def test_cases_count_by_their_last_decision_and_say_what_was_granted(town: Town) -> None:
    made = programme(town, mode="casework")
    reason = CaseReason(programme_id=made.id, position=1, outcome="granted", label="符合")
    factories.save(reason)
    decided = {"reason_id": reason.id, "decided_at": NOON - dt.timedelta(days=1)}
    for outcomes, state, amount in (
        (("granted",), "final", 120_000),
        (("refused", "partly"), "final", 30_000),
        (("granted", "refused"), "final", 0),
        ((), "open", 0),
    ):
        entry = factories.registration(made, [factories.person(town.there)], [])
        last = outcomes[-1] if outcomes else None
        case = CaseFile(registration_id=entry.id, programme_id=made.id, unit_id=town.there.id, opened_at=NOON)
        case.state, case.outcome, case.amount = state, last, amount
        factories.save(case)
        for number, outcome in enumerate(outcomes, 1):
            factories.save(CaseDecision(case_id=case.id, number=number, outcome=outcome, **decided))
    granted, money = figure(town, counter="granted"), figure(town, counter="money", unit="money")
    assert (granted.whole.counted, by_district(granted)["市北区"]) == (2, 2)
    assert (money.whole.counted, money.by_month[11].counted) == (150_000, 150_000)


def test_events_check_ins_programmes_and_places(town: Town) -> None:
    made = programme(town)
    offering = factories.offering(made, town.hall, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 9, 1))
    factories.offering(
        made, town.hall, starts_on=dt.date(2026, 9, 2), ends_on=dt.date(2026, 9, 2), cancelled=True
    )
    factories.save(CheckIn(offering=offering, person=factories.person(town.there), at=NOON, how="desk"))
    factories.venue((), district="市北区", matter_id=town.matter.id)
    factories.venue((), matter_id=town.matter.id, closed=True)
    held, came = figure(town, counter="offerings"), figure(town, counter="check_ins")
    assert (held.by_month[9].counted, by_district(held)["市南区"]) == (1, 1)
    assert (came.by_month[11].counted, by_district(came)["市北区"]) == (1, 1)
    opened = figure(town, counter="programmes")
    assert (opened.whole.counted, by_district(opened)[None]) == (1, 1)
    there = figure(town, counter="venues")
    assert (there.whole.counted, sum(split.counted for split in there.by_month.values())) == (1, 0)


def test_what_is_reported_stands_apart(town: Town) -> None:
    take_part(town, programme(town), dt.date(2026, 11, 2), town.here)
    target = make.target(town.matter, year=2026)
    make.reported(target, town.first, 3, 40)
    make.reported(target, town.second, 11, 2)
    with clock.as_of(NOON):
        found = year_figures.of_targets([target])[0]
    assert (found.whole.counted, found.whole.reported, found.whole.total) == (1, 42, 43)
    assert (found.by_month[3].reported, found.by_month[11].total) == (40, 3)
    assert found.sources == ["月报"]


def test_a_pledges_target_counts_all_its_matters_and_some_count_others(town: Town) -> None:
    other = make.matter(pledge=town.matter.pledge)
    take_part(town, programme(town), dt.date(2026, 11, 2), town.here)
    take_part(town, programme(town, matter_id=other.id), dt.date(2026, 11, 2), town.here, 2)
    whole = make.target(year=2026, pledge_id=town.matter.pledge_id)
    theirs = make.target(town.matter, year=2026, counts=[other.number])
    with clock.as_of(NOON):
        assert [f.whole.counted for f in year_figures.of_targets([whole, theirs])] == [3, 2]
        (group,) = year_figures.of_year(2026)
    assert len(group.figures) == 2


def test_facts_of_the_source_are_not_measured(town: Town) -> None:
    assert year_figures.of_targets([make.target(town.matter, aim=False)]) == []


def test_few_people_of_what_is_private_are_not_told_by_district(town: Town) -> None:
    made = programme(town, private=True)
    take_part(town, made, dt.date(2026, 11, 2), town.here, 3)
    take_part(town, made, dt.date(2026, 11, 2), town.there, 6)
    found = figure(town)
    assert found.kept_back
    assert found.whole.counted == 9
    # three alone would say themselves by the sum: the six go with them
    assert by_district(found) == {"市南区": 0, "市北区": 0, None: 9}


@given(st.dictionaries(st.one_of(st.none(), st.integers(1, 12)), st.integers(1, 30)))
def test_the_sum_stays_and_nothing_small_stands_alone(private: dict[int | None, int]) -> None:
    told = without_small(Counter(private))
    assert sum(told.values()) == sum(private.values())
    named = {place: count for place, count in told.items() if place is not None}
    assert all(count >= LEAST_PRIVATE for count in named.values())
    assert all(private[place] == count for place, count in named.items())
    hidden = [count for place, count in private.items() if place is not None and place not in named]
    if hidden and named:
        assert told[None] >= LEAST_PRIVATE


def test_every_counter_says_what_it_counts(session: Session) -> None:
    for name, counter in counters.every().items():
        assert name == counter.name
        assert str(counter.sentence).endswith("。")
