"""People judge entries: criteria, reviewers, their scores, the decision, and objections to it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme
from app.models.registration import Registration


class Criterion(Base):
    """What is judged, on a scale from `least` to `most`; `weight` is its share of the sum of weights."""

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("weight > 0", name="weight"),
        CheckConstraint("most > least", name="scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    label_en: Mapped[str] = mapped_column(String(120), default="")
    help: Mapped[str] = mapped_column(String(300), default="")
    weight: Mapped[int] = mapped_column(default=1)
    least: Mapped[int] = mapped_column(default=0)
    most: Mapped[int] = mapped_column(default=10)

    programme: Mapped[Programme] = relationship()


class Reviewer(Base):
    """Somebody who judges a programme's entries, but never those of their own unit.

    `left_at`: since then they are given nothing more; what they have handed in stands.
    """

    __tablename__ = "reviewer"
    __table_args__ = (UniqueConstraint("programme_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    left_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    account: Mapped[Account] = relationship()


class Reading(Base):
    """An entry given to a reviewer; `round` 2: called because the first readers were far apart.

    Its scores are seen by nobody else until every reader of its round has handed in.
    """

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("registration_id", "reviewer_id"),
        CheckConstraint("round in (1, 2)", name="round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    assigned_at: Mapped[dt.datetime]
    handed_in_at: Mapped[dt.datetime | None]
    remark: Mapped[str] = mapped_column(String(500), default="")

    registration: Mapped[Registration] = relationship()
    reviewer: Mapped[Reviewer] = relationship()
    scores: Mapped[list[Score]] = relationship(back_populates="reading", cascade="all, delete-orphan")


class Score(Base):
    """A reviewer's points for one criterion."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("reading_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int]

    reading: Mapped[Reading] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class Decision(Base):
    """What was decided on an entry, by whom and why; `total` is in hundredths of a point out of 100."""

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("outcome in ('granted', 'refused')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10))
    rank: Mapped[int | None]
    total: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime]

    registration: Mapped[Registration] = relationship()
    decided_by: Mapped[Account] = relationship()


class Objection(Base):
    """What somebody holds against a result while it is on public notice, and the answer."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]
    upheld: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship()
    registration: Mapped[Registration | None] = relationship()
    raised_by: Mapped[Account] = relationship(foreign_keys=[raised_by_id])
    answered_by: Mapped[Account | None] = relationship(foreign_keys=[answered_by_id])
