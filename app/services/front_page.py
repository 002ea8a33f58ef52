"""What the first page shows: what closes soon, what is open, what is near, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select

from app import clock
from app.extensions import db
from app.models import Offering, Programme, Venue
from app.services import catalogue, nearby
from app.services.catalogue import ProgrammeCard

SOON = dt.timedelta(days=7)
MOST_CLOSING, MOST_OPEN, MOST_COMING, MOST_NEAR = 4, 6, 3, 4


@dataclass(frozen=True, slots=True)
class Front:
    """`closing` and `opened` are different programmes, in the order of their deadlines.

    `open_count`: how many are open in all. `near` and `places` are of one district.
    """

    closing: Sequence[ProgrammeCard]
    opened: Sequence[ProgrammeCard]
    coming: Sequence[ProgrammeCard]
    open_count: int
    near: Sequence[ProgrammeCard]
    places: Sequence[Venue]


def of(district: str) -> Front:
    """The first page of somebody who is in `district` ("": nobody knows)."""
    now = clock.now()
    closing = _found(and_(_open(), Programme.closes_at <= now + SOON), MOST_CLOSING)
    other = Programme.id.not_in([programme.id for programme in closing])
    lists = (
        closing,
        _found(and_(_open(), other), MOST_OPEN),
        _found(and_(Programme.state == "open", Programme.opens_at > now), MOST_COMING),
        _found(and_(_open(), _held_in(district)), MOST_NEAR) if district else [],
    )
    # beds and labels are looked up once for all of them
    cards = iter(catalogue.as_cards(programme for listed in lists for programme in listed))
    closing_cards, opened, coming, near = ([next(cards) for _each in listed] for listed in lists)
    open_count = db.session.scalar(select(func.count()).select_from(Programme).where(_open())) or 0
    places = nearby.of_district(district, MOST_NEAR)
    return Front(closing_cards, opened, coming, open_count, near, places)


def _open() -> ColumnElement[bool]:
    """Open for sign-up at this moment."""
    now = clock.now()
    return and_(Programme.state == "open", Programme.opens_at <= now, Programme.closes_at > now)


def _held_in(district: str) -> ColumnElement[bool]:
    """Something of it is still to be held in the district."""
    own = select(Offering.id).join(Venue, Offering.venue_id == Venue.id)
    ahead = (~Offering.cancelled, Offering.starts_on >= clock.today(), Venue.district == district)
    return exists(own.where(Offering.programme_id == Programme.id, *ahead))


def _found(condition: ColumnElement[bool], most: int) -> Sequence[Programme]:
    query = catalogue.shown().where(condition).order_by(Programme.closes_at, Programme.id)
    return db.session.scalars(query.limit(most)).all()
