"""A place given back after a draw, handed on by many at the same moment: the next in line has it, alone."""

from __future__ import annotations

import copy

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Claim, Offering, Programme, Registration, WaitlistEntry
from app.services import capacity, modes
from app.services.waiting_line import Room
from tests.concurrency.test_closing import at_once
from tests.concurrency.test_last_place import count
from tests.services.lottery import HOUR, Fair

PARTIES = 5


@pytest.fixture
def fair(session: Session, monkeypatch: pytest.MonkeyPatch) -> Fair:
    """Drawn with no place to give; then there is one, and nobody has been asked yet."""
    made = Fair(seats=0)
    for _ in range(PARTIES):
        made.enter()
    made.freeze()
    assert made.programme.seed_known_at is not None
    at = made.programme.seed_known_at + HOUR
    made.draw()
    made.offering.seats = 1
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: at)
    return made


def hand_on(app: Flask, fair: Fair) -> int:
    """Many fill the gap at the same moment; how many parties were asked."""
    programme_id = fair.programme.id

    def act() -> None:
        modes.of(programme := db.session.get_one(Programme, programme_id)).fill(programme)

    db.session.rollback()
    assert at_once(app, [act] * PARTIES) == ["done"] * PARTIES
    db.session.rollback()
    return count(WaitlistEntry, WaitlistEntry.state == "offered")


def test_one_party_is_asked(app: Flask, session: Session, fair: Fair) -> None:
    assert hand_on(app, fair) == 1
    assert (fair.offering.taken, count(Claim)) == (1, 1)


@pytest.mark.usefixtures("without_checks")
def test_with_the_claim_off_the_place_is_offered_to_all(
    app: Flask, session: Session, fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: did filling rest on what was read before, this very race would offer one place to all."""
    stale = Room.of(fair.programme, [fair.offering])
    monkeypatch.setattr(Room, "of", lambda _programme, _held: copy.deepcopy(stale))
    monkeypatch.setattr(capacity, "claim", claim_without_condition)
    assert hand_on(app, fair) == PARTIES
    assert fair.offering.taken == PARTIES


def claim_without_condition(sent: Registration, offering: Offering) -> None:
    """What a claim must not be: a write that does not ask what is left."""
    counted = update(Offering).where(Offering.id == offering.id).values(taken=Offering.taken + 1)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.add(Claim(registration_id=sent.id, offering_id=offering.id, people=1, uses={}))
    db.session.flush()
