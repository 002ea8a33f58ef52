"""What a registration has been given: places still held, and reasons where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import AllocationRun, BedPlace, Offering, Placement, Registration, UnplacedReason


def still_held() -> ColumnElement[bool]:
    """A condition on Placement (AllocationRun joined outer): given or published, and not given back."""
    published = or_(Placement.run_id.is_(None), AllocationRun.state == "published")
    return and_(Placement.withdrawn_at.is_(None), published)


def placements(registrations: Sequence[Registration]) -> dict[int, list[Placement]]:
    """Places that are still held, by registration id, with campus, rooms and beds."""
    query = (
        select(Placement)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .where(
            Placement.registration_id.in_([registration.id for registration in registrations]), still_held()
        )
        .options(
            joinedload(Placement.offering).joinedload(Offering.venue),
            selectinload(Placement.beds).joinedload(BedPlace.room),
        )
        .order_by(Placement.id)
    )
    found: dict[int, list[Placement]] = defaultdict(list)
    for placement in db.session.scalars(query):
        found[placement.registration_id].append(placement)
    return found


def reasons(registration: Registration) -> list[UnplacedReason]:
    """Why the published result gives it no place, one for each choice."""
    query = (
        select(UnplacedReason)
        .join(AllocationRun, UnplacedReason.run_id == AllocationRun.id)
        .where(UnplacedReason.registration_id == registration.id, AllocationRun.state == "published")
        .options(joinedload(UnplacedReason.offering).joinedload(Offering.venue))
        .order_by(UnplacedReason.id)
    )
    return list(db.session.scalars(query))
