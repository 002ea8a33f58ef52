"""The last step: look at everything, agree, send."""

from __future__ import annotations

from flask import Blueprint, redirect

from app import access
from app.errors import DomainError
from app.forms.sign_up import ConsentForm
from app.identity import mask_identity
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import party
from app.unit_of_work import unit_of_work

blueprint = Blueprint("sign_up_check", __name__, url_prefix="/programmes/<slug>/sign-up/check")

# where a fault of the whole form is mended
PLACES = {
    "members": "sign_up_companions.index",
    "name": "sign_up_companions.index",
    "needs": "sign_up_companions.rooms",
    "choices": "sign_up_choices.index",
}


@blueprint.get("")
@access.worker
@step
def index(frame: Frame) -> Answer:
    return _unfinished(frame) or _page(frame, ConsentForm())


@blueprint.post("")
@access.worker
@step
def send(frame: Frame) -> Answer:
    if (unfinished := _unfinished(frame)) is not None:
        return unfinished
    form = ConsentForm()
    if not form.validate():
        return _page(frame, form), 422
    try:
        with unit_of_work():
            party.send(frame.programme, frame.account, frame.sent)
    except DomainError as fault:
        return _page(frame, form, fault), fault.status
    return redirect(frame.url("sign_up.done"))


def _unfinished(frame: Frame) -> Answer | None:
    """The first step that still lacks an answer."""
    if not frame.chosen:
        return redirect(frame.url("sign_up_choices.index"))
    if (venue := frame.undeclared()) is not None:
        return redirect(frame.url("sign_up_health.ask", venue_id=venue.id))
    return None


def _people(frame: Frame) -> list[tuple[str, str]]:
    """Everybody in the party: (name, who they are)."""
    units = party.unit_names(frame.answers)
    companions = [
        (c.name, f"{mask_identity(c.identity)} · {units[c.unit_id]}") for c in frame.answers.companions
    ]
    return [(frame.me.name, frame.me.unit.name), *companions]


def _page(frame: Frame, form: ConsentForm, fault: DomainError | None = None) -> str:
    place = PLACES.get(fault.field or "") if fault is not None else None
    return frame.page(
        "check",
        form=form,
        fault=fault,
        mend=frame.url(place) if place else None,
        stale=party.is_stale(frame.answers, frame.sent),
        people=_people(frame),
    )
