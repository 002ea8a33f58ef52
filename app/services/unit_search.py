"""Finding the union somebody belongs to among thousands."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Unit
from app.plain_text import visible

MOST = 60


def districts() -> Sequence[Unit]:
    """Districts and zones, in the order in which they were set up."""
    return db.session.scalars(select(Unit).where(Unit.level == "district").order_by(Unit.id)).all()


def grassroots(district_id: int | None = None, text: str = "") -> Sequence[Unit]:
    """Grass-roots unions of a district whose names contain `text`; nothing when neither is given."""
    wanted = visible(text)
    if district_id is None and not wanted:
        return []
    query = select(Unit).where(Unit.level == "grassroots").order_by(Unit.name).limit(MOST)
    if district_id is not None:
        query = query.where(Unit.parent_id == district_id)
    if wanted:
        query = query.where(Unit.name.icontains(wanted, autoescape=True))
    return db.session.scalars(query).all()


def find(unit_id: int | None) -> Unit | None:
    """A grass-roots union, or None: nobody belongs to a district or the city directly."""
    unit = db.session.get(Unit, unit_id) if unit_id else None
    return unit if unit is not None and unit.level == "grassroots" else None


def full_name(unit: Unit) -> str:
    """District and union: names of unions are alike in different districts."""
    return f"{unit.parent.name} · {unit.name}" if unit.parent else unit.name
