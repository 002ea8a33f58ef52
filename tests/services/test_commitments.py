"""One calendar a person: by days, by hours where there are hours, and what the programme makes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.errors import Invalid
from app.models import Offering, Person, Placement, Programme, Unit, Venue, WaitlistEntry
from app.services import commitments, registration
from app.services.party_plan import MemberPlan, PartyPlan
from app.unit_of_work import unit_of_work
from tests import factories as make


@dataclass
class Week:
    """Somebody who holds a place for days 30 to 32 from now."""

    union: Unit
    me: Person
    hall: Venue
    held: Offering
    placement: Placement

    def wanted(self, in_days: int, nights: int = 0, **values: Any) -> Offering:
        """Of a programme of its own, for one or two people."""
        programme = make.programme(overlap=values.pop("overlap", "forbid"), max_party_size=2)
        return make.offering(
            programme, self.hall, in_days=in_days, nights=nights, **{"with_beds": False, **values}
        )

    def clashes(self, wanted: Offering, but: Programme | None = None) -> list[commitments.Clash]:
        return commitments.clashes([self.me], [wanted], but or wanted.programme)


@pytest.fixture
def week(session: Session) -> Week:
    union = make.tree()[2]
    me = make.person(union, name="李小海")
    hall = make.venue(name="文化宫")
    held = make.offering(make.programme(title="秋季疗休养"), hall, in_days=30, nights=2)
    return Week(union, me, hall, held, place(held, me))


def place(offering: Offering, *people: Person) -> Placement:
    sent = make.registration(offering.programme, list(people), [offering])
    made = Placement(registration=sent, offering=offering, rank=1, given_at=clock.now())
    make.save(made)
    return made


@pytest.mark.parametrize(
    ("in_days", "nights", "overlaps"),
    [(29, 0, False), (29, 1, True), (30, 0, True), (32, 0, True), (32, 3, True), (33, 0, False)],
)
def test_by_days(week: Week, in_days: int, nights: int, overlaps: bool) -> None:
    assert bool(week.clashes(week.wanted(in_days, nights))) == overlaps


@pytest.mark.parametrize(
    ("hours", "overlaps"),
    [
        (("09:00", "11:30"), True),
        (("11:00", "12:00"), True),
        (("11:30", "12:00"), False),
        (("08:00", "09:00"), False),
        (("", ""), True),
        (("14:00", ""), True),
    ],
)
def test_by_hours_where_both_have_hours(week: Week, hours: tuple[str, str], overlaps: bool) -> None:
    week.held.ends_on = week.held.starts_on
    week.held.from_time, week.held.to_time = "09:00", "11:30"
    wanted = week.wanted(30, from_time=hours[0], to_time=hours[1])
    assert bool(week.clashes(wanted)) == overlaps


def test_it_says_who_and_with_what(week: Week) -> None:
    (found,) = week.clashes(week.wanted(30, title="周末游泳班"))
    assert "李*海" in found.words
    assert "李小海" not in found.words
    assert "周末游泳班" in found.words
    assert "秋季疗休养" in found.words
    assert "文化宫" in found.words


def test_only_what_is_held_counts(week: Week, session: Session) -> None:
    wanted = week.wanted(31)
    other = make.person(week.union)
    assert commitments.clashes([other], [wanted], None) == []
    assert week.clashes(wanted, but=week.held.programme) == []
    week.placement.withdrawn_at = clock.now()
    session.flush()
    assert week.clashes(wanted) == []


def test_a_registration_without_a_place_is_no_commitment(week: Week) -> None:
    friend = make.person(week.union)
    make.registration(week.held.programme, [friend], [week.held])
    assert commitments.clashes([friend], [week.wanted(31)], None) == []


@pytest.mark.parametrize(("state", "overlaps"), [("offered", True), ("declined", False)])
def test_an_offer_that_is_held_counts(week: Week, state: str, overlaps: bool) -> None:
    friend = make.person(week.union)
    sent = make.registration(week.held.programme, [friend], [week.held])
    entry = WaitlistEntry(
        programme=week.held.programme,
        registration=sent,
        position=1,
        state=state,
        offering=week.held if state == "offered" else None,
        joined_at=clock.now(),
        answer_by=clock.now() + dt.timedelta(hours=24),
    )
    make.save(entry)
    assert bool(commitments.clashes([friend], [week.wanted(31)], None)) == overlaps


def test_a_cancelled_session_holds_nobody(week: Week, session: Session) -> None:
    week.held.cancelled = True
    session.flush()
    assert week.clashes(week.wanted(31)) == []


def test_people_who_are_not_known_yet_hold_nothing(week: Week) -> None:
    assert commitments.clashes([Person(name="新人")], [week.wanted(31)], None) == []


def sign_up(wanted: list[Offering], *people: Person) -> None:
    with unit_of_work():
        plan = PartyPlan([MemberPlan(person) for person in people], [each.id for each in wanted])
        registration.sign_up(wanted[0].programme, make.account(), plan)


def test_forbidden_where_the_programme_forbids_it(week: Week) -> None:
    clear = week.wanted(50)
    wanted = make.offering(clear.programme, week.hall, in_days=31, nights=0, with_beds=False)
    companion = make.person(week.union)
    with pytest.raises(Invalid, match="时间重叠") as refused:
        sign_up([clear, wanted], companion, week.me)
    assert refused.value.field == "choices"
    assert "请换一个时间" in refused.value.message
    sign_up([clear], companion, week.me)


def test_allowed_where_the_programme_only_warns(week: Week) -> None:
    wanted = week.wanted(31, overlap="warn")
    sign_up([wanted], week.me)
    assert len(week.clashes(wanted)) == 1


def test_a_season_of_meetings_takes_their_hours_alone(week: Week) -> None:
    """Six weeks of a club: only its own evening is taken, of whole days and of hours alike."""
    friend = make.person(week.union)
    club = week.wanted(40, nights=42, from_time="18:30", to_time="20:30")
    place(club, friend)
    evening = dt.datetime.combine(
        clock.today() + dt.timedelta(days=47), dt.time(18, 30), clock.CITY
    ).astimezone(dt.UTC)
    assert commitments.clashes([friend], [week.wanted(46)], None) != []
    make.meeting(club, starts_at=evening, ends_at=evening + dt.timedelta(hours=2))
    show = {"from_time": "19:00", "to_time": "21:00"}
    assert commitments.clashes([friend], [week.wanted(46, **show)], None) == []
    assert commitments.clashes([friend], [week.wanted(47, from_time="09:00", to_time="11:00")], None) == []
    assert len(commitments.clashes([friend], [week.wanted(47, **show), week.wanted(47)], None)) == 2
    other_club = week.wanted(41, nights=40)
    make.meeting(other_club, starts_at=evening - dt.timedelta(hours=1), ends_at=evening)
    assert commitments.clashes([friend], [other_club], None) == []
    make.meeting(other_club, starts_at=evening, ends_at=evening + dt.timedelta(hours=1))
    assert len(commitments.clashes([friend], [other_club], None)) == 1
