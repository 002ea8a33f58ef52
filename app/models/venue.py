"""A campus or another place, and the rooms that people sleep in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.matter import Matter

FEATURES = ("step_free", "lift")
VENUE_KINDS = ("campus", "book_house", "college", "rest_station", "site", "hall", "online")


class Venue(Base):
    """`health_questions` is a list of {"id", "zh", "en"}; empty: no declaration is asked for.

    `rooms_assumed` marks figures that no source gives; `position_assumed` a point that nobody has measured.
    `latitude` and `longitude` are in degrees (WGS 84), both or neither. `matter`: the row of the catalogue
    that the place itself belongs to. `closed`: shown as closed for now, and not offered to who looks.
    """

    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint(
            "kind in ('campus','book_house','college','rest_station','site','hall','online')", name="kind"
        ),
        CheckConstraint("(latitude is null) = (longitude is null)", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    address_en: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(20), default="hall", server_default="hall", index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    district: Mapped[str] = mapped_column(String(40), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    position_assumed: Mapped[bool] = mapped_column(default=False, server_default=false())
    hours: Mapped[str] = mapped_column(String(120), default="", server_default="")
    hours_en: Mapped[str] = mapped_column(String(160), default="", server_default="")
    closed: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str] = mapped_column(String(500), default="")
    note_en: Mapped[str] = mapped_column(String(500), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    health_questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rooms_assumed: Mapped[bool] = mapped_column(default=False)

    matter: Mapped[Matter | None] = relationship()
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
