"""The last place that a unit may send to, and one worker, by several coordinators at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Update, func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, Nomination, NominationQuota, Person, Programme
from app.services import once
from app.services.nominating import nominations, places
from tests import factories as make
from tests.concurrency.test_closing import at_once
from tests.services.stays import Round


def sending(made: Round, people: list[Person]) -> list[Callable[[], object]]:
    programme_id, actor_id = made.programme.id, made.actor.id

    def send(person_id: int) -> None:
        nominations.nominate(
            db.session.get_one(Account, actor_id),
            db.session.get_one(Programme, programme_id),
            db.session.get_one(Person, person_id),
            "一线二十年",
            level="grassroots",
        )

    return [lambda number=person.id: send(number) for person in people]


def one_left(session: Session) -> tuple[Round, list[Callable[[], object]]]:
    """A union with one place, and four of its workers."""
    made = Round()
    made.share(made.union, 1)
    acts = sending(made, [make.person(made.union) for _ in range(4)])
    session.rollback()
    return made, acts


def in_force(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Nomination.id)).where(Nomination.state == "nominated")) or 0


def test_the_last_place_is_given_once(app: Flask, session: Session) -> None:
    made, acts = one_left(session)
    assert sorted(at_once(app, acts)) == ["done", "refused", "refused", "refused"]
    assert in_force(session) == 1
    assert made.taken(made.union) == (1, 1)
    assert made.taken(made.city) == (6, 1)


def test_one_worker_is_nominated_once(app: Flask, session: Session) -> None:
    made = Round()
    person = make.person(made.union)
    acts = sending(made, [person] * 3)
    session.rollback()
    assert sorted(at_once(app, acts)) == ["done", "refused", "refused"]
    assert made.taken(made.union) == (2, 1)


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_conditional_update_it_would_be_given_twice(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look, then both write: what the condition in the UPDATE is for."""
    made, acts = one_left(session)
    row_id = session.scalar(select(NominationQuota.id).where(NominationQuota.unit_id == made.union.id))
    session.rollback()
    both = threading.Barrier(2)

    def looked_then_wrote(statement: Update) -> bool:
        row = db.session.get_one(NominationQuota, row_id)
        free = row.taken < row.places
        db.session.rollback()
        both.wait(10)
        return free

    monkeypatch.setattr(once, "written", looked_then_wrote)
    monkeypatch.setattr(
        places, "_binding", lambda _programme, _unit: [db.session.get_one(NominationQuota, row_id)]
    )
    assert at_once(app, acts[:2]) == ["done", "done"]
    assert in_force(session) == 2
