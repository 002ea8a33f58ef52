"""What a guest of a stay costs, in 分, and who bears how much of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Account, Offering, StayFee
from app.services import audit, offerings


def of(offering: Offering) -> StayFee | None:
    return db.session.scalar(select(StayFee).where(StayFee.offering_id == offering.id))


def of_many(offering_ids: Sequence[int]) -> dict[int, StayFee]:
    """By offering id; one that is not there has not been written down."""
    found = db.session.scalars(select(StayFee).where(StayFee.offering_id.in_(offering_ids)))
    return {fee.offering_id: fee for fee in found}


def save(actor: Account, chosen: Sequence[Offering], city: int, unit: int, person: int) -> None:
    """The same for each of these stays, in 分."""
    known = of_many([offering.id for offering in chosen])
    for offering in chosen:
        fee = known.get(offering.id) or StayFee(offering_id=offering.id, city=0, unit=0, person=0)
        before = (fee.city, fee.unit, fee.person)
        fee.city, fee.unit, fee.person = city, unit, person
        db.session.add(fee)
        if before != (city, unit, person):
            named = zip(
                ("city_share", "unit_share", "person_share"), before, (city, unit, person), strict=True
            )
            changes = {name: (yuan(old), yuan(new)) for name, old, new in named if old != new}
            audit.record(actor, "stay.fee", fee, label=offerings.label(offering), changes=changes)


def yuan(fen: int) -> str:
    """1234.50, with commas; whole yuan without the point."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"
