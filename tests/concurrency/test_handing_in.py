"""A unit's people who hand in at the same moment are all counted; one who presses twice is counted once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DomainError
from app.extensions import db
from app.models import Account, Programme, QuizTry, QuizUnitTotal, Registration
from app.services.quiz import scores, tries
from app.unit_of_work import unit_of_work
from tests.quizzes import QuizCity

PEOPLE = 6


def at_once(app: Flask, try_ids: list[int]) -> list[bool]:
    """End these tries, each on a connection of its own; everybody has looked before anybody presses."""
    ready = threading.Barrier(len(try_ids), timeout=20)

    def end(try_id: int) -> bool:
        with app.app_context():
            tried = tries.load(try_id)
            assert tried is not None
            ready.wait()
            with unit_of_work():
                return tries.end(tried)

    db.session.rollback()
    with ThreadPoolExecutor(len(try_ids)) as pool:
        return list(pool.map(end, try_ids))


def started(quiz: QuizCity) -> list[int]:
    return [quiz.start(quiz.worker()).id for _ in range(PEOPLE)]


def counted(quiz: QuizCity) -> tuple[int, int]:
    db.session.rollback()
    found = scores.figures(quiz.programme.id)
    return found.people, found.tries


def test_all_of_a_unit_are_counted(app: Flask, session: Session) -> None:
    quiz = QuizCity()
    assert at_once(app, started(quiz)) == [True] * PEOPLE
    assert counted(quiz) == (PEOPLE, PEOPLE)


def test_without_adding_in_the_database_some_would_be_lost(
    app: Flask, session: Session, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control. SQLite lets one write at a time, so there it cannot be seen."""
    if database == "sqlite":
        pytest.skip("one writer at a time")
    quiz = QuizCity()
    quiz.end(quiz.start(quiz.worker()))
    ready = threading.Barrier(PEOPLE, timeout=20)

    def read_then_write(programme_id: int, unit_id: int, sums: scores.Sums) -> bool:
        found = db.session.scalars(select(QuizUnitTotal).where(QuizUnitTotal.unit_id == unit_id)).one()
        people, ended = found.people + sums[0], found.tries + sums[3]
        ready.wait()
        found.people, found.tries = people, ended
        return True

    monkeypatch.setattr(scores, "_added", read_then_write)
    at_once(app, started(quiz))
    assert counted(quiz) < (PEOPLE + 1, PEOPLE + 1)


def test_two_presses_are_one(app: Flask, session: Session) -> None:
    quiz = QuizCity()
    tried = quiz.start(quiz.worker())
    assert sorted(at_once(app, [tried.id] * 4)) == [False, False, False, True]
    assert counted(quiz) == (1, 1)


def test_two_devices_begin_one_set(app: Flask, session: Session) -> None:
    quiz = QuizCity()
    account_id, programme_id = quiz.worker().id, quiz.programme.id
    ready = threading.Barrier(4, timeout=20)

    def begin(_number: int) -> int:
        with app.app_context():
            account = db.session.get_one(Account, account_id)
            programme = db.session.get_one(Programme, programme_id)
            ready.wait()
            try:
                with unit_of_work():
                    return tries.start(programme, account).id
            except DomainError:
                return 0  # signed up by the other device at this very moment: pressing again goes on with it

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(begin, range(4))) - {0}
    assert len(found) == 1
    assert len(db.session.scalars(select(QuizTry)).all()) == 1
    assert len(db.session.scalars(select(Registration)).all()) == 1
