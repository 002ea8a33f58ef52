"""What a contest comes to: marks entered twice, settled differences, appeals, and awards that are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.contest import ContestEntry, ContestJudge
from app.models.person import Person
from app.models.programme import Programme

PARTS = ("theory", "practice")


class Mark(Base):
    """What one judge has entered for a part of an entry: the `turn`-th of two, blind to the other.

    `points` are hundredths of a point, `seconds` the time taken; `penalties` is {code: how often}. `absent`:
    they did not come; then the rest is nothing.
    """

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("entry_id", "part", "turn"),
        UniqueConstraint("entry_id", "part", "judge_id"),
        CheckConstraint("part in ('theory', 'practice')", name="part"),
        CheckConstraint("turn in (1, 2)", name="turn"),
        CheckConstraint("points >= 0 and (seconds is null or seconds >= 0)", name="points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    turn: Mapped[int]
    judge_id: Mapped[int] = mapped_column(ForeignKey("contest_judge.id"), index=True)
    points: Mapped[int]
    seconds: Mapped[int | None]
    penalties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    absent: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[dt.datetime]

    entry: Mapped[ContestEntry] = relationship()
    judge: Mapped[ContestJudge] = relationship()


class Settlement(Base):
    """What counts instead of the two marks, by a third person and for a reason; an appeal may change it."""

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("entry_id", "part"),
        CheckConstraint("part in ('theory', 'practice')", name="part"),
        CheckConstraint("points >= 0 and (seconds is null or seconds >= 0)", name="points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    points: Mapped[int]
    seconds: Mapped[int | None]
    penalties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    absent: Mapped[bool] = mapped_column(default=False)
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(String(300))

    entry: Mapped[ContestEntry] = relationship()
    settled_by: Mapped[Account] = relationship()


class ContestAppeal(Base):
    """What an entrant or their team's lead holds against a provisional result, and the answer."""

    __tablename__ = "contest_appeal"
    __table_args__ = (
        Index(
            "uq_contest_appeal_open",
            "entry_id",
            "raised_by_id",
            unique=True,
            sqlite_where=text("answered_at is null"),
            postgresql_where=text("answered_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"), index=True)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    upheld: Mapped[bool] = mapped_column(default=False)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]

    entry: Mapped[ContestEntry] = relationship()
    raised_by: Mapped[Account] = relationship(foreign_keys=[raised_by_id])


class Award(Base):
    """A prize won, kept for ever: by a contest held here, or entered of an earlier year (`programme` None).

    `winner` is a name or a team's; `person` whom it is on record for, where they are known.
    """

    __tablename__ = "award"
    __table_args__ = (CheckConstraint("year between 1900 and 2200", name="year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    contest: Mapped[str] = mapped_column(String(120))
    contest_en: Mapped[str] = mapped_column(String(160), default="")
    event: Mapped[str] = mapped_column(String(80), default="")
    event_en: Mapped[str] = mapped_column(String(120), default="")
    prize: Mapped[str] = mapped_column(String(60))
    prize_en: Mapped[str] = mapped_column(String(80), default="")
    rank: Mapped[int | None]
    winner: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(120), default="")
    team: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme | None] = relationship()
    person: Mapped[Person | None] = relationship()
