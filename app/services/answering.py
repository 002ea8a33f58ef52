"""What a programme asks of whom, whether the answers will do, and keeping them with a registration."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import Invalid
from app.extensions import db
from app.models import Account, Answer, Programme, Question, QuestionSet, Registration
from app.services import answer_checks, answer_words, audit, documents, question_sets
from app.services.answer_checks import Unacceptable, is_age
from app.services.eligibility_rules.days import years_before


class Born(Protocol):
    """Somebody of the party, known already or only typed in."""

    @property
    def born_on(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody who could be in a party, to see what would be asked of them."""

    born_on: dt.date


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it is read; `document_id` where there is a file to open."""

    question: Question
    words: str
    document_id: int | None


def visible(
    question_set: QuestionSet | None, values: Mapping[str, Any], people: Sequence[Born], on: dt.date
) -> list[Question]:
    """The questions that are put to these people on that day, in order.

    An answer to a question that is itself not shown makes none appear.
    """
    found: list[Question] = []
    given: dict[str, Any] = {}
    for question in question_set.questions if question_set else ():
        if _applies(question.shown_if, given, people, on):
            found.append(question)
            given[question.key] = values.get(question.key)
    return found


def _applies(
    condition: Mapping[str, Any] | None, given: Mapping[str, Any], people: Sequence[Born], on: dt.date
) -> bool:
    """A condition that makes no sense, which only a draft can have, is never met."""
    if not condition:
        return True
    if "age_min" in condition:
        if not is_age(condition["age_min"]):
            return False
        limit = years_before(on, condition["age_min"])
        return any(person.born_on <= limit for person in people)
    answer = given.get(condition.get("question", ""))
    chosen = answer if isinstance(answer, list) else [answer]
    return any(each in (condition.get("values") or ()) for each in chosen)


def check(programme: Programme, values: Mapping[str, Any], people: Sequence[Born]) -> dict[str, Any]:
    """The answers to what is asked of these people today; what is not asked of them is left out.

    Raises Invalid (`answers`) with every fault by the question's key.
    """
    taken: dict[str, Any] = {}
    faults: dict[str, str] = {}
    asked = visible(question_sets.current(programme), values, people, clock.today())
    for question in asked:
        value = values.get(question.key)
        if answer_checks.is_empty(value):
            if question.required:
                name = words.in_language(question, "label")
                faults[question.key] = _("请回答：%(question)s", question=name)
            continue
        try:
            taken[question.key] = answer_checks.accept(question, value)
        except Unacceptable as fault:
            faults[question.key] = str(fault)
    faults |= _lost_files(programme, asked, taken)
    if faults:
        names = words.listed(words.in_language(q, "label") for q in asked if q.key in faults)
        raise Invalid(
            _("还有问题要回答：%(names)s。单位代报的，请由职工本人登录报名并回答。", names=names),
            "answers",
            faults=faults,
        )
    return taken


def _lost_files(programme: Programme, asked: Sequence[Question], taken: Mapping[str, Any]) -> dict[str, str]:
    files = {q.key: taken[q.key]["document"] for q in asked if q.kind == "file" and q.key in taken}
    there = documents.known(programme, list(files.values()))
    return {key: _("上传的文件已经失效，请重新上传") for key, number in files.items() if number not in there}


def is_complete(programme: Programme, values: Mapping[str, Any], people: Sequence[Born]) -> bool:
    """Whether nothing is left to answer or to put right."""
    try:
        check(programme, values, people)
    except Invalid:
        return False
    return True


def keep(registration: Registration, values: Mapping[str, Any], account: Account | None = None) -> None:
    """Write checked answers to the current version in the place of what the registration answered before.

    `account` is who sends it, if not whoever signed it up. The record says only that answers have changed.
    """
    asked = question_sets.current(registration.programme)
    wanted = {q.id: values[q.key] for q in (asked.questions if asked else ()) if q.key in values}
    before = {answer.question.key: answer.value for answer in _rows(registration)}
    if not (before or values):
        return
    db.session.execute(delete(Answer).where(Answer.registration_id == registration.id))
    for question_id, value in wanted.items():
        db.session.add(Answer(registration_id=registration.id, question_id=question_id, value=value))
    files = [
        value["document"] for value in values.values() if isinstance(value, dict) and "document" in value
    ]
    accounts = {registration.signed_up_by_id, account.id if account else registration.signed_up_by_id}
    documents.tie(registration, sorted(accounts), files)
    if before and before != dict(values):
        audit.record(
            account or registration.signed_up_by,
            "registration.answers",
            registration,
            label=registration.reference,
            unit=registration.lead.person.unit,
        )
    db.session.flush()


def _rows(registration: Registration) -> list[Answer]:
    query = select(Answer).join(Answer.question).where(Answer.registration_id == registration.id)
    ordered = query.order_by(Question.position).options(joinedload(Answer.question))
    return list(db.session.scalars(ordered.options(joinedload(Answer.question, Question.question_set))))


def shown(registration: Registration) -> list[Given]:
    """What a registration answered, each under the question as it was put, in order."""
    return [_given(answer.question, answer.value) for answer in _rows(registration)]


def of(registration: Registration) -> list[tuple[Question, str]]:
    """The same as (question, words)."""
    return [(given.question, given.words) for given in shown(registration)]


def of_draft(programme: Programme, values: Mapping[str, Any], people: Sequence[Born]) -> list[Given]:
    """What is filled in and not sent yet, as far as it will do."""
    found = []
    for question in visible(question_sets.current(programme), values, people, clock.today()):
        value = values.get(question.key)
        with contextlib.suppress(Unacceptable):
            if not answer_checks.is_empty(value):
                found.append(_given(question, answer_checks.accept(question, value)))
    return found


def _given(question: Question, value: Any) -> Given:
    document = value["document"] if question.kind == "file" else None
    return Given(question, answer_words.in_words(question, value), document)
