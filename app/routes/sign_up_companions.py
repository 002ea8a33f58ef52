"""Who comes along; how they sleep and what they need."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.errors import DomainError, Invalid
from app.extensions import limiter
from app.forms.identity import CompanionForm
from app.models.venue import FEATURES
from app.routes.person_fields import chosen_unit, offer_units, searching, typed_facts
from app.routes.sign_up_frame import Answer, Frame, step
from app.services import party, people
from app.services.drafts import Answers, Companion
from app.services.party_checks import NotEligible

blueprint = Blueprint("sign_up_companions", __name__, url_prefix="/programmes/<slug>/sign-up")


@blueprint.route("/companions", methods=["GET", "POST"])
@access.worker
@step
def index(frame: Frame) -> Answer:
    if not frame.has("companions"):
        return redirect(frame.after("companions"))
    lacking = frame.programme.min_party_size - len(frame.names)
    if request.method == "POST" and lacking <= 0:
        frame.change(lambda answers: None)  # going on alone is an answer too: it is kept
        return redirect(frame.after("companions"))
    refused = request.method == "POST"
    page = frame.page("companions", units=party.unit_names(frame.answers), lacking=lacking, refused=refused)
    return page, 422 if refused else 200


@blueprint.route("/companions/add", methods=["GET", "POST"])
@access.worker
@limiter.limit("60 per hour", key_func=lambda: f"companion:{current_user.get_id()}", methods=["POST"])
@step
def add(frame: Frame) -> Answer:
    if len(frame.names) >= frame.programme.max_party_size:
        return redirect(frame.url("sign_up_companions.index"))
    form = CompanionForm()
    offer_units(form, frame.me.unit)
    if form.is_submitted() and not searching() and form.validate():
        try:
            return _add(frame, form)
        except NotEligible as fault:
            return frame.page("companion_ineligible", error=fault), fault.status
        except DomainError as fault:
            form.refuse(fault)
    return frame.page("companion_add", form=form), 422 if form.errors else 200


def _add(frame: Frame, form: CompanionForm) -> Answer:
    """Keep the companion in the draft. Raises Invalid, AlreadySignedUp or NotEligible."""
    facts = typed_facts(form)
    phone = people.check_phone(form.phone.data) if form.phone.data else ""
    joined_on = people.check_joined_on(form.joined_on.data, facts)
    unit = chosen_unit(form)
    if unit is None:
        raise Invalid(_("请选择同行人的单位"), "unit_id")
    companion = Companion.of(facts, joined_on, phone, unit.id)

    def edit(answers: Answers) -> None:
        party.check_companion(frame.programme, frame.me, answers, companion, frame.sent)
        answers.add_companion(companion)

    frame.change(edit)
    return redirect(frame.url("sign_up_companions.index"))


@blueprint.post("/companions/<key>/remove")
@access.worker
@step
def remove(frame: Frame, key: str) -> Answer:
    frame.change(lambda answers: answers.remove_companion(key))
    return redirect(frame.url("sign_up_companions.index"))


@blueprint.route("/rooms", methods=["GET", "POST"])
@access.worker
@step
def rooms(frame: Frame) -> Answer:
    """Needs of each person; with companions, who shares a room."""
    if not frame.has("rooms"):
        return redirect(frame.after("rooms"))
    labels = [str(number) for number in range(1, len(frame.names) // 2 + 1)]
    needs, together, alone = frame.answers.needs, frame.answers.rooms, None
    if request.method == "POST":
        needs, together = _typed_rooms(frame, labels)
        alone = _alone(together)
        if alone is None:
            frame.change(lambda answers: _keep_rooms(answers, needs, together))
            return redirect(frame.after("rooms"))
    page = frame.page("rooms", labels=labels, features=FEATURES, needs=needs, together=together, alone=alone)
    return page, 422 if alone else 200


def _typed_rooms(frame: Frame, labels: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Needs and rooms by person; what the page did not offer is left out."""
    needs = {
        key: [need for need in FEATURES if need in request.form.getlist(f"needs-{key}")]
        for key in frame.answers.keys
    }
    together = {key: request.form.get(f"room-{key}", "") for key in frame.answers.keys}
    return (
        {key: chosen for key, chosen in needs.items() if chosen},
        {key: label for key, label in together.items() if label in labels},
    )


def _alone(together: dict[str, str]) -> str | None:
    """The key of somebody who would share a room with nobody."""
    shared = list(together.values())
    return next((key for key, label in together.items() if shared.count(label) == 1), None)


def _keep_rooms(answers: Answers, needs: dict[str, list[str]], together: dict[str, str]) -> None:
    answers.needs, answers.rooms = needs, together
