"""A programme's events with tickets: how many are out and in, their seats, their doors."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.tickets import SeatingForm
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.services import offerings, programmes
from app.services.ticketing import door, seats

blueprint = Blueprint(
    "console_tickets", __name__, url_prefix="/console/programmes/<int:programme_id>/tickets"
)


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = _ticketed(programme_id)
    held = [offering for offering in programme.offerings if not offering.cancelled]
    return render_template(
        "console/tickets/index.html",
        programme=programme,
        events=[(offering, door.count(offering), seats.of(offering)) for offering in held],
    )


@blueprint.route("/<int:offering_id>/seats", methods=["GET", "POST"])
@access.city_coordinator
def number(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """How many rows of how many seats; whoever has a ticket has a seat from then on."""
    programme, offering = _ticketed(programme_id), offerings.load(programme_id, offering_id)
    form = SeatingForm(obj=seats.of(offering))
    if done(form, lambda: seats.number(access.actor(), offering, form.values())):
        flash(_("已编好座位。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/tickets/seats.html", programme=programme, offering=offering, form=form)
    return shown(form, page)


def _ticketed(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if "tickets" not in programme.features:
        abort(404)
    return programme
