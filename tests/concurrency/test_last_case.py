"""The last of what may be granted, and one case, by two case workers at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, CaseFile, CaseLimit
from app.services.casework import deciding, handling, limits
from tests import cases as made
from tests.concurrency.test_closing import at_once


def last_one(session: Session) -> list[Callable[[], object]]:
    """Two cases before two case workers, and a limit that is enough for one."""
    office = made.Office()
    made.limit(office.programme, 1)
    pairs = [(made.taken(office.at_city(), each).id, each.id) for each in (office.one, office.two)]
    verdict = made.verdict(office.programme, "granted")
    session.rollback()

    def grant(case_id: int, actor_id: int) -> None:
        case = db.session.get_one(CaseFile, case_id)
        deciding.decide(db.session.get_one(Account, actor_id), case, verdict, case.version)

    return [lambda pair=pair: grant(*pair) for pair in pairs]


def granted(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(CaseFile.id)).where(CaseFile.outcome == "granted")) or 0


def test_the_last_one_is_granted_once(app: Flask, session: Session) -> None:
    assert sorted(at_once(app, last_one(session))) == ["done", "refused"]
    assert (granted(session), session.scalar(select(CaseLimit.taken))) == (1, 1)


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_claim_it_would_be_granted_twice(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking first and counting afterwards, with both looking before either has counted."""
    acts, both = last_one(session), threading.Barrier(2)

    def look_then_count(limit: CaseLimit, wanted: int) -> bool:
        enough = limit.taken + wanted <= limit.most
        both.wait(10)
        counted = update(CaseLimit).where(CaseLimit.id == limit.id)
        db.session.execute(counted.values(taken=CaseLimit.taken + wanted))
        return enough

    monkeypatch.setattr(limits, "count", look_then_count)
    check = "ck_case_limit_taken"
    session.execute(text(f"ALTER TABLE case_limit DROP CONSTRAINT {check}"))
    session.commit()
    try:
        assert at_once(app, acts) == ["done", "done"]
        assert granted(session) == 2
    finally:
        session.rollback()
        session.execute(update(CaseLimit).values(taken=0))
        session.execute(
            text(f"ALTER TABLE case_limit ADD CONSTRAINT {check} CHECK (taken >= 0 AND taken <= most)")
        )
        session.commit()


def test_one_case_is_taken_by_one(app: Flask, session: Session) -> None:
    office = made.Office()
    case = office.at_city()
    case_id, version, actors = case.id, case.version, (office.one.id, office.two.id)
    session.rollback()

    def take(actor_id: int) -> None:
        actor = db.session.get_one(Account, actor_id)
        handling.take(actor, db.session.get_one(CaseFile, case_id), version)

    assert sorted(at_once(app, [lambda a=a: take(a) for a in actors])) == ["done", "refused"]
    session.rollback()
    assert db.session.get_one(CaseFile, case_id).owner_id in actors
