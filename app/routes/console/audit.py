"""The record of changes."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import access, audit_words, plausible
from app.services import audit_search
from app.services.audit_search import Criteria

blueprint = Blueprint("console_audit", __name__, url_prefix="/console/audit")

for name in ("action", "subject", "field", "value"):
    blueprint.add_app_template_filter(getattr(audit_words, name), f"audit_{name}")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    scope = access.scope()
    args = request.args
    criteria = Criteria(
        who=args.get("who", "").strip(),
        action=args.get("action", ""),
        subject=args.get("subject", ""),
        subject_id=args.get("subject_id", type=plausible.whole_number),
        label=args.get("label", "").strip(),
        since=args.get("since", type=plausible.day),
        until=args.get("until", type=plausible.day),
    )
    within = None if scope.whole_city else scope.units()
    number = args.get("page", 1, type=plausible.whole_number)
    found = audit_search.page(criteria, within, number, access.actor())
    return render_template(
        "console/audit/index.html",
        criteria=criteria,
        found=found,
        entries=audit_search.shown(found.items, access.actor()),
        actions=audit_words.ACTIONS,
        subjects=audit_words.SUBJECTS,
    )
