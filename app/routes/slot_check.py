"""Looking up a slot by reference and phone, without signing in. Nothing of it stands in an address."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from app import access
from app.errors import Invalid
from app.extensions import limiter
from app.forms.slot_check import SlotCheckForm
from app.models import Registration
from app.routes.calendar_download import calendar_download
from app.services import modes, references, slot_check
from app.vault import digest

blueprint = Blueprint("slot_check", __name__)


def _reference_key() -> str:
    """Counts tries at one reference, however it is spelt."""
    typed = request.form.get("reference", "")
    return "reference:" + digest(references.normal(typed) or "")


@blueprint.get("/slot-check")
@access.public
def form() -> str:
    """Asks for reference and phone."""
    return render_template("slot_check/form.html", form=SlotCheckForm())


# one count for both ways of asking, so that the second is no second chance to guess
by_address = limiter.shared_limit("10 per minute", scope="slot_check")
by_reference = limiter.shared_limit("20 per hour", scope="slot_check_reference", key_func=_reference_key)


@blueprint.post("/slot-check")
@access.public
@by_address
@by_reference
def check() -> tuple[str, int] | Response:
    """The slot or the reasons, with names masked."""
    asked = SlotCheckForm()
    found = _found(asked)
    if found is None:
        return _again(asked)
    page = render_template(
        "slot_check/result.html",
        registration=found,
        programme=found.programme,
        standing=modes.explain(found),
        asked=asked,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/slot-check/calendar")
@access.public
@by_address
@by_reference
def calendar() -> tuple[str, int] | Response:
    """The same slot for the phone's calendar."""
    asked = SlotCheckForm()
    found = _found(asked)
    return _again(asked) if found is None else calendar_download(found, modes.explain(found))


def _found(asked: SlotCheckForm) -> Registration | None:
    """What reference and phone belong to; None with the faults written into the form."""
    if not asked.validate_on_submit():
        return None
    try:
        return slot_check.find(asked.reference.data or "", asked.phone.data or "")
    except Invalid as refused:
        if refused.field == "reference":
            asked.reference.errors = [refused.message]
        else:
            asked.form_errors.append(refused.message)
        return None


def _again(asked: SlotCheckForm) -> tuple[str, int]:
    return render_template("slot_check/form.html", form=asked), 422
