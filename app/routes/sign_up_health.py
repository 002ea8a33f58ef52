"""Only where a chosen campus asks: a declaration for everybody in the party."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext as _

from app import access
from app.models import Venue
from app.routes.sign_up_frame import Answer, Frame, step
from app.services.drafts import Answers

blueprint = Blueprint("sign_up_health", __name__, url_prefix="/programmes/<slug>/sign-up/health")


@blueprint.route("/<int:venue_id>", methods=["GET", "POST"])
@access.worker
@step
def ask(frame: Frame, venue_id: int) -> Answer:
    """Yes or no to each question. A yes is not kept: the next page says what to do."""
    venue = _venue(frame, venue_id)
    typed = {q["id"]: request.form.get(f"answer-{q['id']}", "") for q in venue.health_questions}
    if request.method == "GET":
        return frame.page("health", venue=venue, typed=_given(frame, venue), missing=[])
    if missing := [key for key, answer in typed.items() if answer not in ("yes", "no")]:
        return frame.page("health", venue=venue, typed=typed, missing=missing), 422
    if "yes" in typed.values():
        frame.change(lambda answers: answers.health.pop(str(venue_id), None))
        return redirect(frame.url("sign_up_health.advice", venue_id=venue_id))
    frame.change(lambda answers: answers.health.update({str(venue_id): dict.fromkeys(typed, False)}))
    return redirect(frame.after(f"health-{venue_id}"))


def _venue(frame: Frame, venue_id: int) -> Venue:
    """A campus among the choices that asks; any other is not found."""
    return next((venue for venue in frame.asking if venue.id == venue_id), None) or abort(404)


def _given(frame: Frame, venue: Venue) -> dict[str, str]:
    declared = frame.answers.health.get(str(venue.id), {})
    return {question: "yes" if answer else "no" for question, answer in declared.items()}


@blueprint.get("/<int:venue_id>/advice")
@access.worker
@step
def advice(frame: Frame, venue_id: int) -> Answer:
    """What somebody does who had to answer yes."""
    return frame.page("health_advice", venue=_venue(frame, venue_id))


@blueprint.post("/<int:venue_id>/drop")
@access.worker
@step
def drop(frame: Frame, venue_id: int) -> Answer:
    """Take this campus out of the choices."""
    venue = _venue(frame, venue_id)
    there = {each.offering.id for each in frame.facts if each.offering.venue_id == venue.id}
    frame.change(lambda answers: _without(answers, there))
    flash(_("已去掉%(venue)s的志愿，其余志愿不变。", venue=venue.name), "success")
    return redirect(frame.url("sign_up_choices.index"))


def _without(answers: Answers, offering_ids: set[int]) -> None:
    answers.choices = [chosen for chosen in answers.choices if chosen not in offering_ids]
