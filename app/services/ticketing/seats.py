"""Numbered seats: which are free, and several of them side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Offering, Registration, Seating, Ticket
from app.services import audit, capacity, changes, programmes

Seat = tuple[int, int]


def of(offering: Offering) -> Seating | None:
    """None: people sit where they like."""
    return db.session.scalar(select(Seating).where(Seating.offering_id == offering.id))


def beside(offering: Offering, count: int) -> list[Seat | None]:
    """Seats for a party of `count`, side by side if possible; None where none are numbered or left."""
    seating = of(offering)
    if seating is None:
        return [None] * count
    found: list[Seat | None] = list(choose(seating.row_count, seating.row_seats, taken(offering), count))
    return found + [None] * (count - len(found))


def choose(rows: int, row_seats: int, used: Collection[Seat], count: int) -> list[Seat]:
    """The first `count` free seats side by side in one row; else the first free ones; fewer when used up."""
    free = [
        [(row, seat) for seat in range(1, row_seats + 1) if (row, seat) not in used]
        for row in range(1, rows + 1)
    ]
    for row in free:
        for start in range(len(row) - count + 1):
            if row[start + count - 1][1] - row[start][1] == count - 1:
                return row[start : start + count]
    return [seat for row in free for seat in row][:count]


def taken(offering: Offering) -> set[Seat]:
    """Seats for which there is a good ticket."""
    rows = db.session.execute(
        select(Ticket.row_number, Ticket.seat_number).where(
            Ticket.offering_id == offering.id, Ticket.void_at.is_(None), Ticket.row_number.is_not(None)
        )
    )
    return {(row, seat) for row, seat in rows if row is not None and seat is not None}


def number(actor: Account | None, offering: Offering, values: Mapping[str, Any]) -> None:
    """Number the seats of an event; whoever has a ticket already has a seat from now on.

    Raises Invalid (`row_count`) when there would be fewer than places, DomainError once seats are on tickets.
    """
    programmes.hold(offering.programme)
    capacity.hold(offering.programme)
    if taken(offering):
        raise DomainError(_("已经有票写明了座位，不能再改。"))
    if values["row_count"] * values["row_seats"] < max(offering.seats or 0, offering.taken):
        most = max(offering.seats or 0, offering.taken)
        raise Invalid(_("座位比名额少：这一场有 %(most)s 个名额", most=most), "row_count")
    seating = of(offering) or Seating(offering_id=offering.id)
    db.session.add(seating)
    found = changes.apply(seating, values)
    audit.record(
        actor, "tickets.seating", seating, label=offering.title or offering.venue.name, changes=found
    )
    for tickets in _by_party(offering):
        for ticket, seat in zip(tickets, beside(offering, len(tickets)), strict=True):
            ticket.row_number, ticket.seat_number = seat or (None, None)
        db.session.flush()


def _by_party(offering: Offering) -> Sequence[list[Ticket]]:
    """Good tickets, party by party, whoever signed up first in front."""
    query = (
        select(Ticket)
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Ticket.offering_id == offering.id, Ticket.void_at.is_(None))
        .order_by(Registration.submitted_at, Registration.id, Ticket.id)
    )
    found: dict[int, list[Ticket]] = {}
    for ticket in db.session.scalars(query):
        found.setdefault(ticket.registration_id, []).append(ticket)
    return list(found.values())
