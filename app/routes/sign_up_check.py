"""The last step: look at everything, agree, send."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app import access
from app.errors import DomainError
from app.forms.sign_up import ConsentForm
from app.identity import mask_identity
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import answering, eligibility, party, texts
from app.unit_of_work import unit_of_work

blueprint = Blueprint("sign_up_check", __name__, url_prefix="/programmes/<slug>/sign-up/check")

# where a fault of the whole form is mended: endpoint, and the step that must be there
PLACES = {
    "members": ("sign_up_companions.index", "companions"),
    "name": ("sign_up_companions.index", "companions"),
    "needs": ("sign_up_companions.rooms", "rooms"),
    "choices": ("sign_up_choices.index", "choices"),
    "answers": ("sign_up_questions.index", "questions"),
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
    form, agreed = ConsentForm(), _agreed()
    frame.answers.consents = agreed
    if not form.validate():
        return _page(frame, form), 422
    try:
        with unit_of_work():
            party.send(frame.programme, frame.account, frame.sent, agreed)
    except DomainError as fault:
        return _page(frame, form, fault), fault.status
    return redirect(frame.url("sign_up.done"))


def _unfinished(frame: Frame) -> Answer | None:
    """To the first step that still lacks an answer."""
    step = frame.unfinished()
    return redirect(step.url) if step is not None else None


def _agreed() -> list[int]:
    """Ids of the texts whose boxes are ticked: `consent-<id>`."""
    numbers = (name.removeprefix("consent-") for name in request.form if name.startswith("consent-"))
    return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]


def _people(frame: Frame) -> list[tuple[str, str]]:
    """Everybody in the party: (name, who they are)."""
    units = party.unit_names(frame.answers)
    companions = [
        (c.name, f"{mask_identity(c.identity)} · {units[c.unit_id]}") for c in frame.answers.companions
    ]
    return [(frame.me.name, frame.me.unit.name), *companions]


def _page(frame: Frame, form: ConsentForm, fault: DomainError | None = None) -> str:
    if len(frame.names) == 1:
        form.agreed.label.text = _("以上内容属实")
    place, step = PLACES.get(fault.field or "", ("", "")) if fault is not None else ("", "")
    return frame.page(
        "check",
        form=form,
        fault=fault,
        mend=frame.url(place) if place and frame.has(step) else None,
        stale=party.is_stale(frame.answers, frame.sent),
        people=_people(frame),
        given=answering.of_draft(frame.programme, frame.answers.answers, frame.people),
        own_case=frame.mode.before_sending(frame.programme, frame.people),
        warnings=eligibility.warnings(frame.people, frame.programme, answers=frame.answers.answers),
        consents=texts.to_ask(frame.programme, frame.sent),
    )
