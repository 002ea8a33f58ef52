"""A league: its rules, its teams in groups, and their matches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme
from app.models.registration import Registration

TIE_ORDERS = ("difference", "head_to_head")
MATCH_STATES = ("planned", "reported", "disputed", "confirmed", "walkover", "void")


class League(Base):
    """How a programme's league is played.

    `legs` 2: everybody meets twice. `advance` of each group go on to the knock-out, 0: none.
    `tie_order` says what decides among equal points first. `pitches` are names; `slots` when play begins, as
    ISO instants. `seed` is the public figure with which numbers were drawn at `drawn_at`.
    """

    __tablename__ = "league"
    __table_args__ = (
        CheckConstraint("tie_order in ('difference', 'head_to_head')", name="tie_order"),
        CheckConstraint("legs in (1, 2)", name="legs"),
        CheckConstraint("group_count > 0 and advance >= 0 and match_minutes > 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    group_count: Mapped[int] = mapped_column(default=1)
    legs: Mapped[int] = mapped_column(default=1)
    advance: Mapped[int] = mapped_column(default=0)
    tie_order: Mapped[str] = mapped_column(String(20), default="difference")
    match_minutes: Mapped[int] = mapped_column(default=90)
    pitches: Mapped[list[str]] = mapped_column(JSON, default=list)
    slots: Mapped[list[str]] = mapped_column(JSON, default=list)
    seed: Mapped[str] = mapped_column(String(80), default="")
    drawn_at: Mapped[dt.datetime | None]

    programme: Mapped[Programme] = relationship()


class LeagueTeam(Base):
    """A team that was accepted; its registration's lead speaks for it. `number` was drawn."""

    __tablename__ = "league_team"
    __table_args__ = (UniqueConstraint("programme_id", "name"), UniqueConstraint("programme_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    squad: Mapped[list[str]] = mapped_column(JSON, default=list)
    group: Mapped[str] = mapped_column(String(2), default="")
    number: Mapped[int | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")

    registration: Mapped[Registration] = relationship()


class LeagueMatch(Base):
    """`group` "": a match of the knock-out, in `round` counted from the first; `position` places it there.

    Goals count once the state is confirmed or walkover. `penalties` are {"home", "away"} where a match of the
    knock-out was decided by them, `cards` {"home": [yellow, red], "away": …}, `scorers` a list of
    {"team": id, "name", "goals"}. `reported_by` is whoever entered the result; the other team confirms it.
    """

    __tablename__ = "league_match"
    __table_args__ = (
        CheckConstraint(
            "state in ('planned', 'reported', 'disputed', 'confirmed', 'walkover', 'void')", name="state"
        ),
        CheckConstraint("home_goals >= 0 and away_goals >= 0", name="goals"),
        CheckConstraint("home_id <> away_id", name="two_teams"),
        UniqueConstraint("programme_id", "group", "round", "position"),
        Index(
            "uq_league_match_pitch",
            "programme_id",
            "pitch",
            "starts_at",
            unique=True,
            sqlite_where=text("starts_at is not null"),
            postgresql_where=text("starts_at is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    group: Mapped[str] = mapped_column(String(2), default="")
    round: Mapped[int]
    position: Mapped[int]
    home_id: Mapped[int | None] = mapped_column(ForeignKey("league_team.id"), index=True)
    away_id: Mapped[int | None] = mapped_column(ForeignKey("league_team.id"), index=True)
    starts_at: Mapped[dt.datetime | None]
    pitch: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(10), default="planned")
    home_goals: Mapped[int | None]
    away_goals: Mapped[int | None]
    penalties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    cards: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    scorers: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(300), default="")

    home: Mapped[LeagueTeam | None] = relationship(foreign_keys=[home_id])
    away: Mapped[LeagueTeam | None] = relationship(foreign_keys=[away_id])
    reported_by: Mapped[Account | None] = relationship()
    programme: Mapped[Programme] = relationship()

    @property
    def counts(self) -> bool:
        """Does its result stand?"""
        return self.state in ("confirmed", "walkover")
