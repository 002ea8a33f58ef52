"""The last seat for a guest, wanted by many at the same moment: exactly one has it."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Meeting, MeetingGuest, Person
from app.services.meetings import guests
from app.unit_of_work import unit_of_work
from tests.concurrency.test_closing import at_once
from tests.services.clubs import Club

ATTEMPTS = 6


@pytest.fixture
def meeting_id(session: Session) -> int:
    return Club(members=0).meeting(guest_seats=1).id


def press(app: Flask, meeting_id: int) -> tuple[int, int]:
    """Everybody presses at once: (how many were let in, how many the meeting counts)."""
    offering = db.session.get_one(Meeting, meeting_id).offering
    club = Club(members=0)
    people = [club.course.worker().id for _ in range(ATTEMPTS)]
    assert offering.programme.state == "open"

    def come(person_id: int) -> None:
        guests.claim(db.session.get_one(Meeting, meeting_id), db.session.get_one(Person, person_id))

    db.session.rollback()
    at_once(app, [partial(come, person_id) for person_id in people])
    db.session.rollback()
    let_in = db.session.scalar(select(func.count()).select_from(MeetingGuest)) or 0
    return let_in, db.session.get_one(Meeting, meeting_id).guests_taken


def test_one_has_it(app: Flask, meeting_id: int) -> None:
    assert press(app, meeting_id) == (1, 1)


def take_without_condition(meeting: Meeting) -> bool:
    """What a claim must not be: a write that does not ask what is left."""
    counted = update(Meeting).where(Meeting.id == meeting.id).values(guests_taken=Meeting.guests_taken + 1)
    db.session.execute(counted.execution_options(synchronize_session=False))
    return True


@pytest.mark.usefixtures("without_checks")
def test_with_the_condition_off_the_same_race_lets_all_in(
    app: Flask, meeting_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: did the claim not ask, this very race would give one seat to everybody."""
    monkeypatch.setattr(guests, "_take_seat", take_without_condition)
    assert press(app, meeting_id) == (ATTEMPTS, ATTEMPTS)


def test_the_database_refuses_one_too_many(app: Flask, meeting_id: int) -> None:
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(update(Meeting).values(guests_taken=2))
