"""Who judges a programme's entries."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.programmes import ReasonForm
from app.forms.console.review import ReviewerForm
from app.routes.console.attempt import done, shown
from app.routes.console.review_frame import judged
from app.services.reviewing import panel, readings, reviewers

blueprint = Blueprint(
    "console_reviewers", __name__, url_prefix="/console/programmes/<int:programme_id>/reviewers"
)


@blueprint.route("/", methods=["GET", "POST"])
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Everybody who judges, and one more by phone."""
    programme, form = judged(programme_id), ReviewerForm()
    if done(form, lambda: panel.add(access.actor(), programme, *form.somebody())):
        flash(_("已添加评审人。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/review/reviewers.html",
        programme=programme,
        form=form,
        progress=readings.progress(programme),
        named=reviewers.name,
        units_of=reviewers.units_in_words,
        may_edit=programme.state not in panel.SETTLED,
    )
    return shown(form, page)


@blueprint.route("/<int:reviewer_id>/remove", methods=["GET", "POST"])
@access.city_coordinator
def remove(programme_id: int, reviewer_id: int) -> ResponseReturnValue:
    """What they have not handed in goes to the others."""
    programme, form = judged(programme_id), ReasonForm()
    reviewer = reviewers.load(programme, reviewer_id)
    if done(form, lambda: panel.leave(access.actor(), programme, reviewer, form.why())):
        flash(_("已移除，没有提交的评分已转给其他评审。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    own = next(each for each in readings.progress(programme) if each.reviewer.id == reviewer_id)
    page = render_template(
        "console/review/remove_reviewer.html",
        programme=programme,
        form=form,
        own=own,
        name=reviewers.name(own.reviewer.account),
    )
    return shown(form, page)
