"""Who waits for a place, in which order, and what has been offered to them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.programme import Offering, Programme
from app.models.registration import Registration

WAITLIST_STATES = ("waiting", "offered", "placed", "lapsed", "declined", "left")


class WaitlistEntry(Base):
    """A party on its programme's waitlist; the smaller `position` comes first.

    While `offered`, the place in `offering` is held for it until `answer_by`: claimed, but not confirmed.
    """

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        CheckConstraint("state in ('waiting','offered','placed','lapsed','declined','left')", name="state"),
        CheckConstraint("(state = 'offered') = (offering_id is not null)", name="offer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"))
    joined_at: Mapped[dt.datetime]
    offered_at: Mapped[dt.datetime | None]
    answer_by: Mapped[dt.datetime | None] = mapped_column(index=True)
    answered_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    registration: Mapped[Registration] = relationship()
    offering: Mapped[Offering | None] = relationship()
