"""What a programme asks: questions built in the console, and what people answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base
from app.models.programme import Programme
from app.vault import Encrypted

QUESTION_KINDS = ("text", "number", "date", "yes_no", "one_of", "some_of", "file", "person", "team")
FILE_TYPES = ("pdf", "jpg", "png")
# megabytes of one file, characters of a text and of a name, people of a team
MOST_MEGABYTES = 10
LONGEST_TEXT = 2000
LONGEST_NAME = 60
LARGEST_TEAM = 50
# years of the oldest that a condition may ask for
OLDEST = 120
# either way from nought
LARGEST_NUMBER = 10**12


class QuestionSet(Base):
    """One version of a programme's questions; the highest is asked. Once answered it stays as it is."""

    __tablename__ = "question_set"
    __table_args__ = (UniqueConstraint("programme_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    version: Mapped[int]
    created_at: Mapped[dt.datetime]

    programme: Mapped[Programme] = relationship()
    questions: Mapped[list[Question]] = relationship(
        back_populates="question_set", order_by="Question.position", cascade="all, delete-orphan"
    )


class Question(Base):
    """`key` names it inside its set and in files; `options` are [{"value", "zh", "en"}].

    `limits` by kind: {"min", "max"} (length, size, ISO date or count), {"whole"} besides for numbers,
    {"types", "megabytes"} for files. `shown_if`: None, {"question": key of an earlier one, "values": [...]}
    with values as `Answer` has them, or {"age_min": years of the party's oldest}.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("set_id", "key"),
        CheckConstraint(
            "kind in ('text','number','date','yes_no','one_of','some_of','file','person','team')", name="kind"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("question_set.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(200))
    label_en: Mapped[str] = mapped_column(String(300), default="")
    help: Mapped[str] = mapped_column(Text, default="")
    help_en: Mapped[str] = mapped_column(Text, default="")
    required: Mapped[bool] = mapped_column(default=True)
    options: Mapped[list[Any]] = mapped_column(JSON, default=list)
    limits: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    shown_if: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)

    question_set: Mapped[QuestionSet] = relationship(back_populates="questions")


class Document(Base):
    """A file that somebody handed in; its content, in base64, is encrypted and only read when asked for.

    Without a registration it belongs to a draft of the account's.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(80))
    byte_count: Mapped[int]
    content: Mapped[str] = mapped_column(Encrypted, deferred=True)
    created_at: Mapped[dt.datetime]

    account: Mapped[Account] = relationship()


class Answer(Base):
    """What a registration answers to one question, as the question's kind has it; encrypted.

    text, date (ISO) and one_of: a string; number: a number; yes_no: a bool; some_of: a list of values;
    file: {"document": id, "filename"}; person: {"name", "phone"}; team: {"name", "members": [names]}.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("registration_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    value: Mapped[Any] = mapped_column(Encrypted)

    question: Mapped[Question] = relationship()
