"""What two may want at the same moment is given by one conditional update."""

from __future__ import annotations

from sqlalchemy import CursorResult, Update

from app.extensions import db


def written(statement: Update) -> bool:
    """Run an UPDATE; whether its conditions still held and exactly one row was written."""
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1
