"""The versions of a programme's questions: which is asked, and which can still be written in."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Answer, Programme, Question, QuestionSet
from app.services import programmes

CHANGEABLE = ("draft", "open")
COPIED = (
    *("position", "key", "kind", "label", "label_en", "help", "help_en", "required", "options", "limits"),
    "shown_if",
)


def versions(programme: Programme) -> list[QuestionSet]:
    """Every version with its questions, the first one first."""
    if programme.id is None:
        return []
    query = select(QuestionSet).where(QuestionSet.programme_id == programme.id).order_by(QuestionSet.version)
    return list(db.session.scalars(query.options(selectinload(QuestionSet.questions))))


def current(programme: Programme) -> QuestionSet | None:
    """The version that is asked; None where nothing was ever asked."""
    return next(reversed(versions(programme)), None)


def answered_count(asked: QuestionSet) -> int:
    """How many registrations hold an answer to this version, withdrawn ones too."""
    query = select(func.count(Answer.registration_id.distinct())).join(Answer.question)
    return db.session.scalar(query.where(Question.set_id == asked.id)) or 0


def question_of(asked: QuestionSet | None, key: str) -> Question:
    """Raises NotFound."""
    found = [question for question in (asked.questions if asked else ()) if question.key == key]
    if not found:
        raise NotFound(_("没有这个问题，可能已被删除。请从问题列表里重新选择。"))
    return found[0]


def writable(programme: Programme) -> QuestionSet:
    """The version that a change goes into: a new one once the latest has been answered.

    Sign-ups of the programme wait until the caller is done. Raises DomainError once sign-up has closed.
    """
    programmes.hold(programme)
    if programme.state not in CHANGEABLE:
        raise DomainError(_("报名已经截止，问题不能再改。"))
    latest = current(programme)
    if latest is not None and not answered_count(latest):
        return latest
    version = latest.version + 1 if latest is not None else 1
    made = QuestionSet(programme=programme, version=version, created_at=clock.now())
    made.questions = [_copy(question) for question in (latest.questions if latest else ())]
    db.session.add(made)
    db.session.flush()
    return made


def _copy(question: Question) -> Question:
    return Question(**{name: getattr(question, name) for name in COPIED})


def new_key(programme: Programme) -> str:
    """A key that no version of the programme has had, so that old answers never get another meaning."""
    taken = {question.key for version in versions(programme) for question in version.questions}
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"
