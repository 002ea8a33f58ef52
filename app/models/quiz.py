"""Quizzes: the city's bank of questions, what a programme's quiz draws from it, and everybody's tries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.person import Person
from app.models.programme import Programme
from app.models.unit import Unit

QUIZ_KINDS = ("single", "multiple", "true_false")
QUIZ_COUNTS = ("best", "last")
QUIZ_RANKS = ("total", "mean")
LONGEST = 3 * 3600  # seconds of a try


class QuizQuestion(Base):
    """One version of a question of the bank: `code` names it, the version that is `current` is drawn.

    `options` are [{"zh", "en"}] and `right` places in it from 0; true_false has none, [0] means true.
    Once `used` in anybody's set it is never changed: a change makes the next version.
    """

    __tablename__ = "quiz_question"
    __table_args__ = (
        CheckConstraint("kind in ('single', 'multiple', 'true_false')", name="kind"),
        UniqueConstraint("code", "version"),
        Index(
            "uq_quiz_question_current",
            "code",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    used: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(40), index=True)
    words: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[Any]] = mapped_column(JSON, default=list)
    right: Mapped[list[Any]] = mapped_column(JSON, default=list)
    explanation: Mapped[str] = mapped_column(Text, default="")
    explanation_en: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    retired_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]


class Quiz(Base):
    """How a programme's quiz is held, in the programme's own sign-up window.

    `draws` is [{"topic", "count"}]: so many questions of each topic make a set, to be answered in `seconds`.
    Of `tries_most` tries the best or the last `counts`. Scores go from 0 to 100; `pass_mark` and more passes,
    and may have a certificate called `certificate`. Units rank by the total of their people's scores or by
    the mean, if at least `rank_least` of them have taken part.
    """

    __tablename__ = "quiz"
    __table_args__ = (
        CheckConstraint("counts in ('best', 'last')", name="counts"),
        CheckConstraint("rank_by in ('total', 'mean')", name="rank_by"),
        CheckConstraint("seconds > 0 and tries_most > 0 and rank_least > 0", name="positive"),
        CheckConstraint("pass_mark between 0 and 100", name="pass_mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    draws: Mapped[list[Any]] = mapped_column(JSON, default=list)
    seconds: Mapped[int] = mapped_column(default=600)
    tries_most: Mapped[int] = mapped_column(default=3)
    counts: Mapped[str] = mapped_column(String(10), default="best")
    pass_mark: Mapped[int] = mapped_column(default=60)
    rank_by: Mapped[str] = mapped_column(String(10), default="total")
    rank_least: Mapped[int] = mapped_column(default=5)
    certificate: Mapped[str] = mapped_column(String(80), default="")
    certificate_en: Mapped[str] = mapped_column(String(120), default="")

    programme: Mapped[Programme] = relationship()

    @property
    def question_count(self) -> int:
        """How many questions a set has."""
        return sum(int(draw["count"]) for draw in self.draws)


class QuizTry(Base):
    """One try of one person; the set follows from `seed`.

    `questions` is [{"id": of a QuizQuestion, "order": places of its options as they are shown}]; `answers` is
    {place in the set, from "1": [places of the options chosen, as the question has them]}. `score` (0 to 100)
    and `seconds` (from the start to handing in) are there once it is over.
    """

    __tablename__ = "quiz_try"
    __table_args__ = (
        CheckConstraint("state in ('running', 'handed_in', 'lapsed')", name="state"),
        UniqueConstraint("programme_id", "person_id", "number"),
        Index(
            "uq_quiz_try_running",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "ix_quiz_try_due",
            "ends_at",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    questions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="running")
    started_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    score: Mapped[int | None]
    seconds: Mapped[int | None]

    programme: Mapped[Programme] = relationship()
    person: Mapped[Person] = relationship()


class QuizScore(Base):
    """What counts of somebody's tries: kept in the handing in's own transaction, so that lists need no sums.

    `behind` puts people in order, the first has the least: points missing to 100, then seconds (`behind_of`).
    """

    __tablename__ = "quiz_score"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        Index("ix_quiz_score_rank", "programme_id", "behind", "reached_at"),
        Index("ix_quiz_score_unit", "programme_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    score: Mapped[int]
    seconds: Mapped[int]
    behind: Mapped[int]
    reached_at: Mapped[dt.datetime]
    passed: Mapped[bool]
    tries: Mapped[int]

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()

    @staticmethod
    def behind_of(score: int, seconds: int) -> int:
        """`seconds` are at most LONGEST."""
        return (100 - score) * 100_000 + seconds


class QuizUnitTotal(Base):
    """The sums of a unit's QuizScores, kept beside them."""

    __tablename__ = "quiz_unit_total"
    __table_args__ = (UniqueConstraint("programme_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    people: Mapped[int] = mapped_column(default=0)
    score_sum: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship()
