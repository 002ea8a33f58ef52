"""What an offering is made of, hour by hour: meetings, who leads them, who came."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering
from app.models.venue import Venue
from app.vault import Encrypted

CHECKED_IN_BY = ("host", "code", "desk")


class Meeting(Base):
    """One dated part of an offering: a meeting of a club, half a day of a class, one match.

    `venue` None: where the offering is. `link` is where it is held online, shown to those who take part from
    `link_minutes` before it begins. `credit_minutes` is what who came is credited with. `guest_seats` are for
    people who come to this meeting alone; `guests_taken` of them are claimed. `reminded_at`: those who take
    part have been reminded.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        CheckConstraint("guests_taken >= 0 and guests_taken <= guest_seats", name="guests"),
        CheckConstraint("credit_minutes >= 0", name="credit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    room: Mapped[str] = mapped_column(String(60), default="")
    host_name: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str | None] = mapped_column(Encrypted)
    link_minutes: Mapped[int] = mapped_column(default=60)
    credit_minutes: Mapped[int] = mapped_column(default=0)
    guest_seats: Mapped[int] = mapped_column(default=0)
    guests_taken: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(String(300), default="")

    offering: Mapped[Offering] = relationship()
    venue: Mapped[Venue | None] = relationship()

    @property
    def place(self) -> Venue | None:
        """Where it is held; None: online alone."""
        return self.venue or (None if self.link else self.offering.venue)


class Host(Base):
    """An account that leads an offering's meetings: opens their pages, checks people in, moderates."""

    __tablename__ = "host"
    __table_args__ = (UniqueConstraint("offering_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)

    offering: Mapped[Offering] = relationship()
    account: Mapped[Account] = relationship()


class CheckIn(Base):
    """Somebody has come: to a meeting, or (`meeting` None) to the offering as a whole, once each.

    `how` is one of CHECKED_IN_BY: by the host's list, by the meeting's code, or at a desk.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("how in ('host', 'code', 'desk')", name="how"),
        Index(
            "uq_check_in_meeting",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("meeting_id is not null"),
            postgresql_where=text("meeting_id is not null"),
        ),
        Index(
            "uq_check_in_offering",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=text("meeting_id is null"),
            postgresql_where=text("meeting_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[dt.datetime]
    how: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    offering: Mapped[Offering] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    person: Mapped[Person] = relationship()


class MeetingGuest(Base):
    """Somebody who comes to one meeting without taking part in the offering, since `at`; one seat each."""

    __tablename__ = "meeting_guest"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[dt.datetime]

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
