"""What people sign up for, and its dated runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.venue import Venue

PROGRAMME_STATES = ("draft", "open", "closed", "published", "cancelled")


class Programme(Base):
    """`kind` names what "not twice in N years" compares; `policy` holds tier weights and quotas' labels.

    `opens_at` and `closes_at` bound sign-up; outside them it is refused whatever the state says.
    `seed_source` says, since `seed_announced_at`, which public figure the seed will be; `seed_known_at` when
    it will be known. `entries_digest` is the digest of the list of entries, frozen before that, at
    `entries_frozen_at`; `seed` is the figure, entered after it, at `drawn_at`.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("state in ('draft','open','closed','published','cancelled')", name="state"),
        CheckConstraint("closes_at > opens_at", name="window"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40), default="recuperation")
    mode: Mapped[str] = mapped_column(String(20), default="ranked")
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    summary_en: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    results_on: Mapped[dt.date]
    withdraw_free_until_on: Mapped[dt.date | None]
    max_choices: Mapped[int] = mapped_column(default=5)
    max_party_size: Mapped[int] = mapped_column(default=3)
    tier_weights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    seed_source: Mapped[str] = mapped_column(String(200), default="")
    seed_known_at: Mapped[dt.datetime | None]
    seed_announced_at: Mapped[dt.datetime | None]
    seed: Mapped[str] = mapped_column(String(80), default="")
    drawn_at: Mapped[dt.datetime | None]
    entries_digest: Mapped[str] = mapped_column(String(64), default="")
    entries_frozen_at: Mapped[dt.datetime | None]
    reference_prefix: Mapped[str] = mapped_column(String(4), default="LY")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    offerings: Mapped[list[Offering]] = relationship(
        back_populates="programme", order_by="Offering.starts_on, Offering.id"
    )
    rules: Mapped[list[EligibilityRule]] = relationship(
        back_populates="programme", order_by="EligibilityRule.id"
    )
    quotas: Mapped[list[Quota]] = relationship(back_populates="programme", order_by="Quota.id")


class Offering(Base):
    """One dated run at a venue; `starts_on` and `ends_on` are both inclusive.

    `timetable` is a list of {"day": 1.., "zh", "en"}.
    """

    __tablename__ = "offering"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    check_in_by: Mapped[str] = mapped_column(String(5), default="14:00")
    with_beds: Mapped[bool] = mapped_column(default=True)
    seats: Mapped[int | None]
    minimum: Mapped[int] = mapped_column(default=0)
    timetable: Mapped[list[Any]] = mapped_column(JSON, default=list)
    leader_name: Mapped[str] = mapped_column(String(60), default="")
    leader_phone: Mapped[str] = mapped_column(String(40), default="")
    cancelled: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship(back_populates="offerings")
    venue: Mapped[Venue] = relationship()

    @property
    def night_count(self) -> int:
        return (self.ends_on - self.starts_on).days


class EligibilityRule(Base):
    """One of the declared rules of `services/eligibility`, with its parameters. Data, never code."""

    __tablename__ = "eligibility_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    regulation: Mapped[str] = mapped_column(String(200), default="")

    programme: Mapped[Programme] = relationship(back_populates="rules")


class Quota(Base):
    """A policy limit on people placed; `group` is `district` or `employer`; `value` a unit's code or None."""

    __tablename__ = "quota"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        CheckConstraint("scope in ('offering', 'run')", name="scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    group: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(10))
    value: Mapped[str | None] = mapped_column(String(40))
    minimum: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int | None]

    programme: Mapped[Programme] = relationship(back_populates="quotas")
