"""Who looks after a stay: the campus's desk and the group's leader; who came for whom, and what it costs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering
from app.models.registration import Registration
from app.models.unit import Unit
from app.models.venue import Venue
from app.vault import Encrypted


class DeskWorker(Base):
    """An account that works at a campus's desk, until `left_at`."""

    __tablename__ = "desk_worker"
    __table_args__ = (UniqueConstraint("venue_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    left_at: Mapped[dt.datetime | None]

    venue: Mapped[Venue] = relationship()
    account: Mapped[Account] = relationship()


class GroupLeader(Base):
    """The account that leads an offering's group."""

    __tablename__ = "group_leader"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)

    offering: Mapped[Offering] = relationship()
    account: Mapped[Account] = relationship()


class LeaderNote(Base):
    """What a group's leader wrote down on the way, for the desk and the next leader."""

    __tablename__ = "leader_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime]
    words: Mapped[str] = mapped_column(Encrypted)

    by: Mapped[Account] = relationship()


class Substitution(Base):
    """Somebody of a placed party was replaced by another worker of the same unit; the place stayed."""

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    left_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    came_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    registration: Mapped[Registration] = relationship()
    unit: Mapped[Unit] = relationship()
    left: Mapped[Person] = relationship(foreign_keys=[left_id])
    came: Mapped[Person] = relationship(foreign_keys=[came_id])


class StayFee(Base):
    """What one guest of an offering costs, in 分, by who bears it."""

    __tablename__ = "stay_fee"
    __table_args__ = (CheckConstraint("city >= 0 and unit >= 0 and person >= 0", name="shares"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    city: Mapped[int] = mapped_column(default=0)
    unit: Mapped[int] = mapped_column(default=0)
    person: Mapped[int] = mapped_column(default=0)

    offering: Mapped[Offering] = relationship()

    @property
    def total(self) -> int:
        return self.city + self.unit + self.person
