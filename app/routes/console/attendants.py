"""Who serves at a programme's desk, door or till."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.slots import AttendantForm
from app.routes.console.attempt import done, shown
from app.services import attendants, programmes
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_attendants", __name__, url_prefix="/console/programmes/<int:programme_id>/attendants"
)


@blueprint.route("/", methods=["GET", "POST"])
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Everybody who serves, and one more by phone."""
    programme, form = programmes.load(programme_id), AttendantForm()

    def act() -> None:
        attendants.add(access.actor(), programme, form.phone.data or "", form.name.data or "")

    if done(form, act):
        flash(_("已添加值守人员。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/attendants/index.html",
        programme=programme,
        form=form,
        attendants=attendants.listed(programme),
    )
    return shown(form, page)


@blueprint.post("/<int:attendant_id>/leave")
@access.city_coordinator
def leave(programme_id: int, attendant_id: int) -> ResponseReturnValue:
    """What they checked in or redeemed stands."""
    programme = programmes.load(programme_id)
    with unit_of_work():
        attendants.leave(access.actor(), attendants.load(programme, attendant_id))
    flash(_("已移除。"), "success")
    return redirect(url_for(".index", programme_id=programme_id))
