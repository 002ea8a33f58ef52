"""One entry: its answers, what its readers have given it, and deciding on it otherwise."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.review import DecisionForm
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.routes.console.review_frame import judged
from app.services import answering
from app.services.reviewing import deciding, decision_words, ranking, readings, reviewers, scores

blueprint = Blueprint(
    "console_review_entry",
    __name__,
    url_prefix="/console/programmes/<int:programme_id>/review/entries/<int:registration_id>",
)
keep_private(blueprint)


@blueprint.route("", methods=["GET", "POST"])
@access.city_coordinator
def show(programme_id: int, registration_id: int) -> ResponseReturnValue:
    programme = judged(programme_id)
    registration = readings.entry(programme, registration_id)
    form = DecisionForm({name: decision_words.outcome(name) for name in deciding.OUTCOMES})
    if done(form, lambda: deciding.change(access.actor(), registration, form.outcome.data, form.why())):
        flash(_("已改判，原因会公示。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, registration_id=registration_id))
    found, criteria = readings.of_entry(registration)
    decision = ranking.decisions(programme).get(registration_id)
    page = render_template(
        "console/review/entry.html",
        programme=programme,
        registration=registration,
        form=form,
        judged=found,
        criteria=criteria,
        told=readings.told_apart(found),
        averages=scores.averages(found, criteria),
        answers=answering.shown(registration),
        decision=decision,
        may_change=decision is not None and programme.state in ("closed", "noticed"),
        named=reviewers.name,
    )
    return shown(form, page)
