"""Who is sent by their union: places shared out over the tree, and the workers nominated for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Programme
from app.models.unit import Unit

NOMINATION_STATES = ("nominated", "confirmed", "sent_back", "withdrawn")


class NominationRound(Base):
    """Until when nominations come: from grass-roots unions, then from districts; the city ends with sign-up.

    What a level has left unused by its time goes back to the level above.
    """

    __tablename__ = "nomination_round"
    __table_args__ = (CheckConstraint("districts_until >= units_until", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    units_until: Mapped[dt.datetime]
    districts_until: Mapped[dt.datetime]

    programme: Mapped[Programme] = relationship()


class NominationQuota(Base):
    """How many workers a unit's part of the tree may send; a nomination counts on every row up to the city.

    `taken` is written by conditional updates alone. `returned`: places given back to the level above when
    the unit's time was over; from `returned_at` on the row neither limits nor counts anything.
    """

    __tablename__ = "nomination_quota"
    __table_args__ = (
        UniqueConstraint("programme_id", "unit_id"),
        CheckConstraint("taken >= 0 and taken <= places", name="taken"),
        CheckConstraint("returned >= 0", name="returned"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    returned_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    unit: Mapped[Unit] = relationship()


class Nomination(Base):
    """A worker whom a union sends; `uses` are the ids of the quota rows on which it counts.

    `merit` says why this worker, `answer` why it was sent back or withdrawn.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("state in ('nominated', 'confirmed', 'sent_back', 'withdrawn')", name="state"),
        Index(
            "uq_nomination_in_force",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=text("state in ('nominated', 'confirmed')"),
            postgresql_where=text("state in ('nominated', 'confirmed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="nominated")
    merit: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(String(300), default="")
    uses: Mapped[list[Any]] = mapped_column(JSON, default=list)
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    nominated_at: Mapped[dt.datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    nominated_by: Mapped[Account] = relationship(foreign_keys=[nominated_by_id])
