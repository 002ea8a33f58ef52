"""What the federation has promised for a year, and the matters in which it keeps it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.unit import Unit

# how a target is counted where the site cannot count it: what is reported, and nothing else
REPORTED = "reported"


class Pledge(Base):
    """One of the practical matters that are announced for a year; `text` is the announcement's own."""

    __tablename__ = "pledge"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text, default="")

    matters: Mapped[list[Matter]] = relationship(back_populates="pledge", order_by="Matter.number")
    targets: Mapped[list[Target]] = relationship(back_populates="pledge", order_by="Target.position")


class Matter(Base):
    """What people can have: a row of the catalogue, with programmes that come and go.

    `theme` is one of `services/kinds.THEMES`. `way` is how its places are usually decided: a decision mode,
    or "venue" (one looks for a place) or "part" (it comes with the matters whose numbers are `part_of`).
    `assumed` says which of it no source gives. `pledge` None: it is not among those announced for the year.
    """

    __tablename__ = "matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    pledge_id: Mapped[int | None] = mapped_column(ForeignKey("pledge.id"), index=True)
    theme: Mapped[str] = mapped_column(String(40), index=True)
    icon: Mapped[str] = mapped_column(String(40), default="")
    way: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    summary_en: Mapped[str] = mapped_column(String(400), default="")
    audience: Mapped[str] = mapped_column(String(120), default="")
    audience_en: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    assumed: Mapped[str] = mapped_column(String(300), default="")
    assumed_en: Mapped[str] = mapped_column(String(400), default="")
    part_of: Mapped[list[int]] = mapped_column(JSON, default=list)

    pledge: Mapped[Pledge | None] = relationship(back_populates="matters")
    targets: Mapped[list[Target]] = relationship(back_populates="matter", order_by="Target.position")


class Target(Base):
    """A number that the year is measured by, in `unit` ("people", "money" in 分, …; `services/measures`).

    `counter` names one of `services/counters`, or REPORTED; it counts the programmes of the matters whose
    numbers are `counts`: none named, its own matter's, or all of its pledge's. `aim` False: the source says
    so of what has been reached already; it is shown and not measured. `source` is the source's own words.
    """

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("pledge_id is not null or matter_id is not null", name="of_something"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    pledge_id: Mapped[int | None] = mapped_column(ForeignKey("pledge.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    label_en: Mapped[str] = mapped_column(String(120), default="")
    number: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(20))
    counter: Mapped[str] = mapped_column(String(40), default=REPORTED)
    counts: Mapped[list[int]] = mapped_column(JSON, default=list)
    aim: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(200), default="")

    pledge: Mapped[Pledge | None] = relationship(back_populates="targets")
    matter: Mapped[Matter | None] = relationship(back_populates="targets")


class ReportedCount(Base):
    """Reached outside this site: `count` of a target in the month that begins on `month_on`, in a district.

    `source` says where the figure is from.
    """

    __tablename__ = "reported_count"
    __table_args__ = (
        UniqueConstraint("target_id", "unit_id", "month_on"),
        CheckConstraint("count > 0", name="count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    month_on: Mapped[dt.date]
    count: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(200))
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[dt.datetime]

    target: Mapped[Target] = relationship()
    unit: Mapped[Unit] = relationship()
    reported_by: Mapped[Account | None] = relationship()
