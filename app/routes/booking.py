"""One's own quarter-hour: when, in which room, and another time instead."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import DomainError, NotFound
from app.models import Registration
from app.services import features, my_registrations, party_checks
from app.services.timed import picker, rebooking, rooms
from app.unit_of_work import unit_of_work

blueprint = Blueprint("booking", __name__, url_prefix="/bookings/<reference>")


@blueprint.get("")
@access.signed_in
def show(reference: str) -> ResponseReturnValue:
    """What one needs on the day."""
    sent = _own(reference)
    had = rebooking.held(sent)
    return render_template(
        "booking/show.html",
        registration=sent,
        programme=sent.programme,
        offering=had.offering if had is not None else None,
        places=rooms.of(sent, had.offering) if had is not None else [],
        until=rebooking.until(sent, had.offering) if had is not None else None,
        too_late=rebooking.too_late(sent),
        may_rebook=party_checks.is_open(sent.programme) and _is_lead(sent),
    )


@blueprint.route("/rebook", methods=["GET", "POST"])
@access.signed_in
def rebook(reference: str) -> ResponseReturnValue:
    """A day, then a time; the time one has is kept until the new one is had."""
    sent, fault = _own(reference), ""
    if request.method == "POST":
        try:
            with unit_of_work():
                _rebook(sent)
        except DomainError as refused:
            fault = refused.message
        else:
            flash(_("已改约。"), "success")
            return redirect(url_for(".show", reference=sent.reference))
    had = rebooking.held(sent)
    venue, on = request.args.get("venue", ""), request.args.get("on", "")
    if had is not None and not venue:  # what is near what one has comes first
        venue, on = str(had.offering.venue_id), on or had.offering.starts_on.isoformat()
    page = render_template(
        "booking/rebook.html",
        registration=sent,
        programme=sent.programme,
        offering=had.offering if had is not None else None,
        too_late=rebooking.too_late(sent),
        is_open=party_checks.is_open(sent.programme),
        fault=fault,
        shown=picker.choice(sent.programme, venue, on),
    )
    return page, 422 if fault else 200


def _rebook(sent: Registration) -> None:
    offering = picker.find(sent.programme, request.form.get("offering", ""))
    if offering is None:
        raise DomainError(_("这个时间已经过去或取消，请另选一个。"))
    rebooking.rebook(access.actor(), sent, offering)


def _own(reference: str) -> Registration:
    """Only those who come may look, whoever signed them up. Raises NotFound."""
    found = my_registrations.by_reference(reference)
    mine = access.actor().person_id
    if found is None or mine is None or all(member.person_id != mine for member in found.members):
        raise NotFound(_("没有找到这份报名，请核对编号。"))
    if features.timed(found.programme) is None or found.state != "submitted":
        raise NotFound(_("这份报名没有约时间。"))
    return found


def _is_lead(sent: Registration) -> bool:
    return sent.lead.person_id == access.actor().person_id
