"""Who works on a programme's cases, and alone sees who is in a private one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.casework import WorkerForm
from app.forms.console.programmes import ReasonForm
from app.routes.console.attempt import done, shown
from app.services import case_workers, programmes

blueprint = Blueprint(
    "console_case_workers", __name__, url_prefix="/console/programmes/<int:programme_id>/case-workers"
)


@blueprint.route("/", methods=["GET", "POST"])
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Everybody who works on it, and one more by phone."""
    programme, form = programmes.load(programme_id), WorkerForm()
    if done(form, lambda: case_workers.appoint(access.actor(), programme, *form.somebody())):
        flash(_("已任命，并记入操作记录。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/case_workers/index.html",
        programme=programme,
        form=form,
        workers=case_workers.listed(programme),
    )
    return shown(form, page)


@blueprint.route("/<int:worker_id>/leave", methods=["GET", "POST"])
@access.city_coordinator
def leave(programme_id: int, worker_id: int) -> ResponseReturnValue:
    programme, form = programmes.load(programme_id), ReasonForm()
    known = case_workers.load(programme, worker_id)
    if done(form, lambda: case_workers.leave(access.actor(), programme, known.worker, form.why())):
        flash(_("已卸任，没有办完的由其他专办人员接办。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/case_workers/leave.html", programme=programme, form=form, known=known)
    return shown(form, page)
