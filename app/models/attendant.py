"""Who serves a programme's people where it is held: at its desk, its door or its till."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme


class Attendant(Base):
    """An account that checks people in or redeems vouchers for a programme, until `left_at`.

    `name` is what they stand for: "东门", or the merchant's name, by which vouchers are settled.
    """

    __tablename__ = "attendant"
    __table_args__ = (UniqueConstraint("programme_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[dt.datetime]
    left_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    account: Mapped[Account] = relationship()
