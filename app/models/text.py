"""What a programme tells people and what they agree to, by version."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme

TEXT_KINDS = ("notice", "consent")


class ProgrammeText(Base):
    """A notice that is shown, or a consent that is asked for. `code` stays from version to version.

    The highest version of a code is in force, unless it is `withdrawn`.
    """

    __tablename__ = "programme_text"
    __table_args__ = (
        UniqueConstraint("programme_id", "code", "version"),
        CheckConstraint("kind in ('notice', 'consent')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    body: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text, default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]

    programme: Mapped[Programme] = relationship()


class Consent(Base):
    """That somebody agreed, for a registration, to one version of a text."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("registration_id", "text_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("programme_text.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[dt.datetime]

    text: Mapped[ProgrammeText] = relationship()
    account: Mapped[Account] = relationship()
