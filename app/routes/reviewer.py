"""What a reviewer has been given to judge: their own readings, and nobody else's scores."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.forms.review import ScoreForm
from app.routes.console.attempt import done, shown
from app.services import answering
from app.services.reviewing import criteria, readings, reviewers, scoring, settings

blueprint = Blueprint("reviewer", __name__, url_prefix="/reviews")


@blueprint.app_context_processor
def menu() -> dict[str, Any]:
    """Whether the page's head leads to readings."""
    return {"judges": current_user.is_authenticated and reviewers.of_account(access.actor())}


@blueprint.get("/")
@access.signed_in
def index() -> ResponseReturnValue:
    found = readings.of_account(access.actor())
    return render_template(
        "reviewer/index.html", readings=found, is_open=readings.is_open, due_at=settings.due_at
    )


@blueprint.route("/<int:reading_id>", methods=["GET", "POST"])
@access.signed_in
def show(reading_id: int) -> ResponseReturnValue:
    """The entry by its answers, without names, and the points for each criterion."""
    account = access.actor()
    reading = readings.load(account, reading_id)
    programme_id = reading.registration.programme_id
    form = ScoreForm.of(criteria.listed(reading.registration.programme), reading)
    if done(form, lambda: scoring.hand_in(account, reading_id, form.points(), form.remark.data or "")):
        flash(_("评分已提交。"), "success")
        following = readings.next_unread(access.actor(), programme_id)
        return redirect(url_for(".show", reading_id=following.id) if following else url_for(".index"))
    reading = readings.load(access.actor(), reading_id)
    page = render_template(
        "reviewer/show.html",
        reading=reading,
        programme=reading.registration.programme,
        form=form,
        answers=answering.shown(reading.registration),
        is_open=readings.is_open(reading),
    )
    return shown(form, page)
