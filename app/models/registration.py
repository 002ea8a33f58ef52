"""One party in one programme: who travels, what they chose, what they declared."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering, Programme
from app.models.venue import Venue
from app.vault import Encrypted

REGISTRATION_STATES = ("submitted", "withdrawn")


class SignUpDraft(Base):
    """What somebody has filled in and not sent: the sent registration stays in force meanwhile.

    `answers` is {"companions": [...], "needs": {...}, "choices": [...], "health": {...}, …}, encrypted.
    """

    __tablename__ = "sign_up_draft"
    __table_args__ = (UniqueConstraint("account_id", "programme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    updated_at: Mapped[dt.datetime]

    programme: Mapped[Programme] = relationship()


class Registration(Base):
    """`lottery_number` is drawn when sign-up has closed; lower is luckier. `tickets`: entries in that draw.

    `wants`: how many of the chosen offerings the party would like to have, on different days.
    """

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint("state in ('submitted', 'withdrawn')", name="state"),
        UniqueConstraint("programme_id", "lottery_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="submitted", index=True)
    signed_up_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    lottery_number: Mapped[int | None]
    tickets: Mapped[int] = mapped_column(default=1, server_default="1")
    wants: Mapped[int] = mapped_column(default=1, server_default="1")
    submitted_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    programme: Mapped[Programme] = relationship()
    signed_up_by: Mapped[Account] = relationship()
    members: Mapped[list[Member]] = relationship(
        back_populates="registration", order_by="Member.position", cascade="all, delete-orphan"
    )
    choices: Mapped[list[Choice]] = relationship(
        back_populates="registration", order_by="Choice.rank", cascade="all, delete-orphan"
    )
    declarations: Mapped[list[HealthDeclaration]] = relationship(cascade="all, delete-orphan")

    @property
    def lead(self) -> Member:
        """The member whom the others come along with: position 1."""
        return self.members[0]


class Member(Base):
    """A person in a party. While `active`, nobody can put them into another party of the programme."""

    __tablename__ = "member"
    __table_args__ = (
        Index(
            "uq_member_one_party_a_programme",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
        UniqueConstraint("registration_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    room_group: Mapped[str | None] = mapped_column(String(20))
    private: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    registration: Mapped[Registration] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class Choice(Base):
    """An offering with a rank from 1."""

    __tablename__ = "choice"
    __table_args__ = (
        UniqueConstraint("registration_id", "rank"),
        UniqueConstraint("registration_id", "offering_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    rank: Mapped[int]

    registration: Mapped[Registration] = relationship(back_populates="choices")
    offering: Mapped[Offering] = relationship()


class HealthDeclaration(Base):
    """A party's answers to a venue's questions: {question id: false}. Kept only when every answer is no."""

    __tablename__ = "health_declaration"
    __table_args__ = (UniqueConstraint("registration_id", "venue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    declared_at: Mapped[dt.datetime]

    venue: Mapped[Venue] = relationship()
