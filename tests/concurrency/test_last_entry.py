"""The last entry that a unit may make in an event, by several people at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import ContestEntry, ContestEvent, EntryCount, Registration
from app.services.contest import counts, entering, events
from tests.concurrency.test_closing import at_once
from tests.services.contests import ContestSite

LIMIT, RIVALS = 2, 6


def entering_all(session: Session) -> list[Callable[[], object]]:
    """Six of one unit, and room for two."""
    site = ContestSite(size=RIVALS, unit_limit=LIMIT)
    party = site.parties[0]
    ids = site.event.id, party.id, [member.person_id for member in party.members]
    session.rollback()

    def enter(person_id: int) -> None:
        registration = db.session.get_one(Registration, ids[1])
        member = next(each for each in registration.members if each.person_id == person_id)
        event = db.session.get_one(ContestEvent, ids[0])
        entering.enter(registration.signed_up_by, event, registration, member.person)

    return [lambda who=person_id: enter(who) for person_id in ids[2]]


def entered(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(ContestEntry.id))) or 0


def test_a_unit_never_has_more_than_its_limit(app: Flask, session: Session) -> None:
    answers = at_once(app, entering_all(session))
    assert sorted(answers) == ["done"] * LIMIT + ["refused"] * (RIVALS - LIMIT)
    assert entered(session) == LIMIT
    assert session.scalars(select(EntryCount.taken)).all() == [LIMIT]


def test_without_the_count_it_would(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = entering_all(session)
    monkeypatch.setattr(counts, "take", lambda _event, _unit_id: True)
    assert at_once(app, acts) == ["done"] * RIVALS
    assert entered(session) == RIVALS > LIMIT


def test_the_database_refuses_what_the_count_would_not(session: Session) -> None:
    site = ContestSite(unit_limit=LIMIT)
    for _ in range(LIMIT):
        assert counts.take(site.event, site.unions[0].id)
    assert not counts.take(site.event, site.unions[0].id)
    session.commit()
    with pytest.raises(Exception, match=r"(?i)check"):
        session.execute(text("update entry_count set taken = taken + 1"))
    session.rollback()
    assert counts.most(events.listed(site.programme)[0].id) == LIMIT
