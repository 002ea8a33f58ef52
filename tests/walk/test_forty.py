"""All forty rows, from publishing to the result."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.browser import Browser
from tests.walk.city import table, walked


def test_every_row_is_walked(session: Session, client: Browser) -> None:
    rows = walked(client)
    assert [row.number for row in rows] == list(range(1, 41))
    assert [row.number for row in rows if row.fault] == [], "\n" + table(rows)
    for row in rows:
        assert all((row.publish, row.sign_up, row.refused, row.decide, row.result)), row
