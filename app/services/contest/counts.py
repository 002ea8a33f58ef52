"""How many entries of a unit an event has: counted by conditional updates, refused by the database beyond."""

from __future__ import annotations

from sqlalchemy import ColumnElement, CursorResult, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.models import ContestEvent, EntryCount


def take(event: ContestEvent, unit_id: int) -> bool:
    """Count one more entry of the unit, if the event's limit allows."""
    _make_row(event, unit_id)
    counted = update(EntryCount).where(*_same(event, unit_id))
    counted = counted.values(taken=EntryCount.taken + 1, maximum=event.unit_limit)
    if event.unit_limit is not None:
        counted = counted.where(EntryCount.taken < event.unit_limit)
    return _changed(counted)


def give_back(event: ContestEvent, unit_id: int) -> None:
    """Count one fewer."""
    mine = update(EntryCount).where(*_same(event, unit_id), EntryCount.taken > 0)
    _changed(mine.values(taken=EntryCount.taken - 1))


def taken(event: ContestEvent, unit_id: int) -> int:
    """How many entries of the unit the event has."""
    return db.session.scalar(select(EntryCount.taken).where(*_same(event, unit_id))) or 0


def most(event_id: int) -> int:
    """The most entries that any one unit has in the event."""
    query = select(EntryCount.taken).where(EntryCount.event_id == event_id)
    return max(db.session.scalars(query), default=0)


def _same(event: ContestEvent, unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return EntryCount.event_id == event.id, EntryCount.unit_id == unit_id


def _make_row(event: ContestEvent, unit_id: int) -> None:
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.session.get_bind().dialect.name]
    statement = dialect.insert(EntryCount).values(
        event_id=event.id, unit_id=unit_id, taken=0, maximum=event.unit_limit
    )
    db.session.execute(statement.on_conflict_do_nothing())


def _changed(statement: Update) -> bool:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1
