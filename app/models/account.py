"""Somebody who signs in, and what they may do."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.person import Person
from app.models.unit import Unit
from app.vault import Encrypted


class Account(Base):
    """Known by a phone; a worker's has a `person` once they have confirmed who they are."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(Encrypted)
    phone_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    display_name: Mapped[str] = mapped_column(String(60), default="")
    blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]

    person: Mapped[Person | None] = relationship()
    coordinates: Mapped[list[Coordinator]] = relationship(back_populates="account")

    # what Flask-Login asks of a user
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return not self.blocked

    def get_id(self) -> str:
        return str(self.id)


class Coordinator(Base):
    """An account that acts for a unit, and only inside that unit's part of the tree."""

    __tablename__ = "coordinator"
    __table_args__ = (UniqueConstraint("account_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    account: Mapped[Account] = relationship(back_populates="coordinates")
    unit: Mapped[Unit] = relationship()


class SignInCode(Base):
    """A one-time code, kept only as a keyed digest."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_digest: Mapped[str] = mapped_column(String(64), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[dt.datetime]
    attempt_count: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[dt.datetime | None]
