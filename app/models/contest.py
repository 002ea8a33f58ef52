"""A contest: its events, who has entered alone or as a team, and how many of each unit have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Programme
from app.models.registration import Registration
from app.models.unit import Unit
from app.models.venue import Venue

SHORT_TEAMS = ("counted", "unranked")
RESULT_STATES = ("none", "provisional", "final")
ENTRY_STATES = ("entered", "withdrawn", "absent", "disqualified")
PLAN_STATES = ("draft", "placing", "placed", "published", "failed")


class Contest(Base):
    """What a contest's events share. `best_of`: a team's result adds up its best so many people, 0: no teams.

    `short_teams`: a team with fewer people than that is "counted" with those it has, or "unranked".
    `team_prizes` and an event's `prizes` are lists of {"upto": rank, "zh", "en"}, in order of rank.
    Lots: `seed_source` says, since `seed_announced_at`, which public figure the seed will be; the list is
    frozen with its `entries_digest` before `seed_known_at`; `seed` is entered after it.
    """

    __tablename__ = "contest"
    __table_args__ = (
        CheckConstraint("short_teams in ('counted', 'unranked')", name="short_teams"),
        CheckConstraint("results in ('none', 'provisional', 'final')", name="results"),
        CheckConstraint("best_of >= 0 and appeal_hours >= 0 and rest_minutes >= 0", name="numbers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    best_of: Mapped[int] = mapped_column(default=3)
    short_teams: Mapped[str] = mapped_column(String(10), default="counted")
    team_prizes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    appeal_hours: Mapped[int] = mapped_column(default=48)
    rest_minutes: Mapped[int] = mapped_column(default=0)
    heat_judges: Mapped[int] = mapped_column(default=2)
    bring: Mapped[str] = mapped_column(Text, default="")
    bring_en: Mapped[str] = mapped_column(Text, default="")
    seed_source: Mapped[str] = mapped_column(String(200), default="")
    seed_known_at: Mapped[dt.datetime | None]
    seed_announced_at: Mapped[dt.datetime | None]
    entries_digest: Mapped[str] = mapped_column(String(64), default="")
    entries_frozen_at: Mapped[dt.datetime | None]
    seed: Mapped[str] = mapped_column(String(80), default="")
    drawn_at: Mapped[dt.datetime | None]
    board_public: Mapped[bool] = mapped_column(default=False)
    results: Mapped[str] = mapped_column(String(12), default="none")
    provisional_at: Mapped[dt.datetime | None]
    appeals_until: Mapped[dt.datetime | None]
    final_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()


class ContestEvent(Base):
    """One event. Weights are shares of their sum; `theory_most` and `practice_most` are full marks.

    `team`: teams enter it as a whole. `unit_limit`: at most so many entries of one unit. `certificate`: the
    kind of certificate that every entrant holds, "" for none. `penalties` are {"code", "zh", "en", "points"};
    `ties` says in which order equals are told apart: "time", "practice", "theory". Practice is at stations
    `first_station` to `first_station + station_count - 1` of `venue`.
    """

    __tablename__ = "contest_event"
    __table_args__ = (
        CheckConstraint(
            "theory_weight >= 0 and practice_weight >= 0 and theory_weight + practice_weight > 0",
            name="weights",
        ),
        CheckConstraint("theory_most > 0 and practice_most > 0", name="full_marks"),
        CheckConstraint("unit_limit is null or unit_limit > 0", name="unit_limit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    team: Mapped[bool] = mapped_column(default=False)
    theory_weight: Mapped[int] = mapped_column(default=30)
    practice_weight: Mapped[int] = mapped_column(default=70)
    theory_most: Mapped[int] = mapped_column(default=100)
    practice_most: Mapped[int] = mapped_column(default=100)
    minutes: Mapped[int] = mapped_column(default=60)
    unit_limit: Mapped[int | None]
    certificate: Mapped[str] = mapped_column(String(80), default="")
    penalties: Mapped[list[Any]] = mapped_column(JSON, default=list)
    ties: Mapped[list[str]] = mapped_column(JSON, default=list)
    prizes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    first_station: Mapped[int] = mapped_column(default=1)
    station_count: Mapped[int] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship()
    venue: Mapped[Venue | None] = relationship()
    slots: Mapped[list[HeatSlot]] = relationship(
        back_populates="event", order_by="HeatSlot.starts_at", cascade="all, delete-orphan"
    )


class HeatSlot(Base):
    """A time at which a heat of an event is held."""

    __tablename__ = "heat_slot"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        UniqueConstraint("event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("contest_event.id"), index=True)
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]

    event: Mapped[ContestEvent] = relationship(back_populates="slots")


class ContestTeam(Base):
    """What a party calls itself in a contest, and in which category it starts; no two have one name."""

    __tablename__ = "contest_team"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(40), default="")

    registration: Mapped[Registration] = relationship()


class ContestEntry(Base):
    """Somebody of a party in an event; `person` None: the party as a whole, in a team event.

    `number` is theirs in all events of the contest, from the freezing of the list on. `unit` is that against
    whose limit the entry counts. Who is not "entered" has no result, for the `reason`.
    """

    __tablename__ = "contest_entry"
    __table_args__ = (
        CheckConstraint("state in ('entered', 'withdrawn', 'absent', 'disqualified')", name="state"),
        Index(
            "uq_contest_entry_person",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn' and person_id is not null"),
            postgresql_where=text("state <> 'withdrawn' and person_id is not null"),
        ),
        Index(
            "uq_contest_entry_team",
            "event_id",
            "registration_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn' and person_id is null"),
            postgresql_where=text("state <> 'withdrawn' and person_id is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("contest_event.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="entered")
    reason: Mapped[str] = mapped_column(String(300), default="")
    number: Mapped[int | None]
    entered_at: Mapped[dt.datetime]

    event: Mapped[ContestEvent] = relationship()
    registration: Mapped[Registration] = relationship()
    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit] = relationship()


class EntryCount(Base):
    """How many entries of a unit an event has: written by conditional updates alone, its limit beside it."""

    __tablename__ = "entry_count"
    __table_args__ = (
        UniqueConstraint("event_id", "unit_id"),
        CheckConstraint("taken >= 0 and (maximum is null or taken <= maximum)", name="maximum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("contest_event.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    taken: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int | None]


class ContestJudge(Base):
    """An account that judges a contest: never where somebody of their own unit competes."""

    __tablename__ = "contest_judge"
    __table_args__ = (UniqueConstraint("programme_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    left_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()
    account: Mapped[Account] = relationship()


class HeatPlan(Base):
    """One placing of heats and stations: `problem` and `result` are the files of the heats engine, gzip.

    `since` is when whoever works on it began: their claim. At most one plan of a contest is published.
    """

    __tablename__ = "heat_plan"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("state in ('draft','placing','placed','published','failed')", name="state"),
        Index(
            "uq_heat_plan_published",
            "programme_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    problem: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    problem_sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    attempts: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[dt.datetime]
    since: Mapped[dt.datetime | None]
    placed_at: Mapped[dt.datetime | None]
    published_at: Mapped[dt.datetime | None]
    message: Mapped[str] = mapped_column(String(500), default="")

    programme: Mapped[Programme] = relationship()


class HeatSeat(Base):
    """Where an entry competes, by the published plan."""

    __tablename__ = "heat_seat"
    __table_args__ = (
        UniqueConstraint("plan_id", "entry_id"),
        UniqueConstraint("plan_id", "slot_id", "station"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("heat_plan.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("heat_slot.id"), index=True)
    station: Mapped[int]

    plan: Mapped[HeatPlan] = relationship()
    entry: Mapped[ContestEntry] = relationship()
    slot: Mapped[HeatSlot] = relationship()


class HeatDuty(Base):
    """Which judge watches which heat, by the published plan."""

    __tablename__ = "heat_duty"
    __table_args__ = (UniqueConstraint("plan_id", "judge_id", "slot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("heat_plan.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("contest_judge.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("heat_slot.id"), index=True)

    judge: Mapped[ContestJudge] = relationship()
    slot: Mapped[HeatSlot] = relationship()
