"""What applications that are decided one by one go through: steps, reasons, and how much may be granted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme
from app.models.unit import Unit

STEP_OWNERS = ("unit", "district", "city", "worker")
OUTCOMES = ("granted", "partly", "refused")
MEASURES = ("cases", "money")


class CaseStep(Base):
    """A step of a programme's cases; `owner` is whose it is, `worker` who where it is one named person's.

    `days` are working days. `checks` is what is to be looked at: a list of {"zh", "en"}. `may_end`: the case
    can be decided here; otherwise it is only passed on.
    """

    __tablename__ = "case_step"
    __table_args__ = (
        CheckConstraint("owner in ('unit', 'district', 'city', 'worker')", name="owner"),
        CheckConstraint("days > 0", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    label_en: Mapped[str] = mapped_column(String(80), default="")
    owner: Mapped[str] = mapped_column(String(10))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    days: Mapped[int]
    checks: Mapped[list[Any]] = mapped_column(default=list)
    may_end: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship()
    worker: Mapped[Account | None] = relationship()


class CaseReason(Base):
    """Why a case was decided so: one of a programme's reasons for an outcome."""

    __tablename__ = "case_reason"
    __table_args__ = (CheckConstraint("outcome in ('granted', 'partly', 'refused')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(160), default="")

    programme: Mapped[Programme] = relationship()


class CaseLimit(Base):
    """The most that may be granted in a programme, or in one part of the tree: cases, or money in 分.

    `taken` is written by conditional updates alone (`services/casework/limits`).
    """

    __tablename__ = "case_limit"
    __table_args__ = (
        UniqueConstraint("programme_id", "unit_id", "measure"),
        Index(
            "uq_case_limit_whole_city",
            "programme_id",
            "measure",
            unique=True,
            sqlite_where=text("unit_id is null"),
            postgresql_where=text("unit_id is null"),
        ),
        CheckConstraint("measure in ('cases', 'money')", name="measure"),
        CheckConstraint("taken >= 0 and taken <= most", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    measure: Mapped[str] = mapped_column(String(10))
    most: Mapped[int] = mapped_column(BigInteger)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)

    programme: Mapped[Programme] = relationship()
    unit: Mapped[Unit | None] = relationship()


class CaseVisit(Base):
    """When and where a granted vehicle stops; none is in two places on one day."""

    __tablename__ = "case_visit"
    __table_args__ = (
        UniqueConstraint("programme_id", "vehicle", "on"),
        CheckConstraint("vehicle > 0", name="vehicle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    vehicle: Mapped[int]
    on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(String(200))


class JoinIntent(Base):
    """The unit whose code somebody has scanned to join the union, until they apply."""

    __tablename__ = "join_intent"
    __table_args__ = (UniqueConstraint("account_id", "programme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    scanned_at: Mapped[dt.datetime]

    unit: Mapped[Unit] = relationship()
