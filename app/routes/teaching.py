"""Whoever teaches a class: who came, what they were marked, on a phone in the classroom."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import access, clock
from app.models import Offering
from app.routes import class_pages
from app.routes.class_pages import TEACHER
from app.services.training import results, rules, teaching

blueprint = Blueprint("teaching", __name__, url_prefix="/teaching")


@blueprint.app_context_processor
def _teacher() -> dict[str, Callable[[], bool]]:
    """For pages that lead here: asked only where they are shown."""
    return {"teaches": lambda: current_user.is_authenticated and teaching.teaches(access.actor())}


@blueprint.get("")
@access.signed_in
def index() -> str:
    """The classes that I teach."""
    return render_template("teaching/index.html", classes=teaching.taught_by(access.actor()))


@blueprint.get("/<int:offering_id>")
@access.signed_in
def show(offering_id: int) -> str:
    offering = _mine(offering_id)
    register = results.of(offering)
    return render_template(
        "teaching/show.html",
        desk=TEACHER,
        offering=offering,
        register=register,
        rule_words=rules.assessed_words(register.rule),
        now=clock.now(),
    )


@blueprint.route("/<int:offering_id>/half-days/<int:meeting_id>", methods=["GET", "POST"])
@access.signed_in
def half_day(offering_id: int, meeting_id: int) -> ResponseReturnValue:
    return class_pages.half_day(TEACHER, _mine(offering_id), meeting_id)


@blueprint.route("/<int:offering_id>/marks", methods=["GET", "POST"])
@access.signed_in
def marks(offering_id: int) -> ResponseReturnValue:
    return class_pages.mark_all(TEACHER, _mine(offering_id))


@blueprint.route("/<int:offering_id>/marks/<int:person_id>", methods=["GET", "POST"])
@access.signed_in
def mark(offering_id: int, person_id: int) -> ResponseReturnValue:
    return class_pages.mark_again(TEACHER, _mine(offering_id), person_id)


def _mine(offering_id: int) -> Offering:
    return teaching.load(access.actor(), offering_id)
