"""A private address under which somebody's calendar can be subscribed to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.vault import Encrypted


class CalendarFeed(Base):
    """One an account: who has the `token` reads the calendar. A new one ends the old, deleting ends it."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    token: Mapped[str] = mapped_column(Encrypted)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[dt.datetime]

    account: Mapped[Account] = relationship()
