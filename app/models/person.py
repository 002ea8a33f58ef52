"""A worker, known once, whoever signed them up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.unit import Unit
from app.vault import Encrypted

IDENTITY_KINDS = ("resident_id", "passport")
TRACKS = ("front_line", "model", "national_model", "skilled", "new_form")


class Person(Base):
    """`tier` 1 is the highest priority; `joined_on` is the first day of service.

    `union_joined_on` is the first day in the union, None for somebody who is not known to be a member.

    `confirmed_at` is set once the person, or their unit's coordinator, has confirmed who they are.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("sex in ('F', 'M')", name="sex"),
        CheckConstraint("identity_kind in ('resident_id', 'passport')", name="identity_kind"),
        CheckConstraint("tier >= 1", name="tier"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    identity_kind: Mapped[str] = mapped_column(String(20), default="resident_id")
    identity: Mapped[str] = mapped_column(Encrypted)
    identity_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sex: Mapped[str] = mapped_column(String(1))
    born_on: Mapped[dt.date]
    phone: Mapped[str | None] = mapped_column(Encrypted)
    phone_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    tier: Mapped[int] = mapped_column(default=4)
    track: Mapped[str] = mapped_column(String(20), default="front_line")
    joined_on: Mapped[dt.date | None]
    union_joined_on: Mapped[dt.date | None]
    confirmed_at: Mapped[dt.datetime | None]

    unit: Mapped[Unit] = relationship()


class Participation(Base):
    """A place that counts as used: what "not twice in N years" looks at."""

    __tablename__ = "participation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    took_place_on: Mapped[dt.date]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")


class Certificate(Base):
    """What a person can do or has done; `kind` is its name, as in "焊工（高级）".

    With a `programme` it was issued here, under a `number` that nobody else's has, for what `facts` say: a
    list of {"zh", "en"}. Without one it was shown to a coordinator. A revoked one counts for nothing.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "number"),
        Index(
            "uq_certificate_issued",
            "number",
            unique=True,
            sqlite_where=text("programme_id is not null"),
            postgresql_where=text("programme_id is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[dt.date]
    expires_on: Mapped[dt.date | None]
    kind_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    facts: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    revoked_at: Mapped[dt.datetime | None]
    revoked_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")

    person: Mapped[Person] = relationship()
