"""My timetable, hours and marks in a class, and why it was changed."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import access, clock
from app.services import my_registrations
from app.services.training import own, rules

blueprint = Blueprint("my_class", __name__, url_prefix="/mine/<reference>/class")


@blueprint.get("")
@access.signed_in
def show(reference: str) -> str:
    account = access.actor()
    registration = my_registrations.for_account(reference, account)
    found = own.of(registration, account.person)
    return render_template(
        "my_class/show.html",
        registration=registration,
        programme=registration.programme,
        parts=found.parts,
        told=own.said(found),
        rule_facts=rules.facts(registration.programme),
        now=clock.now(),
    )
