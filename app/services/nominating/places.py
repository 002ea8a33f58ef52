"""Taking one of the places that a part of the tree may send to, and giving it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from app.errors import DomainError
from app.extensions import db
from app.models import NominationQuota, Programme, Unit
from app.services import once


def claim(programme: Programme, unit: Unit) -> list[int]:
    """One place for a worker of `unit`, on every row that binds from the city down; the ids of the rows.

    A unit without places of its own takes from what the level above has not shared out. Raises DomainError
    when there is none.
    """
    rows = _binding(programme, unit)
    if not rows:
        raise DomainError(_("“%(unit)s”没有提名名额，请联系上级工会。", unit=unit.name))
    nearest = rows[-1]
    # from the city down, so that two who claim never wait for each other
    for row in rows:
        if not _take(row, shared_out=row is nearest and row.unit_id != unit.id):
            raise DomainError(_("“%(unit)s”的提名名额已经用完。", unit=row.unit.name))
    return [row.id for row in rows]


def _take(row: NominationQuota, shared_out: bool) -> bool:
    """Whether one more fitted; with `shared_out`, beside what is kept for the units below."""
    kept = _kept_below(row) if shared_out else 0
    return once.written(
        update(NominationQuota)
        .where(
            NominationQuota.id == row.id,
            NominationQuota.returned_at.is_(None),
            NominationQuota.taken + kept < NominationQuota.places,
        )
        .values(taken=NominationQuota.taken + 1)
    )


def _kept_below(row: NominationQuota) -> int:
    """What the units directly below may still use themselves."""
    child = aliased(NominationQuota)
    counted = db.session.scalar(
        select(func.coalesce(func.sum(child.places - child.taken), 0))
        .join(Unit, child.unit_id == Unit.id)
        .where(
            child.programme_id == row.programme_id,
            child.returned_at.is_(None),
            Unit.parent_id == row.unit_id,
        )
    )
    return int(counted or 0)


def release(uses: Sequence[int]) -> None:
    """One place given back on each of these rows; on one whose time is over it goes to the level above."""
    back = update(NominationQuota).where(NominationQuota.id.in_(uses), NominationQuota.taken > 0)
    for over, values in (
        (False, {"taken": NominationQuota.taken - 1}),
        (
            True,
            {
                "taken": NominationQuota.taken - 1,
                "places": NominationQuota.places - 1,
                "returned": NominationQuota.returned + 1,
            },
        ),
    ):
        of_time = NominationQuota.returned_at.is_not(None) if over else NominationQuota.returned_at.is_(None)
        db.session.execute(back.where(of_time).values(values).execution_options(synchronize_session=False))
    db.session.expire_all()


def _binding(programme: Programme, unit: Unit) -> list[NominationQuota]:
    """The rows that still bind on the way from the city down to the unit."""
    way: list[int] = [int(part) for part in unit.path.split("/") if part]
    found = db.session.scalars(
        select(NominationQuota)
        .join(Unit, NominationQuota.unit_id == Unit.id)
        .where(
            NominationQuota.programme_id == programme.id,
            NominationQuota.unit_id.in_(way),
            NominationQuota.returned_at.is_(None),
        )
        .order_by(func.length(Unit.path), Unit.id)
        .execution_options(populate_existing=True)
    )
    return list(found)
