"""All forty rows, from publishing to the result."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.services.demo import catalogue
from tests.browser import Browser
from tests.walk.city import table, walked


def test_every_row_is_walked(session: Session, client: Browser) -> None:
    """A row whose programmes are listed ends with its result; one without any yet says so."""
    rows = walked(client)
    listed = catalogue.read().programmes
    assert [row.number for row in rows] == list(range(1, 41))
    ended = {row.number for row in rows if row.fault}
    awaited = {row.number for row in rows if row.fault == "no programme yet"}
    assert ended == awaited, "\n" + table(rows)
    assert all(row.result and row.refused for row in rows if not row.fault), "\n" + table(rows)
    assert not awaited & set(listed)
