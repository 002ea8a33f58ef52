"""A recorded run of the engine, what people fixed beforehand, and what was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Offering, Programme
from app.models.registration import Member, Registration
from app.models.venue import Room

RUN_STATES = ("draft", "queued", "solving", "solved", "published", "failed", "cancelled")


class AllocationRun(Base):
    """`problem` and `result` are the files of the allocation format, `report` the engine's on both; gzip.

    `inputs_digest` covers everything that the problem was made from; publishing refuses when it has changed.
    At most one run of a programme is published. `method` is one of the engine's METHODS. `keeps_run`: the
    earlier run of the programme whose plan this one was to keep to as far as it could.
    """

    __tablename__ = "allocation_run"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint(
            "state in ('draft','queued','solving','solved','published','failed','cancelled')", name="state"
        ),
        Index(
            "uq_allocation_run_published",
            "programme_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    problem: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    problem_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    report: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    method: Mapped[str] = mapped_column(String(20), default="optimiser", server_default="optimiser")
    seed: Mapped[int] = mapped_column(default=1)
    time_limit_seconds: Mapped[int] = mapped_column(default=60)
    keeps_run_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_run.id"))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[dt.datetime]
    solving_at: Mapped[dt.datetime | None]
    beat_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    published_at: Mapped[dt.datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(String(500), default="")

    programme: Mapped[Programme] = relationship()
    started_by: Mapped[Account] = relationship()
    keeps_run: Mapped[AllocationRun | None] = relationship(remote_side="AllocationRun.id")


class RunProgress(Base):
    """How far a run had come after `seconds`: values and bounds of the objectives, in their order."""

    __tablename__ = "run_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    seconds: Mapped[float]
    stage: Mapped[str] = mapped_column(String(40))
    values: Mapped[list[Any]] = mapped_column(JSON)
    bounds: Mapped[list[Any]] = mapped_column(JSON)


class Lock(Base):
    """Fixed by a person, with a reason; `offering` None: no place. `rooms` is {member id: room id}."""

    __tablename__ = "lock"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"))
    rooms: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(String(300))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]

    registration: Mapped[Registration] = relationship()
    offering: Mapped[Offering | None] = relationship()
    created_by: Mapped[Account] = relationship()


class Placement(Base):
    """A place that a party has: published by `run`, or (None) given one by one by its programme's mode.

    `rank` None: a lock named an offering outside the choices.
    `refilled_at`: given after publication from the waitlist, by the proposal of digest `refill_sha256`.
    """

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("run_id", "registration_id", "offering_id"),
        Index(
            "uq_placement_given_once",
            "registration_id",
            "offering_id",
            unique=True,
            sqlite_where=text("run_id is null and withdrawn_at is null"),
            postgresql_where=text("run_id is null and withdrawn_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    rank: Mapped[int | None]
    given_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    refilled_at: Mapped[dt.datetime | None]
    refill_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")

    registration: Mapped[Registration] = relationship()
    offering: Mapped[Offering] = relationship()
    run: Mapped[AllocationRun | None] = relationship()
    beds: Mapped[list[BedPlace]] = relationship(back_populates="placement", cascade="all, delete-orphan")


class BedPlace(Base):
    """A member's bed for the whole stay."""

    __tablename__ = "bed_place"
    __table_args__ = (UniqueConstraint("placement_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    bed: Mapped[int]

    placement: Mapped[Placement] = relationship(back_populates="beds")
    member: Mapped[Member] = relationship()
    room: Mapped[Room] = relationship()


class UnplacedReason(Base):
    """Why one choice was not given that the party would rather have; `reason` is one of the engine's."""

    __tablename__ = "unplaced_reason"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"))
    reason: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    offering: Mapped[Offering | None] = relationship()
