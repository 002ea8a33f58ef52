"""A campus, and the rooms that people sleep in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base

FEATURES = ("step_free", "lift")


class Venue(Base):
    """`health_questions` is a list of {"id", "zh", "en"}; empty: no declaration is asked for.

    `rooms_assumed` marks figures that no source gives.
    """

    __tablename__ = "venue"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    address_en: Mapped[str] = mapped_column(String(200), default="")
    district: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    note_en: Mapped[str] = mapped_column(String(500), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    health_questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rooms_assumed: Mapped[bool] = mapped_column(default=False)

    rooms: Mapped[list[Room]] = relationship(back_populates="venue", order_by="Room.name")

    @property
    def asks_health(self) -> bool:
        return bool(self.health_questions)


class Room(Base):
    """`name` is what stands on the door, e.g. `2 号楼 206`; a closed room takes nobody."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("venue_id", "name"),
        CheckConstraint("beds between 1 and 12", name="beds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    beds: Mapped[int]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    closed: Mapped[bool] = mapped_column(default=False)

    venue: Mapped[Venue] = relationship(back_populates="rooms")
