"""What a reading club has beside its meetings: books, notes, votes, a rule for certificates."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.meeting import Meeting
from app.models.person import Person
from app.models.programme import Offering, Programme

BOOK_STATES = ("planned", "reading", "read")
NOTE_STATES = ("pending", "shown", "hidden")


class Book(Base):
    """A book of a programme's list, for the club that is `offering`; None: for all of them.

    `meeting`: the one at which it is talked about.
    """

    __tablename__ = "book"
    __table_args__ = (CheckConstraint("state in ('planned', 'reading', 'read')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    author: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="planned")

    programme: Mapped[Programme] = relationship()
    offering: Mapped[Offering | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()


class BookNote(Base):
    """A member's short note on a book; the club reads it once the host has let it through.

    `pages`: how many they had read by then. `reason`: why it is hidden, for the writer.
    """

    __tablename__ = "book_note"
    __table_args__ = (
        CheckConstraint("state in ('pending', 'shown', 'hidden')", name="state"),
        CheckConstraint("pages is null or pages >= 0", name="pages"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(String(600))
    pages: Mapped[int | None]
    written_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    reason: Mapped[str] = mapped_column(String(300), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime | None]

    offering: Mapped[Offering] = relationship()
    book: Mapped[Book] = relationship()
    person: Mapped[Person] = relationship()
    decided_by: Mapped[Account | None] = relationship()


class BookRound(Base):
    """A club's vote for its next book, open until `closed_at`; one at a time.

    `winner_id` None once closed: nobody has voted. `reason`: why the host settled a tie so, or the rule
    that settled it.
    """

    __tablename__ = "book_round"
    __table_args__ = (
        Index(
            "uq_book_round_open",
            "offering_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    winner_id: Mapped[int | None] = mapped_column(ForeignKey("book.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    offering: Mapped[Offering] = relationship()
    winner: Mapped[Book | None] = relationship()


class BookProposal(Base):
    """A book that a member has proposed in a round; the `id` tells which was earlier."""

    __tablename__ = "book_proposal"
    __table_args__ = (
        UniqueConstraint("round_id", "title"),
        # what a vote refers to: a proposal of the same round
        UniqueConstraint("round_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("book_round.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    author: Mapped[str] = mapped_column(String(80), default="")
    why: Mapped[str] = mapped_column(String(200), default="")
    proposed_at: Mapped[dt.datetime]

    round: Mapped[BookRound] = relationship()
    person: Mapped[Person] = relationship()


class BookVote(Base):
    """One member's vote in a round; another press moves it."""

    __tablename__ = "book_vote"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        ForeignKeyConstraint(["round_id", "proposal_id"], ["book_proposal.round_id", "book_proposal.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("book_round.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    voted_at: Mapped[dt.datetime]


class AttendanceRule(Base):
    """What share of an offering's meetings, in percent, one has to come to for a certificate of attendance.

    `issued_at`: since then everybody has a certificate, or has been told why not.
    """

    __tablename__ = "attendance_rule"
    __table_args__ = (CheckConstraint("least_percent between 1 and 100", name="least_percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    least_percent: Mapped[int]
    issued_at: Mapped[dt.datetime | None]

    offering: Mapped[Offering] = relationship()
