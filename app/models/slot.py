"""Places by the quarter-hour: the hours and rooms of a programme at a venue, and whose room is which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering, Programme
from app.models.registration import Registration
from app.models.venue import Venue


class SlotPlan(Base):
    """What a programme by the quarter-hour has agreed on.

    One may choose another time until `rebook_hours` before one's own; `remind_hour` o'clock on the day before
    is when people are reminded.
    """

    __tablename__ = "slot_plan"
    __table_args__ = (
        CheckConstraint("rebook_hours between 0 and 168", name="rebook"),
        CheckConstraint("remind_hour between 0 and 23", name="remind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    rebook_hours: Mapped[int] = mapped_column(default=24)
    remind_hour: Mapped[int] = mapped_column(default=17)

    programme: Mapped[Programme] = relationship()


class SlotRoom(Base):
    """A room in which one person at a time is seen; `kind` says what for. Beds have `Room`.

    `position` is their order at the venue. A closed room is not counted when further hours are made.
    """

    __tablename__ = "slot_room"
    __table_args__ = (UniqueConstraint("programme_id", "venue_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(40), default="")
    kind_en: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=1)
    closed: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship()
    venue: Mapped[Venue] = relationship()


class OpeningHours(Base):
    """From `first_on` to `last_on` on `weekdays` (Monday 0), "08:00" to "11:30" in steps of `minutes`.

    Nothing begins or ends between `break_from` and `break_to`, both "" where there is no break. Kept as the
    record of what was made from it: `made_count` offerings.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days"),
        CheckConstraint("to_time > from_time", name="hours"),
        CheckConstraint("minutes between 5 and 240", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    weekdays: Mapped[list[Any]]
    from_time: Mapped[str] = mapped_column(String(5))
    to_time: Mapped[str] = mapped_column(String(5))
    break_from: Mapped[str] = mapped_column(String(5), default="")
    break_to: Mapped[str] = mapped_column(String(5), default="")
    minutes: Mapped[int] = mapped_column(default=15)
    without_holidays: Mapped[bool] = mapped_column(default=True)
    made_count: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[dt.datetime]

    venue: Mapped[Venue] = relationship()


class RoomClosure(Base):
    """A room that takes nobody in one offering, though it was counted when that was made."""

    __tablename__ = "room_closure"
    __table_args__ = (UniqueConstraint("offering_id", "slot_room_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    slot_room_id: Mapped[int] = mapped_column(ForeignKey("slot_room.id"), index=True)


class RoomPlace(Base):
    """Who is seen in which room in an offering: nobody twice, and no room for two.

    `reminded_at`: they have been told on the day before.
    """

    __tablename__ = "room_place"
    __table_args__ = (
        UniqueConstraint("offering_id", "slot_room_id"),
        UniqueConstraint("offering_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    slot_room_id: Mapped[int] = mapped_column(ForeignKey("slot_room.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    reminded_at: Mapped[dt.datetime | None]

    offering: Mapped[Offering] = relationship()
    room: Mapped[SlotRoom] = relationship()
    registration: Mapped[Registration] = relationship()
    person: Mapped[Person] = relationship()
