"""The door of an event: tickets are read here, each once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.extensions import htmx
from app.forms.desk import ScanForm
from app.models import Offering
from app.services import attendants
from app.services.ticketing import door
from app.unit_of_work import unit_of_work

blueprint = Blueprint("door", __name__, url_prefix="/doors/<int:offering_id>")


@blueprint.get("")
@access.signed_in
def show(offering_id: int) -> ResponseReturnValue:
    return _page(_offering(offering_id), ScanForm(), None)


@blueprint.post("")
@access.signed_in
def scan(offering_id: int) -> ResponseReturnValue:
    """What is held up to the door, answered in large letters; with htmx the answer alone."""
    offering, form, outcome = _offering(offering_id), ScanForm(), None
    if form.validate():
        with unit_of_work():
            outcome = door.admit(offering, form.code.data or "", access.actor())
    return _answer(offering, form, outcome)


@blueprint.get("/counts")
@access.signed_in
def counts(offering_id: int) -> ResponseReturnValue:
    """How many are in by now, for the page to ask every few seconds."""
    offering = _offering(offering_id)
    return render_template("door/_counts.html", offering=offering, count=door.count(offering))


@blueprint.get("/list")
@access.signed_in
def people(offering_id: int) -> ResponseReturnValue:
    """For a door without a camera: by name (`q`)."""
    offering, text = _offering(offering_id), request.args.get("q", "").strip()[:30]
    return render_template(
        "door/list.html",
        offering=offering,
        text=text,
        count=door.count(offering),
        people=door.listed(offering, text),
    )


@blueprint.post("/list/<int:ticket_id>")
@access.signed_in
def let_in(offering_id: int, ticket_id: int) -> ResponseReturnValue:
    """Found on the list: let in, or with `act` undo, let out again."""
    offering = _offering(offering_id)
    ticket = door.load(offering, ticket_id)
    if request.form.get("act") == "undo":
        with unit_of_work():
            door.undo(offering, ticket, access.actor())
        flash(_("已撤销这次入场。"), "success")
        return redirect(url_for(".people", offering_id=offering_id))
    with unit_of_work():
        outcome = door.let_in(offering, ticket, access.actor())
    return _answer(offering, ScanForm(formdata=None), outcome)


def _offering(offering_id: int) -> Offering:
    """For those who serve there, and the city. Raises NotFound or Forbidden."""
    found = door.event(offering_id)
    attendants.require(access.actor(), found.programme, whole_city=access.scope().whole_city)
    return found


def _answer(offering: Offering, form: ScanForm, outcome: door.Outcome | None) -> ResponseReturnValue:
    """To htmx always with 200, which shows it; else with the status that says what it was."""
    good = outcome is not None and outcome.kind == door.IN
    if htmx:
        return render_template(
            "door/_outcome.html", offering=offering, form=form, outcome=outcome, count=door.count(offering)
        )
    status = 200 if good else 422 if outcome is None or outcome.kind == door.UNKNOWN else 409
    return _page(offering, form, outcome), status


def _page(offering: Offering, form: ScanForm, outcome: door.Outcome | None) -> str:
    return render_template(
        "door/show.html", offering=offering, form=form, outcome=outcome, count=door.count(offering)
    )
