"""Confirming, once, who one is: the document, what follows from it, and done."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app import access
from app.errors import DomainError
from app.extensions import limiter
from app.forms.identity import PersonForm, UnitPicker
from app.local_path import local_path
from app.models import Unit
from app.routes.person_fields import offer_units, searching, typed_facts
from app.services import join_union, people, unit_search
from app.services.people import Facts
from app.unit_of_work import unit_of_work
from app.vault import vault

blueprint = Blueprint("identity", __name__)

# what was typed waits in the session, encrypted, until its owner has looked at it
CHECKING = "identity"

Answer = str | Response | tuple[str, int]


@blueprint.route("/me/identity", methods=["GET", "POST"])
@access.signed_in
@limiter.limit("30 per hour", key_func=lambda: f"identity:{current_user.get_id()}", methods=["POST"])
def confirm() -> Answer:
    """The form; once confirmed, what is recorded."""
    if (person := access.actor().person) is not None:
        return render_template("identity/known.html", person=person, tier=people.tier_words(person.tier))
    form = PersonForm(data=_typed_before() if request.method == "GET" else None)
    # whoever scanned the code of a unit need not look for it again
    offer_units(form, join_union.wanted(access.actor()))
    if form.is_submitted() and not searching() and form.validate():
        try:
            return _hold(form)
        except DomainError as fault:
            form.refuse(fault)
    page = render_template("identity/confirm.html", form=form, after=_after(), searching=searching())
    return page, 422 if form.errors else 200


def _after() -> str:
    return local_path(request.values.get("next")) or ""


def _hold(form: PersonForm) -> Response:
    """Keep what was typed for the next page. Raises Invalid."""
    facts = typed_facts(form)
    kept = {
        "name": facts.name,
        "identity_kind": facts.identity_kind,
        "identity": facts.identity,
        "sex": facts.sex,
        "born_on": facts.born_on.isoformat(),
        "unit_id": form.unit_id.data,
        "joined_on": people.check_joined_on(form.joined_on.data, facts).isoformat(),
    }
    session[CHECKING] = vault().encrypt(json.dumps(kept, ensure_ascii=False)).decode()
    return redirect(url_for("identity.check", next=_after() or None))


def _kept() -> dict[str, Any] | None:
    """What `_hold` has kept, as it was kept."""
    if CHECKING not in session:
        return None
    kept: dict[str, Any] = json.loads(vault().decrypt(session[CHECKING].encode()))
    return kept


def _typed_before() -> dict[str, Any] | None:
    """For somebody who comes back to correct it: the form's fields as they were."""
    if (kept := _kept()) is None:
        return None
    return kept | {name: dt.date.fromisoformat(kept[name]) for name in ("born_on", "joined_on")}


def _held() -> tuple[Facts, Unit, dt.date] | None:
    """What waits for confirmation, or None when there is nothing (or no longer)."""
    if (kept := _kept()) is None:
        return None
    unit = unit_search.find(int(kept["unit_id"]))
    if unit is None:
        return None
    born_on = dt.date.fromisoformat(kept["born_on"])
    facts = Facts(kept["name"], kept["identity_kind"], kept["identity"], kept["sex"], born_on)
    return facts, unit, dt.date.fromisoformat(kept["joined_on"])


@blueprint.route("/me/identity/check", methods=["GET", "POST"])
@access.signed_in
def check() -> Answer:
    """Sex and birth date as they follow from the number, to be looked at before they are kept."""
    held = _held()
    if held is None or access.actor().person is not None:
        return redirect(url_for("identity.confirm", next=_after() or None))
    facts, unit, joined_on = held
    if request.method == "GET":
        return render_template(
            "identity/check.html", facts=facts, unit=unit, joined_on=joined_on, after=_after()
        )
    try:
        with unit_of_work():
            people.confirm(access.actor(), facts, unit, joined_on)
    except people.IdentityTaken as fault:
        return render_template("identity/taken.html", unit=unit, error=fault), fault.status
    session.pop(CHECKING)
    flash(_("身份已确认。"), "success")
    return redirect(_after() or url_for("home.index"))


@blueprint.get("/me/units")
@access.signed_in
def units() -> str:
    """The list of unions alone, narrowed while somebody types."""
    form = UnitPicker(request.args)
    person = access.actor().person
    offer_units(form, person.unit if person is not None else None)
    return render_template("identity/_units.html", form=form)
