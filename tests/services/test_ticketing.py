"""Tickets: with the place, side by side, void with it, and read once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import CheckIn, Offering
from app.services.ticketing import door, issuing, paper, seats
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course


def show(seats_count: int = 10) -> Course:
    return Course(seats_count, features=["tickets"], settings={"answer_hours": 0})


def today(offering: Offering) -> Offering:
    """It is held today, after people have signed up for it."""
    offering.starts_on = offering.ends_on = clock.today()
    make.save(offering)
    return offering


def test_seats_worked_by_hand() -> None:
    """Two rows of four; 1-2 is used: three find room in row 2 alone, two in row 1."""
    used = {(1, 2)}
    assert seats.choose(2, 4, used, 3) == [(2, 1), (2, 2), (2, 3)]
    assert seats.choose(2, 4, used, 2) == [(1, 3), (1, 4)]
    assert seats.choose(2, 4, used, 1) == [(1, 1)]
    assert seats.choose(1, 4, used, 3) == [(1, 1), (1, 3), (1, 4)]
    assert seats.choose(1, 2, {(1, 1), (1, 2)}, 1) == []


places = st.tuples(st.integers(1, 5), st.integers(1, 6))


@given(st.sets(places), st.integers(1, 5), st.integers(1, 6), st.integers(1, 6))
def test_seats_are_free_different_and_as_many_as_there_are(
    used: set[tuple[int, int]], rows: int, row_seats: int, count: int
) -> None:
    found = seats.choose(rows, row_seats, used, count)
    free = {(r, s) for r in range(1, rows + 1) for s in range(1, row_seats + 1)} - used
    assert len(set(found)) == len(found) == min(count, len(free))
    assert set(found) <= free


def test_each_of_a_party_has_a_ticket_and_a_seat_beside_the_others(session: Session) -> None:
    course = show()
    with unit_of_work():
        seats.number(None, course.first, {"row_count": 2, "row_seats": 5})
    one, party = course.worker(), [course.worker() for _ in range(3)]
    course.sign_up(one)
    sent = course.sign_up(*party)
    tickets = issuing.of(sent)
    assert {ticket.person_id for ticket in tickets} == {person.id for person in party}
    assert [(ticket.row_number, ticket.seat_number) for ticket in tickets] == [(1, 2), (1, 3), (1, 4)]
    assert len({ticket.code for ticket in tickets}) == 3
    course.change(sent, party[0], party[1], to=[course.first])
    assert len(issuing.of(sent)) == 2
    assert {ticket.code for ticket in issuing.of(sent)} < {ticket.code for ticket in tickets}


def test_a_ticket_given_back_is_void_and_the_next_has_their_own(session: Session) -> None:
    course = show(1)
    first, second = course.worker(), course.worker()
    gone, waits = course.sign_up(first), course.sign_up(second)
    code = issuing.of(gone)[0].code
    assert issuing.of(waits) == []
    course.withdraw(gone)
    assert issuing.of(gone) == []
    [ticket] = issuing.of(waits)
    assert ticket.code != code
    today(course.first)
    by = make.account()
    with unit_of_work():
        assert door.admit(course.first, code, by).kind == door.VOID
        assert door.admit(course.first, ticket.code.lower().replace("-", " "), by).kind == door.IN
    assert [each.person_id for each in db.session.scalars(select(CheckIn))] == [second.id]


def test_what_the_door_says(session: Session) -> None:
    course = show()
    other = course.offering(5)
    sent = course.sign_up(course.worker())
    elsewhere = course.sign_up(course.worker(), to=[other])
    [mine], [theirs] = issuing.of(sent), issuing.of(elsewhere)
    by = make.account()

    def said(typed: str) -> str:
        with unit_of_work():
            return door.admit(course.first, typed, by).kind

    assert said(mine.code) == door.NOT_TODAY
    today(course.first)
    assert said("PW-0000-0000-0") == door.UNKNOWN
    assert said("") == door.UNKNOWN
    assert said(theirs.code) == door.OTHER
    assert said(sent.reference) == door.IN
    assert said(mine.code) == door.ALREADY
    assert door.count(course.first) == door.Count(1, 1)
    with unit_of_work():
        door.undo(course.first, mine, by)
    assert said(mine.code) == door.IN
    course.first.cancelled = True
    make.save(course.first)
    assert said(mine.code) == door.CANCELLED


def test_seats_can_be_numbered_later_but_not_twice(session: Session) -> None:
    course = show(4)
    sent = course.sign_up(course.worker(), course.worker())
    with pytest.raises(Invalid, match="4 个名额"), unit_of_work():
        seats.number(None, course.first, {"row_count": 1, "row_seats": 3})
    with unit_of_work():
        seats.number(None, course.first, {"row_count": 2, "row_seats": 2})
    assert [ticket.seat_number for ticket in issuing.of(sent)] == [1, 2]
    with pytest.raises(DomainError, match="不能再改"), unit_of_work():
        seats.number(None, course.first, {"row_count": 9, "row_seats": 9})


def test_who_has_a_place_and_no_ticket_gets_one_within_a_minute(session: Session) -> None:
    """Of modes that only record, and of programmes that had no tickets when the places were given."""
    course = Course(5, settings={"answer_hours": 0})
    sent = course.sign_up(course.worker())
    assert issuing.issue_owed() == 0
    course.programme.features = ["tickets"]
    recorded = make.programme(mode="open", features=["tickets"], results_on=None)
    event = make.offering(recorded, course.venue, nights=0, with_beds=False)
    entered = make.registration(recorded, [course.worker()], [event])
    make.save(course.programme)
    assert issuing.issue_owed() == 2
    assert issuing.issue_owed() == 0
    assert [len(issuing.of(each)) for each in (sent, entered)] == [1, 1]


def test_the_code_is_not_readable_in_the_database(session: Session) -> None:
    course = show()
    [ticket] = issuing.of(course.sign_up(course.worker()))
    kept = db.session.execute(text("SELECT code, code_digest FROM ticket")).one()
    assert ticket.code.encode() not in bytes(kept[0])
    assert ticket.code not in kept[1]
    assert paper.of([ticket]).startswith(b"%PDF")
    assert ticket.issued_at <= clock.now() + dt.timedelta(seconds=1)
