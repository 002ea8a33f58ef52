"""Stays at a glance for coordinators: which are going on, which are coming, and what each still lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app import clock
from app.extensions import db
from app.models import GroupLeader, Offering, Programme, StayFee, StayItem, StaySlot
from app.services.stays import fees

SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """A run and what has been arranged for it; of private talks only how many."""

    offering: Offering
    items: int
    slots: int
    booked: int
    leader: bool
    fee: StayFee | None


def of_programme(programme: Programme) -> list[Row]:
    """Every run that is held, in order of time."""
    return _rows([offering for offering in programme.offerings if not offering.cancelled])


def now_and_soon() -> list[Row]:
    """Of all programmes: what is going on, or begins within a month."""
    today = clock.today()
    query = (
        select(Offering)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(
            Offering.ends_on >= today,
            Offering.starts_on <= today + SOON,
            ~Offering.cancelled,
            Programme.state.in_(("open", "closed", "published")),
        )
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
        .order_by(Offering.starts_on, Offering.id)
    )
    return _rows([each for each in db.session.scalars(query) if "stay" in each.programme.features])


def programmes() -> list[Programme]:
    """Those that have stays, the latest first; without drafts."""
    query = select(Programme).where(Programme.state.not_in(("draft", "cancelled")))
    found = db.session.scalars(query.order_by(Programme.closes_at.desc(), Programme.id.desc()))
    return [programme for programme in found if "stay" in programme.features]


def _rows(running: Sequence[Offering]) -> list[Row]:
    ids = [offering.id for offering in running]
    items = dict(_counts(StayItem.offering_id, ids))
    talks, booked = dict(_counts(StaySlot.offering_id, ids)), dict(_booked(ids))
    led = set(db.session.scalars(select(GroupLeader.offering_id).where(GroupLeader.offering_id.in_(ids))))
    prices = fees.of_many(ids)
    return [
        Row(
            each,
            items.get(each.id, 0),
            talks.get(each.id, 0),
            booked.get(each.id, 0),
            each.id in led,
            prices.get(each.id),
        )
        for each in running
    ]


def _counts(column: InstrumentedAttribute[int], ids: Sequence[int]) -> list[tuple[int, int]]:
    rows = db.session.execute(select(column, func.count()).where(column.in_(ids)).group_by(column))
    return [(row[0], row[1]) for row in rows]


def _booked(ids: Sequence[int]) -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(StaySlot.offering_id, func.count())
        .where(StaySlot.offering_id.in_(ids), StaySlot.person_id.is_not(None))
        .group_by(StaySlot.offering_id)
    )
    return [(row[0], row[1]) for row in rows]
