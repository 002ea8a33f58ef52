"""Whose beds are taken at a campus: held places, without those who did not come or have left."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import (
    AllocationRun,
    BedPlace,
    Member,
    Offering,
    Placement,
    Registration,
    Room,
    StayGuest,
    Venue,
)
from app.services.outcomes import still_held


def beds(venue: Venue, since: dt.date, until: dt.date) -> list[BedPlace]:
    """Beds in which somebody sleeps on a night from `since` until the morning of `until`."""
    absent = select(StayGuest.id).where(
        StayGuest.offering_id == Offering.id,
        StayGuest.person_id == Member.person_id,
        or_(StayGuest.no_show_at.is_not(None), StayGuest.left_on <= clock.today()),
    )
    query = (
        select(BedPlace)
        .join(Placement, BedPlace.placement_id == Placement.id)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .join(Member, BedPlace.member_id == Member.id)
        .join(Room, BedPlace.room_id == Room.id)
        .where(
            Room.venue_id == venue.id,
            still_held(),
            Member.active,
            ~Offering.cancelled,
            and_(Offering.starts_on < until, Offering.ends_on > since),
            ~absent.exists(),
        )
        .options(
            joinedload(BedPlace.room),
            joinedload(BedPlace.member).joinedload(Member.person),
            joinedload(BedPlace.member).joinedload(Member.registration).joinedload(Registration.programme),
            joinedload(BedPlace.placement).joinedload(Placement.offering).joinedload(Offering.programme),
        )
        .order_by(Room.name, BedPlace.bed, BedPlace.id)
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def by_others(bed: BedPlace, offering: Offering) -> bool:
    """Whether somebody else sleeps in this bed on a night that is left of the stay."""
    since = max(clock.today(), offering.starts_on)
    return any(
        other.id != bed.id and other.room_id == bed.room_id and other.bed == bed.bed
        for other in beds(bed.room.venue, since, offering.ends_on)
    )
