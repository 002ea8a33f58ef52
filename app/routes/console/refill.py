"""Gaps after publication: who would come in from the waitlist, and giving them their places."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.refill import RefillForm
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.services.allocation import refill_confirmed, refilling

blueprint = Blueprint("console_refill", __name__, url_prefix="/console/runs/refill")
keep_private(blueprint)


@blueprint.route("/programmes/<int:programme_id>", methods=["GET", "POST"])
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """The proposal as it stands now; what is sent back is its digest."""
    form = RefillForm()
    given: list[int] = []

    def act() -> None:
        sha256 = form.sha256.data or ""
        given.append(refill_confirmed.confirm(programme_id, sha256, access.actor()))

    if done(form, act):
        words = _("已递补 %(count)s 组，通知正在发出。", count=given[0])
        flash(words if given[0] else _("这一次已经递补过，没有重复。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    run = refill_confirmed.published_run(programme_id)
    proposal = refilling.propose(run)
    page = render_template(
        "console/refill/show.html",
        run=run,
        programme=run.programme,
        proposal=proposal,
        filled=refilling.filled(run),
        form=form,
    )
    return shown(form, page)
