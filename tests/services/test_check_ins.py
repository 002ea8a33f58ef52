"""Checking in: once each, by a code that changes, and never to what is called off."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import CheckIn
from app.services import check_ins, participants
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course

SECOND = dt.timedelta(seconds=1)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0


def test_once_to_each_meeting_and_once_to_the_offering(session: Session) -> None:
    course = Course()
    person, meeting = course.worker(), make.meeting(course.first)
    for how in ("host", "code"):
        with unit_of_work():
            check_ins.record(course.first, person, how, None, meeting)
            check_ins.record(course.first, person, "desk", None)
    assert count() == 2
    assert check_ins.by_person(course.first, meeting)[person.id].how == "host"
    with unit_of_work():
        check_ins.undo(course.first, person, meeting)
    assert check_ins.find(course.first, person, meeting) is None
    assert check_ins.find(course.first, person) is not None


def test_not_to_what_is_called_off(session: Session) -> None:
    course = Course()
    meeting = make.meeting(course.first, cancelled_at=clock.now())
    with pytest.raises(DomainError, match="已经取消"), unit_of_work():
        check_ins.record(course.first, course.worker(), "host", None, meeting)
    assert count() == 0


def test_a_code_lives_for_a_moment_and_is_of_its_meeting(session: Session) -> None:
    course = Course()
    here, there = make.meeting(course.first), make.meeting(course.first)
    shown_at = dt.datetime(2026, 5, 1, 9, 0, 0, tzinfo=dt.UTC)
    with clock.as_of(shown_at):
        shown = check_ins.code(here)
        assert check_ins.code_is_fresh(here, shown)
        assert not check_ins.code_is_fresh(there, shown)
        assert not check_ins.code_is_fresh(here, "")
    with clock.as_of(shown_at + (check_ins.CODE_SECONDS + 5) * SECOND):
        assert check_ins.code_is_fresh(here, shown)
        assert check_ins.code(here) != shown
    with clock.as_of(shown_at + 2 * (check_ins.CODE_SECONDS + 5) * SECOND):
        assert not check_ins.code_is_fresh(here, shown)


def test_who_takes_part(session: Session) -> None:
    course = Course(seats=1)
    has, waits, gone = course.worker(), course.worker(), course.worker()
    withdrawn = course.sign_up(gone)
    course.withdraw(withdrawn)
    course.sign_up(has)
    course.sign_up(waits)
    assert [member.person_id for member in participants.of_offering(course.first)] == [has.id]
    assert participants.offerings_of(has) == [course.first]
    assert participants.membership(course.first, has) is not None
    assert participants.membership(course.first, waits) is None
    assert participants.membership(course.first, gone) is None


def test_who_takes_part_where_signing_up_is_all(session: Session) -> None:
    *_, union = make.tree()
    programme = make.programme(mode="open", results_on=None)
    offering = make.offering(programme, make.venue(()), with_beds=False)
    sent = make.registration(programme, [make.person(union)], [offering])
    other = make.programme(mode="lottery")
    elsewhere = make.offering(other, offering.venue, with_beds=False)
    make.registration(other, [sent.lead.person], [elsewhere], by=sent.signed_up_by)
    assert participants.offerings_of(sent.lead.person) == [offering]
