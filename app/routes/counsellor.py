"""What a counsellor alone sees: who has booked which time, and what they would like to talk about."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.services.stays import slots
from app.unit_of_work import unit_of_work

blueprint = Blueprint("counsellor", __name__, url_prefix="/counselling")


@blueprint.get("/")
@access.signed_in
def index() -> ResponseReturnValue:
    found = slots.of_counsellor(access.actor())
    return render_template("counsellor/index.html", slots=found, now=clock.now())


@blueprint.post("/<int:slot_id>/call-off")
@access.signed_in
def call_off(slot_id: int) -> ResponseReturnValue:
    """A time at which they cannot come."""
    with unit_of_work():
        slots.call_off(access.actor(), slot_id)
    flash(_("这个时间已取消，约了的职工会收到通知。"), "success")
    return redirect(url_for(".index"))
