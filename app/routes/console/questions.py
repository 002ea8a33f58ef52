"""A programme's questions: written, moved, tried out as a worker sees them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.extensions import htmx
from app.forms.console.programmes import ConfirmForm
from app.forms.console.questions import QUESTION_FORMS, QuestionForm, SampleForm, kind_words
from app.forms.questions import answers_form
from app.models import Programme, Question, QuestionSet
from app.routes.console.attempt import done, shown
from app.services import answering, programmes, questions
from app.services.eligibility_rules.days import years_before
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_questions", __name__, url_prefix="/console/programmes/<int:programme_id>/questions"
)

MOVES = {"up": -1, "down": 1}


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme, asked = _open_to(programme_id)
    standing = questions.standing(programme, asked)
    return render_template(
        "console/questions/index.html",
        programme=programme,
        asked=asked,
        standing=standing,
        kinds=kind_words(),
        conditions={q.key: questions.condition_words(q, asked) for q in (asked.questions if asked else ())},
        contradictions=questions.contradictions(programme),
        may_edit=access.scope().whole_city and standing.may_change,
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int, kind: str) -> ResponseReturnValue:
    if kind not in QUESTION_FORMS:
        abort(404)
    programme = programmes.load(programme_id)
    asked = questions.current(programme)
    form = QUESTION_FORMS[kind](asked.questions if asked else [])
    if done(form, lambda: questions.add(access.actor(), programme, kind, form.columns())):
        flash(_("已添加问题。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page(programme, asked, form, kind, None)


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, key: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    asked = questions.current(programme)
    question = questions.question_of(asked, key)
    earlier = [each for each in question.question_set.questions if each.position < question.position]
    form = QUESTION_FORMS[question.kind](earlier, question)
    if done(form, lambda: questions.edit(access.actor(), programme, key, form.columns())):
        flash(_("问题已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page(programme, asked, form, question.kind, question)


def _form_page(
    programme: Programme, asked: QuestionSet | None, form: QuestionForm, kind: str, question: Question | None
) -> ResponseReturnValue:
    html = render_template(
        "console/questions/edit.html",
        programme=programme,
        form=form,
        question=question,
        label=kind_words()[kind],
        standing=questions.standing(programme, asked),
    )
    return shown(form, html)


@blueprint.post("/<key>/move")
@access.city_coordinator
def move(programme_id: int, key: str) -> ResponseReturnValue:
    """`way` is up or down; anything else moves nothing."""
    by = MOVES.get(request.form.get("way", ""), 0)
    with unit_of_work():
        programme = programmes.load(programme_id)
        if by:
            questions.move(access.actor(), programme, key, by)
    return redirect(url_for(".index", programme_id=programme_id))


@blueprint.route("/<key>/delete", methods=["GET", "POST"])
@access.city_coordinator
def delete(programme_id: int, key: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    asked = questions.current(programme)
    question = questions.question_of(asked, key)
    form = ConfirmForm()
    if done(form, lambda: questions.delete(access.actor(), programme, key)):
        flash(_("问题已删除。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    html = render_template(
        "console/questions/delete.html",
        programme=programme,
        form=form,
        question=question,
        standing=questions.standing(programme, asked),
    )
    return shown(form, html)


@blueprint.route("/preview", methods=["GET", "POST"])
@access.coordinator
def preview(programme_id: int) -> ResponseReturnValue:
    """The form as a worker sees it; what is filled in decides what is shown, and is kept nowhere."""
    programme, asked = _open_to(programme_id)
    sample = SampleForm()
    form = answers_form(asked.questions if asked else [], {})
    today = clock.today()
    someone = answering.Sample(years_before(today, sample.years()))
    put = answering.visible(asked, form.answers(), [someone], today)
    form.only([question.key for question in put])
    response = make_response(
        render_template(
            "sign_up/_questions.html" if htmx else "console/questions/preview.html",
            programme=programme,
            form=form,
            sample=sample,
            deciding=questions.deciding(asked) if asked else set(),
            url=url_for(".preview", programme_id=programme_id),
        )
    )
    response.vary.add("HX-Request")
    return response


def _open_to(programme_id: int) -> tuple[Programme, QuestionSet | None]:
    """The programme and what it asks; one that is still being written is the city's alone."""
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme, questions.current(programme)
