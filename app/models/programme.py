"""What people sign up for, and its dated runs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.matter import Matter
from app.models.venue import Venue

if TYPE_CHECKING:
    from app.models.policy import EligibilityRule, Quota

PROGRAMME_STATES = ("draft", "open", "closed", "noticed", "published", "cancelled")
OVERLAPS = ("forbid", "warn")


class Programme(Base):
    """`kind` is the code of a ProgrammeKind; `mode` one of `services/modes`, `settings` that mode's own.

    `matter`: the row of the catalogue that it is one of, for the front page and the year's figures.

    `features` names those of `services/features` that it has. `private`: who has signed up, and what for, is
    for its case workers alone (`services/privacy`).
    `overlap`: what is done when somebody has something confirmed at the time: "forbid" or "warn".
    `quotas_return_at`: from then on places that units have left unused are for everybody.
    `opens_at` and `closes_at` bound sign-up; outside them it is refused whatever the state says.
    `seed_source` says, since `seed_announced_at`, which public figure the seed will be; `seed_known_at` when
    it will be known. `entries_digest` is the digest of the list of entries, frozen before that, at
    `entries_frozen_at`; `seed` is the figure, entered after it, at `drawn_at`.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("state in ('draft','open','closed','noticed','published','cancelled')", name="state"),
        CheckConstraint("closes_at > opens_at", name="window"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40), default="recuperation")
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
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
    results_on: Mapped[dt.date | None]
    noticed_at: Mapped[dt.datetime | None]
    notice_ends_at: Mapped[dt.datetime | None]
    withdraw_free_until_on: Mapped[dt.date | None]
    max_choices: Mapped[int] = mapped_column(default=5)
    min_party_size: Mapped[int] = mapped_column(default=1, server_default="1")
    max_party_size: Mapped[int] = mapped_column(default=3)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    features: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    private: Mapped[bool] = mapped_column(default=False, server_default=false())
    overlap: Mapped[str] = mapped_column(String(10), default="forbid", server_default="forbid")
    quotas_return_at: Mapped[dt.datetime | None]
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

    matter: Mapped[Matter | None] = relationship()
    offerings: Mapped[list[Offering]] = relationship(
        back_populates="programme", order_by="Offering.starts_on, Offering.id"
    )
    rules: Mapped[list[EligibilityRule]] = relationship(
        back_populates="programme", order_by="EligibilityRule.id"
    )
    quotas: Mapped[list[Quota]] = relationship(back_populates="programme", order_by="Quota.id")


class Offering(Base):
    """One dated run at a venue; `starts_on` and `ends_on` are both inclusive.

    `from_time` and `to_time` ("09:00") are the hours of each day, "" where it takes whole days. `taken`
    counts the people whose places were claimed one by one; it is written by `services/capacity` alone.
    `timetable` is a list of {"day": 1.., "zh", "en"}.
    """

    __tablename__ = "offering"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("taken >= 0 and (seats is null or taken <= seats)", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    title: Mapped[str] = mapped_column(String(120), default="", server_default="")
    title_en: Mapped[str] = mapped_column(String(160), default="", server_default="")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    from_time: Mapped[str] = mapped_column(String(5), default="", server_default="")
    to_time: Mapped[str] = mapped_column(String(5), default="", server_default="")
    check_in_by: Mapped[str] = mapped_column(String(5), default="14:00")
    with_beds: Mapped[bool] = mapped_column(default=True)
    seats: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
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
