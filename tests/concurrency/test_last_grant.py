"""The last place of a review, and the last reading of an entry, by several people at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, Decision, Participation, Programme, Reading, Registration
from app.services import programmes
from app.services.reviewing import deciding, notice, ranking, scoring
from app.services.reviewing.ranking import Ranking
from tests.concurrency.test_closing import at_once
from tests.routes.review_site import ReviewSite


def granting(site: ReviewSite) -> list[Callable[[], object]]:
    """Two coordinators: each grants another entry the place that has come free."""
    actor_id = site.coordinator.id

    def grant(registration_id: int) -> None:
        registration = db.session.get_one(Registration, registration_id)
        deciding.change(db.session.get_one(Account, actor_id), registration, "granted", "递补")

    return [lambda number=entry.id: grant(number) for entry in site.entries[1:]]


def one_place_free(session: Session) -> list[Callable[[], object]]:
    site = ReviewSite("close", "read", "propose")
    decision = session.scalars(select(Decision).where(Decision.outcome == "granted")).one()
    decision.outcome = "refused"
    session.commit()
    acts = granting(site)
    session.rollback()
    return acts


def granted(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Decision.id)).where(Decision.outcome == "granted")) or 0


def test_the_last_place_is_granted_once(app: Flask, session: Session) -> None:
    answers = at_once(app, one_place_free(session))
    assert sorted(answers) == ["done", "refused"]
    assert granted(session) == 1


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_hold_it_would_be_granted_twice(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time by itself; here both look before either has written."""
    acts = one_place_free(session)
    both, rank = threading.Barrier(2), ranking.of

    def seen_by_both(programme: Programme) -> Ranking:
        found = rank(programme)
        both.wait(10)
        return found

    monkeypatch.setattr(programmes, "hold", lambda _programme: None)
    monkeypatch.setattr(ranking, "of", seen_by_both)
    assert at_once(app, acts) == ["done", "done"]
    assert granted(session) == 2


def test_of_the_last_two_readers_one_sees_that_they_are_far_apart(app: Flask, session: Session) -> None:
    site = ReviewSite("close")
    entry_id, criterion_id = site.entries[0].id, site.criterion.id
    given = session.scalars(select(Reading).where(Reading.registration_id == entry_id)).all()
    readers = [(reading.id, reading.reviewer.account_id) for reading in given]
    session.rollback()

    def hand_in(reading_id: int, account_id: int, mark: int) -> None:
        scoring.hand_in(db.session.get_one(Account, account_id), reading_id, {criterion_id: mark})

    acts = [lambda at=at, mark=mark: hand_in(*at, mark) for at, mark in zip(readers, (10, 90), strict=True)]
    assert at_once(app, acts) == ["done", "done"]
    session.rollback()
    query = select(func.count(Reading.id)).where(Reading.registration_id == entry_id, Reading.round == 2)
    assert session.scalar(query) == 1


def test_one_reading_pressed_several_times(app: Flask, session: Session) -> None:
    site = ReviewSite("close")
    reading = site.readings(site.reviewers[0].account)[0]
    ids = reading.id, site.reviewers[0].account_id, site.criterion.id
    session.rollback()

    def hand_in() -> None:
        scoring.hand_in(db.session.get_one(Account, ids[1]), ids[0], {ids[2]: 50})

    assert sorted(at_once(app, [hand_in] * 3)) == ["done", "refused", "refused"]
    session.rollback()
    assert len(session.get_one(Reading, ids[0]).scores) == 1


def test_the_end_of_a_notice_pressed_several_times(app: Flask, session: Session) -> None:
    site = ReviewSite("close", "read", "propose", "notice")
    assert site.programme.notice_ends_at is not None
    site.programme.notice_ends_at = site.programme.noticed_at
    session.commit()
    ids = site.programme.id, site.coordinator.id
    session.rollback()

    def finish() -> None:
        notice.finish(db.session.get_one(Account, ids[1]), programmes.load(ids[0]))

    assert at_once(app, [finish] * 4) == ["done"] * 4
    session.rollback()
    assert session.scalar(select(func.count(Participation.id))) == 1
