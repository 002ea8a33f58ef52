"""When a level's time is over, what it has left unused goes back to the level above."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select, update

from app import clock
from app.extensions import db
from app.models import NominationQuota, NominationRound, Programme, Unit
from app.services import audit


def due() -> list[int]:
    """Programmes of which some level's time is over and its places have not gone back yet."""
    query = (
        select(NominationRound.programme_id)
        .join(NominationQuota, NominationQuota.programme_id == NominationRound.programme_id)
        .join(Unit, NominationQuota.unit_id == Unit.id)
        .where(NominationQuota.returned_at.is_(None), _over())
        .distinct()
    )
    return list(db.session.scalars(query.order_by(NominationRound.programme_id)))


def give_back(programme: Programme) -> int:
    """Close the rows whose time is over; how many places went back."""
    mine = (
        select(NominationQuota)
        .join(NominationRound, NominationRound.programme_id == NominationQuota.programme_id)
        .join(Unit, NominationQuota.unit_id == Unit.id)
        .where(NominationQuota.programme_id == programme.id, NominationQuota.returned_at.is_(None), _over())
    )
    rows = db.session.scalars(mine.order_by(NominationQuota.id).with_for_update(of=NominationQuota)).all()
    if not rows:
        return 0
    db.session.execute(
        update(NominationQuota)
        .where(NominationQuota.id.in_([row.id for row in rows]), NominationQuota.returned_at.is_(None))
        .values(
            returned=NominationQuota.returned + NominationQuota.places - NominationQuota.taken,
            places=NominationQuota.taken,
            returned_at=clock.now(),
        )
        .execution_options(synchronize_session=False)
    )
    went = sum(row.places - row.taken for row in rows)
    db.session.expire_all()
    if went:
        changes = {"returned": ("", went)}
        audit.record(None, "nomination.return", programme, label=programme.title, changes=changes)
    return went


def _over() -> ColumnElement[bool]:
    now = clock.now()
    return or_(
        and_(Unit.level == "grassroots", NominationRound.units_until <= now),
        and_(Unit.level == "district", NominationRound.districts_until <= now),
    )
