"""An application on its way: where it is, what was asked and decided, and everything that happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.casework import CaseReason, CaseStep
from app.models.programme import Programme
from app.models.registration import Registration
from app.models.unit import Unit
from app.vault import Encrypted

CASE_STATES = ("open", "waiting", "decided", "appealed", "final", "withdrawn")


class CaseFile(Base):
    """One registration's case, of the unit `unit`.

    `state`: open (at its step), waiting (for the applicant's answer), decided (may be appealed until
    `appeal_until`), appealed, final, withdrawn. `due_at` is when the step should be done; while the case
    waits its clock stands still with `days_left` working days. `amount` is in 分. `held` is what granting it
    has counted: {"limits": {limit id: n}, "uses": {quota use id: n}}.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint("state in ('open','waiting','decided','appealed','final','withdrawn')", name="state"),
        CheckConstraint("outcome in ('granted', 'partly', 'refused')", name="outcome"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("case_step.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    days_left: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    appeal_until: Mapped[dt.datetime | None]
    held: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    registration: Mapped[Registration] = relationship()
    programme: Mapped[Programme] = relationship()
    unit: Mapped[Unit] = relationship()
    step: Mapped[CaseStep | None] = relationship()
    owner: Mapped[Account | None] = relationship()


class CaseEvent(Base):
    """Something that happened to a case; entries are added, never changed.

    `kind` is a word of `services/casework/journal`; `facts` hold what is not private, `words` what is.
    """

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    at: Mapped[dt.datetime]
    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("case_step.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str | None] = mapped_column(Encrypted)

    case: Mapped[CaseFile] = relationship()
    account: Mapped[Account | None] = relationship()
    step: Mapped[CaseStep | None] = relationship()


class CaseQuestion(Base):
    """What the applicant is asked, until when, and what they answered; `documents` are ids."""

    __tablename__ = "case_question"
    __table_args__ = (
        Index(
            "uq_case_question_open",
            "case_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    words: Mapped[str] = mapped_column(Encrypted)
    closed_at: Mapped[dt.datetime | None]
    answer: Mapped[str | None] = mapped_column(Encrypted)
    documents: Mapped[list[Any]] = mapped_column(default=list)

    case: Mapped[CaseFile] = relationship()


class CaseDecision(Base):
    """What was decided, by whom and why; `number` counts the decisions on a case, the last one holds."""

    __tablename__ = "case_decision"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("outcome in ('granted', 'partly', 'refused')", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    number: Mapped[int]
    on_appeal: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(10))
    reason_id: Mapped[int] = mapped_column(ForeignKey("case_reason.id"))
    words: Mapped[str | None] = mapped_column(Encrypted)
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime]

    case: Mapped[CaseFile] = relationship()
    reason: Mapped[CaseReason] = relationship()


class CaseReminder(Base):
    """That an account was told of an overdue case; once for each deadline. `sent_at` None: still owed."""

    __tablename__ = "case_reminder"
    __table_args__ = (UniqueConstraint("case_id", "account_id", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    due_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]

    case: Mapped[CaseFile] = relationship()
    account: Mapped[Account] = relationship()
