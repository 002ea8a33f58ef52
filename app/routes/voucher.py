"""One's own vouchers: codes to be shown at a merchant's till, to nobody else."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.services import my_registrations
from app.services.vouchers import issuing, report, till

blueprint = Blueprint("voucher", __name__, url_prefix="/vouchers")
blueprint.add_app_template_filter(report.yuan)


@blueprint.get("/<reference>")
@access.signed_in
def show(reference: str) -> ResponseReturnValue:
    """Only whose they are may see them, whoever signed them up."""
    me, found = access.actor().person, my_registrations.by_reference(reference)
    mine = issuing.of(me, found) if me is not None and found is not None else ()
    if found is None or not mine:
        raise NotFound(_("这份报名没有您的消费券。"))
    response = make_response(
        render_template(
            "voucher/show.html", registration=found, vouchers=[(each, till.state(each)) for each in mine]
        )
    )
    response.cache_control.no_store = True
    return response
