"""Tickets: one a person and event, with a code that lets in once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering
from app.models.registration import Registration
from app.vault import Encrypted

LIVING = "void_at is null"


class Seating(Base):
    """An offering with numbered seats: `rows` of `row_seats` each. Without one, seats are free."""

    __tablename__ = "seating"
    __table_args__ = (
        CheckConstraint("row_count between 1 and 200", name="rows"),
        CheckConstraint("row_seats between 1 and 200", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    row_count: Mapped[int]
    row_seats: Mapped[int]

    offering: Mapped[Offering] = relationship()


class Ticket(Base):
    """`code` is what the door reads, found by `code_digest`; it is void once the place was given back.

    `row_number` and `seat_number` count from 1; both are None where people sit where they like.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index(
            "uq_ticket_person",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=text(LIVING),
            postgresql_where=text(LIVING),
        ),
        Index(
            "uq_ticket_seat",
            "offering_id",
            "row_number",
            "seat_number",
            unique=True,
            sqlite_where=text(LIVING),
            postgresql_where=text(LIVING),
        ),
        CheckConstraint("(row_number is null) = (seat_number is null)", name="seat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(Encrypted)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    row_number: Mapped[int | None]
    seat_number: Mapped[int | None]
    issued_at: Mapped[dt.datetime]
    void_at: Mapped[dt.datetime | None]

    offering: Mapped[Offering] = relationship()
    registration: Mapped[Registration] = relationship()
    person: Mapped[Person] = relationship()
