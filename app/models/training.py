"""What a class asks for before it certifies, and what its people were marked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering, Programme

ASSESSED = ("none", "one", "two")
MARKED_AS = ("first", "resit", "correction")


class TrainingRule(Base):
    """How a programme's classes count hours, are assessed and certify; one a programme.

    `hour_minutes` make one credit hour. `least_share` is the percentage of half-days to attend. `assessed`
    is one of ASSESSED: not at all, by one mark, or by theory and practice, of which theory weighs
    `theory_weight` percent. Marks are 0 to 100. `certificate` "" certifies nothing.
    """

    __tablename__ = "training_rule"
    __table_args__ = (
        CheckConstraint("hour_minutes > 0", name="hour_minutes"),
        CheckConstraint("least_share between 0 and 100", name="least_share"),
        CheckConstraint("assessed in ('none', 'one', 'two')", name="assessed"),
        CheckConstraint("theory_weight between 0 and 100", name="theory_weight"),
        CheckConstraint("pass_mark between 0 and 100", name="pass_mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), unique=True)
    hour_minutes: Mapped[int] = mapped_column(default=45)
    least_share: Mapped[int] = mapped_column(default=80)
    assessed: Mapped[str] = mapped_column(String(10), default="none")
    theory_weight: Mapped[int] = mapped_column(default=30)
    pass_mark: Mapped[int] = mapped_column(default=60)
    certificate: Mapped[str] = mapped_column(String(80), default="")
    certificate_en: Mapped[str] = mapped_column(String(120), default="")
    valid_years: Mapped[int | None]

    programme: Mapped[Programme] = relationship()


class Assessment(Base):
    """What somebody was marked in a class. The greatest `attempt` counts; the earlier ones are its history.

    `points` are hundredths of a mark, weighed; `theory` and `practice` what they were made from, where there
    were two. `kind` is one of MARKED_AS; all but a first mark have a reason.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("offering_id", "person_id", "attempt"),
        CheckConstraint("points between 0 and 10000", name="points"),
        CheckConstraint("kind in ('first', 'resit', 'correction')", name="kind"),
        CheckConstraint("(attempt = 1) = (kind = 'first')", name="attempt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    attempt: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    theory: Mapped[int | None]
    practice: Mapped[int | None]
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime]

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person] = relationship()
    by: Mapped[Account] = relationship()
