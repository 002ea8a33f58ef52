"""Who works at a campus's desk."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.stays import DeskWorkerForm
from app.routes.console.attempt import done, shown
from app.services import venues
from app.services.stays import desk
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_desk", __name__, url_prefix="/console/venues/<int:venue_id>/desk")


@blueprint.route("/", methods=["GET", "POST"])
@access.city_coordinator
def index(venue_id: int) -> ResponseReturnValue:
    """Everybody at the desk, and one more by phone."""
    venue, form = venues.load(venue_id), DeskWorkerForm()

    def add() -> None:
        desk.add_worker(access.actor(), venue, form.phone.data or "", form.called.data or "")

    if done(form, add):
        flash(_("已添加前台人员。"), "success")
        return redirect(url_for(".index", venue_id=venue_id))
    page = render_template("console/stays/desk.html", form=form, venue=venue, workers=desk.workers(venue))
    return shown(form, page)


@blueprint.post("/<int:worker_id>/remove")
@access.city_coordinator
def remove(venue_id: int, worker_id: int) -> ResponseReturnValue:
    with unit_of_work():
        desk.remove_worker(access.actor(), venues.load(venue_id), worker_id)
    flash(_("已移除，从现在起看不到前台页面。"), "success")
    return redirect(url_for(".index", venue_id=venue_id))
