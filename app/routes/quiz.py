"""A quiz on the phone: start, one question a page, hand in, what was right; and who is how far."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import access
from app.errors import DomainError
from app.extensions import htmx
from app.forms.quiz import AnswerForm, answer_form
from app.models import Person, Programme, QuizTry
from app.services import catalogue, issued_certificates, party_checks
from app.services.quiz import pages, rules, scores, tries
from app.unit_of_work import unit_of_work

blueprint = Blueprint("quiz", __name__, url_prefix="/programmes/<slug>/quiz")
blueprint.add_app_template_filter(rules.minutes_words, "quiz_minutes")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.public
def index(slug: str) -> str:
    """The rules, how somebody's own tries went, and the way in."""
    programme = catalogue.find(slug)
    quiz = rules.of(programme)
    person = _reader()
    own = tries.of_person(programme, person) if person is not None else []
    kept = scores.of_person(programme.id, person.id) if person is not None else None
    return render_template(
        "quiz/index.html",
        programme=programme,
        quiz=quiz,
        facts=rules.facts(quiz),
        is_open=party_checks.is_open(programme),
        tries=[each for each in own if each.state != "running"],
        running=next((each for each in own if each.state == "running" and not tries.is_due(each)), None),
        left=quiz.tries_most - len(own),
        kept=kept,
        place=scores.place_of(kept) if kept is not None else None,
        figures=scores.figures(programme.id),
        certificate=_held(programme, person),
    )


@blueprint.route("/start", methods=["GET", "POST"])
@access.worker
def start(slug: str) -> Answer:
    """Begin, or go on with what has been begun on any device. Who comes from signing in presses once more."""
    programme, person = catalogue.find(slug), _me()
    if request.method == "GET":
        return redirect(url_for(".index", slug=slug))
    if tries.needs_form(programme, person):
        flash(_("开始答题前，请先填写报名信息。"), "success")
        return redirect(url_for("sign_up.index", slug=slug))
    with unit_of_work():
        _settle(programme, person)
        tried = tries.start(programme, access.actor())
    return redirect(url_for(".show", slug=slug, position=_next_open(tried)))


@blueprint.get("/questions/<int:position>")
@access.worker
def show(slug: str, position: int) -> Answer:
    """One question, with what has been chosen so far."""
    programme = catalogue.find(slug)
    if (tried := _running(programme)) is None:
        return _over(programme)
    return _question_page(programme, tried, pages.asked(tried, position), 200)


@blueprint.post("/questions/<int:position>")
@access.worker
def answer(slug: str, position: int) -> Answer:
    """Keep the answer and go where the button says: a number, or to handing in. With htmx, only keep it."""
    programme = catalogue.find(slug)
    if (tried := _running(programme)) is None:
        return _over(programme)
    asked = pages.asked(tried, position)
    form = _form(asked)
    if not form.validate_on_submit():
        return _question_page(programme, tried, asked, 422)
    with unit_of_work():
        in_time = tries.save(tried, position, form.chosen())
    if not in_time:
        return _over(programme)
    if htmx:
        return Response(status=204)
    to = request.form.get("go", "", type=str)
    if to.isdigit() and 1 <= int(to) <= len(tried.questions):
        return redirect(url_for(".show", slug=slug, position=int(to)))
    return redirect(url_for(".check", slug=slug))


@blueprint.get("/check")
@access.worker
def check(slug: str) -> Answer:
    """Before handing in: what has no answer yet, and how much time is left."""
    programme = catalogue.find(slug)
    if (tried := _running(programme)) is None:
        return _over(programme)
    return render_template(
        "quiz/check.html",
        programme=programme,
        tried=tried,
        unanswered=pages.unanswered(tried),
        left=pages.seconds_left(tried),
    )


@blueprint.post("/hand-in")
@access.worker
def hand_in(slug: str) -> Answer:
    """It counts at once; a second press changes nothing."""
    programme = catalogue.find(slug)
    if (tried := _running(programme)) is not None:
        with unit_of_work():
            tries.end(tried)
    return _over(programme)


@blueprint.get("/tries/<int:number>")
@access.worker
def result(slug: str, number: int) -> str:
    """How a try went: each question right or wrong, with the explanation."""
    programme, person = catalogue.find(slug), _me()
    tried, quiz = tries.ended(programme, person, number), rules.of(programme)
    return render_template(
        "quiz/result.html",
        programme=programme,
        quiz=quiz,
        tried=tried,
        reviewed=pages.reviewed(tried),
        kept=scores.of_person(programme.id, person.id),
        left=quiz.tries_most - len(tries.of_person(programme, person)),
        is_open=party_checks.is_open(programme),
        certificate=_held(programme, person),
    )


@blueprint.post("/certificate")
@access.worker
def certificate(slug: str) -> Answer:
    """For whoever has passed."""
    programme = catalogue.find(slug)
    with unit_of_work():
        made = tries.certificate(programme, _me())
    return redirect(url_for("certificate.show", number=made.number))


@blueprint.get("/ranking")
@access.public
def ranking(slug: str) -> str:
    """Units, districts or people, as they stand now."""
    programme = catalogue.find(slug)
    quiz, by = rules.of(programme), request.args.get("by", "units")
    person = _reader()
    kept = scores.of_person(programme.id, person.id) if person is not None else None
    return render_template(
        "quiz/ranking.html",
        programme=programme,
        quiz=quiz,
        by=by if by in ("units", "districts", "people") else "units",
        units=scores.by_unit(quiz, districts=by == "districts") if by != "people" else [],
        people=scores.top(programme.id) if by == "people" else [],
        rule=rules.ranking_words(quiz),
        figures=scores.figures(programme.id),
        kept=kept,
        place=scores.place_of(kept) if kept is not None else None,
        own_unit=person.unit_id if person is not None else None,
    )


def _me() -> Person:
    person = access.actor().person
    if person is None:  # `access.worker` has seen to it
        raise DomainError(_("请先确认身份，再开始答题。"))
    return person


def _reader() -> Person | None:
    return access.actor().person if access.reader_id() is not None else None


def _held(programme: Programme, person: Person | None) -> object:
    quiz = rules.of(programme)
    if person is None or not quiz.certificate:
        return None
    return issued_certificates.held(person, programme, quiz.certificate)


def _settle(programme: Programme, person: Person) -> None:
    """Inside a unit of work: a try on which the clock has run out is over before anything else happens."""
    if (there := tries.running(programme, person)) is not None and tries.is_due(there):
        tries.end(there)


def _running(programme: Programme) -> QuizTry | None:
    """The try that is being answered; one that is due is ended on the way."""
    person = _me()
    there = tries.running(programme, person)
    if there is None or not tries.is_due(there):
        return there
    with unit_of_work():
        _settle(programme, person)
    return None


def _over(programme: Programme) -> Response:
    """To how the latest try went; without one, to the beginning."""
    own = [each for each in tries.of_person(programme, _me()) if each.state != "running"]
    if not own:
        return redirect(url_for(".index", slug=programme.slug))
    if own[-1].state == "lapsed":
        flash(_("时间到，已经自动交卷，到时间为止的答案都算数。"), "success")
    return redirect(url_for(".result", slug=programme.slug, number=own[-1].number))


def _next_open(tried: QuizTry) -> int:
    return next(iter(pages.unanswered(tried)), 1)


def _form(asked: pages.Asked) -> AnswerForm:
    return answer_form(asked.words, asked.options, asked.chosen, several=asked.kind == "multiple")


def _question_page(programme: Programme, tried: QuizTry, asked: pages.Asked, status: int) -> tuple[str, int]:
    page = render_template(
        "quiz/question.html",
        programme=programme,
        tried=tried,
        asked=asked,
        form=_form(asked),
        count=len(tried.questions),
        left=pages.seconds_left(tried),
    )
    return page, status
