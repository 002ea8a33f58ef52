"""Simultaneous requests must be told apart on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, event, text, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Claim, Meeting, MeetingGuest, Offering, QuotaUse


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def without_checks(session: Session, database: str) -> Iterator[None]:
    """The database's own guard off, and on again afterwards: later tests use the same PostgreSQL.

    In SQLite it is a setting of each connection, and the file is this test's own.
    """
    checks = {
        "offering": "ck_offering_taken",
        "quota_use": "ck_quota_use_maximum",
        "meeting": "ck_meeting_guests",
    }
    if database == "sqlite":

        def ignore(connection: object, _record: object) -> None:
            connection.execute("PRAGMA ignore_check_constraints=ON")  # type: ignore[attr-defined]

        session.close()
        db.engine.dispose()
        event.listen(db.engine, "connect", ignore)
        yield
        session.close()
        event.remove(db.engine, "connect", ignore)
        db.engine.dispose()
        return
    kept = {name: _definition(session, name) for name in checks.values()}
    try:
        for table, name in checks.items():
            session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        session.commit()
        yield
    finally:
        session.rollback()
        for model in (Claim, QuotaUse, MeetingGuest):
            session.execute(delete(model))
        session.execute(update(Offering).values(taken=0))
        session.execute(update(Meeting).values(guests_taken=0))
        session.commit()
        for table, name in checks.items():
            session.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {kept[name]}"))
        session.commit()


def _definition(session: Session, name: str) -> str:
    query = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    return str(session.execute(query, {"name": name}).scalar_one())
