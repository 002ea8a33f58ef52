"""Lectures that come to a factory: what there is to send, and the stops that units have ordered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Offering, Programme
from app.models.unit import Unit
from app.vault import Encrypted

RESOURCE_KINDS = ("topic", "lecturer", "vehicle")
STOP_STATES = ("ordered", "asked", "confirmed", "refused", "withdrawn")
_ON_THE_ROAD = text("state = 'confirmed'")


class LectureResource(Base):
    """A topic (of so many `minutes`), a lecturer or a vehicle; `retired_at`: not for new stops any more."""

    __tablename__ = "lecture_resource"
    __table_args__ = (
        CheckConstraint("kind in ('topic', 'lecturer', 'vehicle')", name="kind"),
        CheckConstraint("(kind = 'topic') = (minutes > 0)", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    minutes: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[dt.datetime | None]


class LectureStop(Base):
    """A unit's order of a lecture at its place, and what became of it; one of STOP_STATES.

    `wished_days` are "2026-12-01", the best first. `question` is what the city asked back, `reply` the unit's
    answer, `reason` why it was refused or withdrawn. A confirmed one is `offering` of the programme, held
    `held_on` by `lecturer` with `vehicle`: neither of them can be at two stops on one day.
    """

    __tablename__ = "lecture_stop"
    __table_args__ = (
        CheckConstraint("state in ('ordered','asked','confirmed','refused','withdrawn')", name="state"),
        CheckConstraint("expected > 0", name="expected"),
        CheckConstraint(
            "state <> 'confirmed' or (held_on is not null and lecturer_id is not null"
            " and vehicle_id is not null and offering_id is not null)",
            name="confirmed",
        ),
        *(
            Index(
                f"uq_lecture_stop_{who}",
                f"{who}_id",
                "held_on",
                unique=True,
                sqlite_where=_ON_THE_ROAD,
                postgresql_where=_ON_THE_ROAD,
            )
            for who in ("lecturer", "vehicle")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ordered_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(10), default="ordered", index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("lecture_resource.id"))
    wished_days: Mapped[list[Any]] = mapped_column(JSON, default=list)
    place: Mapped[str] = mapped_column(String(160))
    expected: Mapped[int]
    contact_name: Mapped[str] = mapped_column(String(60))
    contact_phone: Mapped[str] = mapped_column(Encrypted)
    note: Mapped[str] = mapped_column(String(400), default="")
    question: Mapped[str] = mapped_column(String(400), default="")
    reply: Mapped[str] = mapped_column(String(400), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[dt.datetime | None]
    held_on: Mapped[dt.date | None]
    lecturer_id: Mapped[int | None] = mapped_column(ForeignKey("lecture_resource.id"))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("lecture_resource.id"))
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    programme: Mapped[Programme] = relationship()
    unit: Mapped[Unit] = relationship()
    ordered_by: Mapped[Account] = relationship()
    topic: Mapped[LectureResource] = relationship(foreign_keys=[topic_id])
    lecturer: Mapped[LectureResource | None] = relationship(foreign_keys=[lecturer_id])
    vehicle: Mapped[LectureResource | None] = relationship(foreign_keys=[vehicle_id])
    offering: Mapped[Offering | None] = relationship()
