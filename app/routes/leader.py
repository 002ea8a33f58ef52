"""The page of a group's leader, on the phone: who is in the group, who has come, what to remember."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.stays import NoteForm
from app.models import Offering
from app.routes.console.attempt import done, shown
from app.services import accounts
from app.services.stays import guests, leaders, timetable
from app.services.stays.guests import Stay

blueprint = Blueprint("leader", __name__, url_prefix="/leader")
blueprint.add_app_template_filter(accounts.name, "account_name")


@blueprint.get("/")
@access.signed_in
def index() -> ResponseReturnValue:
    """The groups that one leads."""
    found = leaders.of_account(access.actor())
    if len(found) == 1:
        return redirect(url_for(".group", offering_id=found[0].id))
    return render_template("leader/index.html", offerings=found)


@blueprint.route("/<int:offering_id>", methods=["GET", "POST"])
@access.signed_in
def group(offering_id: int) -> ResponseReturnValue:
    offering, form = _led(offering_id), NoteForm()
    if done(form, lambda: leaders.note(access.actor(), offering, form.words.data or "")):
        flash(_("已记下。"), "success")
        return redirect(url_for(".group", offering_id=offering_id))
    offering = _led(offering_id)
    page = render_template(
        "leader/group.html",
        offering=offering,
        stay=Stay(offering, guests.of_offering(offering)),
        days=timetable.days(offering),
        notes=leaders.notes(offering),
        form=form,
    )
    return shown(form, page)


def _led(offering_id: int) -> Offering:
    offering = guests.load(offering_id)
    leaders.require(access.actor(), offering)
    return offering
