"""A programme's policy: who may sign up, and how many of whom may have a place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.programme import Offering, Programme

RULE_EFFECTS = ("block", "warn")


class EligibilityRule(Base):
    """One of the declared rules of `services/eligibility`, with its parameters. Data, never code.

    `effect`: "block" refuses, "warn" only tells. `message`: the text that is shown instead of the rule's own.
    """

    __tablename__ = "eligibility_rule"
    __table_args__ = (CheckConstraint("effect in ('block', 'warn')", name="effect"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    effect: Mapped[str] = mapped_column(String(10), default="block", server_default="block")
    message: Mapped[str] = mapped_column(Text, default="", server_default="")
    message_en: Mapped[str] = mapped_column(Text, default="", server_default="")
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


class QuotaUse(Base):
    """How many people's places count against a quota, of one unit and, for scope "offering", one offering.

    `maximum` None: the limit no longer holds, unused places went back to the pool. Written by conditional
    updates alone (`services/capacity`); the database refuses what would be above it.
    """

    __tablename__ = "quota_use"
    __table_args__ = (
        UniqueConstraint("quota_id", "unit_code", "offering_id"),
        Index(
            "uq_quota_use_whole_run",
            "quota_id",
            "unit_code",
            unique=True,
            sqlite_where=text("offering_id is null"),
            postgresql_where=text("offering_id is null"),
        ),
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("maximum is null or taken <= maximum", name="maximum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id"), index=True)
    unit_code: Mapped[str] = mapped_column(String(40))
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    taken: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int | None]

    quota: Mapped[Quota] = relationship()
    offering: Mapped[Offering | None] = relationship()
