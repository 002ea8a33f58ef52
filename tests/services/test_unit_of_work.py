"""A unit of work is whole or not at all, and decides on what is true now."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.models import Person, Unit
from app.unit_of_work import unit_of_work
from tests import factories


def test_an_error_leaves_nothing(session: Session) -> None:
    def half_done() -> None:
        with unit_of_work():
            session.add(Unit(level="city", code="A", name="甲"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert session.scalar(select(func.count()).select_from(Unit)) == 0


def test_a_success_is_kept(session: Session) -> None:
    with unit_of_work():
        session.add(Unit(level="city", code="A", name="甲"))
    assert session.scalar(select(func.count()).select_from(Unit)) == 1


def test_a_change_made_outside_is_refused(session: Session) -> None:
    city = factories.unit()
    city.name = "改了"
    with pytest.raises(RuntimeError), unit_of_work():
        pass


def test_private_values_cannot_be_read_in_the_database(session: Session) -> None:
    worker = factories.person(factories.tree()[2])
    stored = session.execute(text("select identity, phone from person")).one()
    assert worker.identity.encode() not in bytes(stored[0])
    assert (worker.phone or "").encode() not in bytes(stored[1])
    assert session.scalar(select(Person.identity)) == worker.identity
