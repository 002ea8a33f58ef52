"""A draw pressed twice, and people leaving while it is made: one draw, and books that agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, Claim, Notice, Placement, Programme, Registration
from app.services import modes, registration
from app.services.allocation import drawn_record
from tests.concurrency.test_closing import at_once
from tests.services.lottery import HOUR, Fair

SEATS, PARTIES = 3, 9


@pytest.fixture
def fair(session: Session, monkeypatch: pytest.MonkeyPatch) -> Fair:
    """A frozen list whose figure has just become known."""
    made = Fair(seats=SEATS, answer_hours=0)
    for _ in range(PARTIES):
        made.enter()
    made.freeze()
    assert made.programme.seed_known_at is not None
    at = made.programme.seed_known_at + HOUR
    monkeypatch.setattr(clock, "now", lambda: at)
    return made


def draw(fair: Fair, seed: str) -> Callable[[], object]:
    ids = fair.programme.id, fair.coordinator.id

    def act() -> None:
        programme, actor = db.session.get_one(Programme, ids[0]), db.session.get_one(Account, ids[1])
        modes.of(programme).decide(programme, actor, {"seed": seed})

    return act


def books(session: Session, fair: Fair) -> tuple[int, int, int]:
    """Places taken, people who have claimed one, places that parties have."""
    session.rollback()
    claimed = session.scalar(select(func.coalesce(func.sum(Claim.people), 0)))
    placed = session.scalar(select(func.count()).where(Placement.withdrawn_at.is_(None)))
    return fair.offering.taken, claimed or 0, placed or 0


def test_two_draw_at_once(app: Flask, session: Session, fair: Fair) -> None:
    acts = [draw(fair, seed) for seed in ("111", "222", "111")]
    session.rollback()
    assert sorted(at_once(app, acts)) == ["done", "refused", "refused"]
    assert books(session, fair) == (SEATS, SEATS, SEATS)
    programme = fair.programme
    assert drawn_record.numbers(programme) == drawn_record.parties(programme)
    drawn = select(AuditEntry).where(AuditEntry.action == "programme.draw")
    assert [entry.changes["seed"][1] for entry in session.scalars(drawn)] == [programme.seed]
    told = select(func.count()).where(Notice.kind == "lottery.drawn")
    assert session.scalar(told) == PARTIES


def test_people_leave_while_it_is_drawn(app: Flask, session: Session, fair: Fair) -> None:
    """Before or after the draw, never half: who has left has nothing, and no place is lost."""
    leaving = session.scalars(select(Registration).order_by(Registration.id).limit(4)).all()
    acts = [draw(fair, "333"), *(_leave(each.id, each.signed_up_by_id) for each in leaving)]
    session.rollback()
    assert set(at_once(app, acts)) == {"done"}
    assert books(session, fair) == (SEATS, SEATS, SEATS)
    gone = select(Claim).join(Registration).where(Registration.state == "withdrawn")
    assert session.scalars(gone).all() == []
    listed = {line.partition("\t")[2] for line in drawn_record.parties(fair.programme)}
    assert len(listed) == PARTIES
    assert drawn_record.numbers(fair.programme) == drawn_record.parties(fair.programme)


def _leave(registration_id: int, account_id: int) -> Callable[[], object]:
    def act() -> None:
        found = db.session.get_one(Registration, registration_id)
        registration.withdraw(found, db.session.get_one(Account, account_id))

    return act
