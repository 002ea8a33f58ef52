"""What people hold against a result that is on public notice, and the answers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.review import AnswerForm
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.routes.console.review_frame import judged
from app.services.reviewing import decision_words, objections, ranking, reviewers

blueprint = Blueprint(
    "console_objections", __name__, url_prefix="/console/programmes/<int:programme_id>/objections"
)
keep_private(blueprint)


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = judged(programme_id)
    return render_template(
        "console/review/objections.html",
        programme=programme,
        objections=objections.of_programme(programme),
        named=reviewers.name,
    )


@blueprint.route("/<int:objection_id>", methods=["GET", "POST"])
@access.city_coordinator
def answer(programme_id: int, objection_id: int) -> ResponseReturnValue:
    programme = judged(programme_id)
    objection = objections.load(programme, objection_id)
    labels = {name: decision_words.verdict(name) for name in objections.verdicts(objection)}
    form = AnswerForm(labels)
    if done(
        form,
        lambda: objections.answer(access.actor(), objection, form.answer.data or "", form.verdict.data),
    ):
        flash(_("已答复。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/review/answer.html",
        programme=programme,
        form=form,
        objection=objection,
        decision=ranking.decisions(programme).get(objection.registration_id or 0),
        named=reviewers.name,
    )
    return shown(form, page)
