"""What this programme wants to know; a question appears when another answer calls for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request

from app import access, clock
from app.errors import Invalid
from app.extensions import htmx
from app.forms.questions import AnswersForm, answers_form
from app.models import QuestionSet
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import answering, documents, questions
from app.services.documents import Upload
from app.services.drafts import Answers

blueprint = Blueprint("sign_up_questions", __name__, url_prefix="/programmes/<slug>/sign-up/questions")

# several files of ten megabytes, and what is around them
MOST_BYTES = 48 * 1024 * 1024


@blueprint.url_value_preprocessor
def take_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """More than other pages take, and said before anything looks at what was sent."""
    request.max_content_length = MOST_BYTES


@blueprint.get("")
@access.worker
@step
def index(frame: Frame) -> Answer:
    asked = questions.current(frame.programme)
    if asked is None or not frame.has("questions"):
        return redirect(frame.after("questions"))
    given = frame.answers.answers
    form = answers_form(asked.questions, given)
    _only_visible(form, frame, asked, given)
    return _page(frame, asked, form)


@blueprint.post("")
@access.worker
@step
def answer(frame: Frame) -> Answer:
    """Keep the answers and go on; with htmx only show which questions the answers so far call for."""
    asked = questions.current(frame.programme)
    if asked is None or not frame.has("questions"):
        return redirect(frame.after("questions"))
    form = answers_form(asked.questions, frame.answers.answers)
    typed = form.answers()
    _only_visible(form, frame, asked, typed)
    if htmx:
        return _page(frame, asked, form)
    sound = form.validate()
    sound = _keep_files(frame, form, typed) and sound
    added = _added(form)
    try:
        taken = answering.check(frame.programme, typed, frame.people)
    except Invalid as fault:
        form.refuse(fault)
        return _page(frame, asked, form, added), 422
    if not sound or added:
        return _page(frame, asked, form, added), 422
    frame.change(lambda answers: _keep(frame, answers, taken))
    return redirect(frame.after("questions"))


def _only_visible(form: AnswersForm, frame: Frame, asked: QuestionSet, values: Mapping[str, Any]) -> None:
    shown = answering.visible(asked, values, frame.people, clock.today())
    form.only([question.key for question in shown])


def _added(form: AnswersForm) -> int:
    """How many questions the answers have called for that were not on the page that was sent."""
    before = request.form.getlist("shown")
    return sum(question.key not in before for question in form.questions)


def _keep_files(frame: Frame, form: AnswersForm, typed: dict[str, Any]) -> bool:
    """Files are kept at once: a fault elsewhere must not make somebody choose them again."""
    limits = {question.key: question.limits for question in form.questions}
    read: dict[str, Upload] = {}
    faults: dict[str, str] = {}
    for key, file in form.files().items():
        try:
            read[key] = documents.read(file.stream, file.filename or "", limits[key])
        except Invalid as fault:
            faults[key] = fault.message
    if read:
        frame.change(lambda answers: _store(frame, answers, read))
        typed |= {key: frame.answers.answers[key] for key in read}
        form.kept = frame.answers.answers
    form.refuse(Invalid("", faults=faults))
    return not faults


def _store(frame: Frame, answers: Answers, read: Mapping[str, Upload]) -> None:
    for key, upload in read.items():
        answers.answers[key] = documents.store(frame.account, frame.programme, upload)
    _forget(frame, answers)


def _keep(frame: Frame, answers: Answers, taken: dict[str, Any]) -> None:
    answers.answers = taken
    _forget(frame, answers)


def _forget(frame: Frame, answers: Answers) -> None:
    """Files that no answer names any more are gone."""
    named = [value["document"] for value in answers.answers.values() if _is_file(value)]
    documents.forget_loose(frame.account, frame.programme, named)


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and "document" in value


def _page(frame: Frame, asked: QuestionSet, form: AnswersForm, added: int = 0) -> Answer:
    values = {"form": form, "added": added, "deciding": questions.deciding(asked)}
    url = frame.url("sign_up_questions.answer")
    if htmx:
        page = render_template("sign_up/_questions.html", url=url, **values)
    else:
        page = frame.page("questions", url=url, **values)
    response = make_response(page)
    response.vary.add("HX-Request")
    return response
