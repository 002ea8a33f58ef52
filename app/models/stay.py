"""A stay from arrival to leaving: its days, private talks, what became of each guest, what they thought."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering, Programme
from app.vault import Encrypted

ITEM_KINDS = ("study", "ecology", "psychology", "health", "other")


class StaySetting(Base):
    """What holds for a programme's stays.

    `no_show_counts`: whether a place that somebody did not come to counts as used. `escorted`: tracks of
    people who are accompanied throughout. Until `substitute_days` before a stay its people may be replaced;
    for `survey_days` after it guests may say how it was.
    """

    __tablename__ = "stay_setting"
    __table_args__ = (
        CheckConstraint("substitute_days >= 1", name="substitute_days"),
        CheckConstraint("survey_days >= 1", name="survey_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    no_show_counts: Mapped[bool] = mapped_column(default=True)
    substitute_days: Mapped[int] = mapped_column(default=1)
    survey_days: Mapped[int] = mapped_column(default=14)
    escorted: Mapped[list[str]] = mapped_column(JSON, default=list)

    programme: Mapped[Programme] = relationship()


class StayItem(Base):
    """One entry of a stay's programme on its `day` (from 1); times are "09:00", `to_time` may be ""."""

    __tablename__ = "stay_item"
    __table_args__ = (
        CheckConstraint("kind in ('study', 'ecology', 'psychology', 'health', 'other')", name="kind"),
        CheckConstraint("day >= 1", name="day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    day: Mapped[int]
    from_time: Mapped[str] = mapped_column(String(5))
    to_time: Mapped[str] = mapped_column(String(5), default="")
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    place: Mapped[str] = mapped_column(String(80), default="")

    offering: Mapped[Offering] = relationship()


class StaySlot(Base):
    """A private talk with a counsellor during a stay; `person` is the one guest who has booked it.

    `note` is what the guest wants to talk about: read by the two of them alone.
    """

    __tablename__ = "stay_slot"
    __table_args__ = (
        UniqueConstraint("counsellor_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="hours"),
        Index(
            "uq_stay_slot_one_a_guest",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=text("person_id is not null"),
            postgresql_where=text("person_id is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    place: Mapped[str] = mapped_column(String(80), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    booked_at: Mapped[dt.datetime | None]
    note: Mapped[str | None] = mapped_column(Encrypted)

    offering: Mapped[Offering] = relationship()
    counsellor: Mapped[Account] = relationship()
    person: Mapped[Person | None] = relationship()


class StayGuest(Base):
    """What is known of one guest of one stay beside their place.

    `shares_phone`: the group's leader may call them. With `no_show_at` they did not come, and
    `no_show_counts` says whether the place counts as used all the same. `left_on` is before the last day.
    `surveyed`: they have said how it was; what they said stands elsewhere, without their name.
    """

    __tablename__ = "stay_guest"
    __table_args__ = (
        UniqueConstraint("offering_id", "person_id"),
        CheckConstraint("no_show_at is null or left_on is null", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shares_phone: Mapped[bool] = mapped_column(default=False)
    no_show_at: Mapped[dt.datetime | None]
    no_show_counts: Mapped[bool] = mapped_column(default=True)
    left_on: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    surveyed: Mapped[bool] = mapped_column(default=False)

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person] = relationship()


class StayOpinion(Base):
    """What some guest of a stay thought of it; nothing leads from here to who it was.

    `id` is drawn, so that not even the order of the rows tells; `marks` is {what: 1..5}.
    """

    __tablename__ = "stay_opinion"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    again: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")

    offering: Mapped[Offering] = relationship()
