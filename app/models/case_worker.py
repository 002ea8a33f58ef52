"""Who alone may look at what people bring to a private programme."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme


class CaseWorker(Base):
    """An account that works on a programme's cases or private slots, from `appointed_at` until `left_at`."""

    __tablename__ = "case_worker"
    __table_args__ = (UniqueConstraint("programme_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    appointed_at: Mapped[dt.datetime | None]
    left_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    account: Mapped[Account] = relationship()
