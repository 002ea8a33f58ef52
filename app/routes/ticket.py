"""One's own tickets: on the phone, printed, or as a file for a hall without reception."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.models import Ticket
from app.services import my_registrations
from app.services.ticketing import issuing, paper

blueprint = Blueprint("ticket", __name__, url_prefix="/tickets")
blueprint.add_app_template_filter(paper.seat, "ticket_seat")


@blueprint.get("/<reference>")
@access.signed_in
def show(reference: str) -> ResponseReturnValue:
    tickets = _own(reference)
    return render_template("ticket/show.html", tickets=tickets, registration=tickets[0].registration)


@blueprint.get("/<reference>/tickets.pdf")
@access.signed_in
def pdf(reference: str) -> ResponseReturnValue:
    tickets = _own(reference)
    name = f"{tickets[0].registration.reference}.pdf"
    made = io.BytesIO(paper.of(tickets))
    response = send_file(made, "application/pdf", as_attachment=True, download_name=name)
    response.cache_control.no_store = True
    return response


def _own(reference: str) -> Sequence[Ticket]:
    """All of the party's for its lead, else one's own. Raises NotFound when there is none to see."""
    found, me = my_registrations.by_reference(reference), access.actor().person_id
    tickets = issuing.of(found) if found is not None and found.state == "submitted" else ()
    if found is not None and found.lead.person_id != me:
        tickets = [ticket for ticket in tickets if ticket.person_id == me]
    if me is None or not tickets:
        raise NotFound(_("这份报名现在没有票，或者已经退出。"))
    return tickets
