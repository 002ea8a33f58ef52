"""Sessions, in the order in which one would like them."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request
from flask_babel import gettext as _

from app import access
from app.extensions import htmx
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import catalogue, commitments
from app.services.drafts import Answers

blueprint = Blueprint("sign_up_choices", __name__, url_prefix="/programmes/<slug>/sign-up/choices")

MOVES = {"up": -1, "down": 1}


@blueprint.get("")
@access.worker
@step
def index(frame: Frame) -> Answer:
    """The ranked list; with htmx the list alone. Where only one is chosen, first of all the sessions."""
    if not frame.has("choices"):
        return redirect(frame.after("choices"))
    if frame.programme.max_choices == 1 and not (frame.chosen or htmx):
        return redirect(frame.url("sign_up_choices.choose"))
    response = make_response(frame.page("_ranked" if htmx else "choices"))
    response.vary.add("HX-Request")
    return response


@blueprint.post("")
@access.worker
@step
def change(frame: Frame) -> Answer:
    """One press: `act` is up, down or remove with an offering's id, e.g. `up-12`; without it, go on."""
    if not frame.has("choices"):
        return redirect(frame.after("choices"))
    act, _dash, number = request.form.get("act", "").partition("-")
    if number.isascii() and number.isdigit() and len(number) < 10:
        frame.change(lambda answers: _apply(answers, act, int(number)))
        return redirect(frame.url("sign_up_choices.index"))
    wants = request.form.get("wants", "1")
    if fault := _fault(frame, wants):
        return frame.page("choices", fault=fault), 422
    frame.change(lambda answers: _keep(answers, frame, int(wants)))
    return redirect(frame.after("choices"))


def _fault(frame: Frame, wants: str) -> str:
    """Why one cannot go on with these choices, and what to do; empty: one can."""
    if not frame.chosen:
        return str(_("请至少选一期"))
    if frame.clashes and frame.programme.overlap == "forbid":
        return commitments.refusal(frame.clashes)
    if wants not in [str(count) for count in range(1, frame.wants_most + 1)]:
        return str(_("请选择想要几期，最多 %(count)s 期", count=frame.wants_most))
    if int(wants) > len(frame.chosen):
        return str(_("想要 %(count)s 期，至少要选 %(count)s 个志愿", count=wants))
    return ""


def _apply(answers: Answers, act: str, offering_id: int) -> None:
    if act in MOVES:
        answers.move(offering_id, MOVES[act])
    elif act == "remove" and offering_id in answers.choices:
        answers.choices.remove(offering_id)


def _keep(answers: Answers, frame: Frame, wants: int) -> None:
    """Sessions cancelled since they were chosen are no longer shown, so they are not sent either."""
    running = {each.offering.id for each in frame.facts}
    answers.wants = wants
    answers.choices = [chosen for chosen in answers.choices if chosen in running]


@blueprint.get("/add")
@access.worker
@step
def choose(frame: Frame) -> Answer:
    """Every session that may still be added, narrowed by campus and month."""
    if not frame.has("choices"):
        return redirect(frame.after("choices"))
    if frame.timed is not None:
        return redirect(frame.url(frame.timed.picker))
    venue, month = request.args.get("venue", ""), request.args.get("month", "")
    shown = [
        each
        for each in frame.facts
        if venue in ("", str(each.offering.venue_id)) and month in ("", each.month)
    ]
    page = frame.page(
        "_sessions" if htmx else "choose",
        shown=shown,
        venue=venue,
        month=month,
        venues=catalogue.venues_of(frame.facts),
        months=catalogue.months_of(frame.facts),
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response


@blueprint.post("/add")
@access.worker
@step
def add(frame: Frame) -> Answer:
    number = request.form.get("offering", "")
    running = {str(each.offering.id) for each in frame.facts}
    if number in running:
        frame.change(lambda answers: _add(answers, int(number), frame.programme.max_choices))
    return redirect(frame.url("sign_up_choices.index"))


def _add(answers: Answers, offering_id: int, most: int) -> None:
    """At the end of the list; where there can be only one, in its place."""
    if most == 1:
        answers.choices = [offering_id]
    if offering_id not in answers.choices and len(answers.choices) < most:
        answers.choices.append(offering_id)
