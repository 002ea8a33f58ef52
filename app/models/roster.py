"""A roster being checked: nothing of it counts until its coordinator has confirmed it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme
from app.models.unit import Unit
from app.vault import Encrypted


class RosterUpload(Base):
    """`rows` holds what the file's rows said, what was corrected and what was decided, encrypted."""

    __tablename__ = "roster_upload"
    __table_args__ = (CheckConstraint("state in ('checking', 'confirmed', 'discarded')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    rows: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(String(20), default="checking")
    created_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    signed_up_count: Mapped[int] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship()
    unit: Mapped[Unit] = relationship()
    account: Mapped[Account] = relationship()
