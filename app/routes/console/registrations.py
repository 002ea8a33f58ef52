"""Registrations: found, looked at, corrected, withdrawn, taken out as a workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import access, clock, words
from app.extensions import db
from app.forms.console.programmes import ReasonForm
from app.forms.console.registrations import CorrectionForm
from app.models import Registration
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import (
    answering,
    answers_export,
    corrections,
    eligibility,
    export,
    outcomes,
    people,
    reasons,
    registration,
    registrations_search,
    texts,
    used_places,
)
from app.services.registrations_search import Criteria
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_registrations", __name__, url_prefix="/console/registrations")
FILTERS = ("programme", "state", "unit", "tier")

blueprint.add_app_template_filter(people.tier_words, "tier_words")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    within = access.scope().units()
    criteria = _criteria(request.args)
    query = registrations_search.search(criteria, within, access.actor())
    found = registrations_search.page(query, request.args.get("page", 1, type=whole_number))
    units = registrations_search.units(within)
    return render_template(
        "console/registrations/index.html",
        criteria=criteria,
        found=found,
        placed=outcomes.placements(found.items),
        programmes=registrations_search.programmes(),
        unit_options=[(unit.id, words.in_language(unit, "name")) for unit in units],
        kept={name: request.args[name] for name in ("q", "key", *FILTERS) if request.args.get(name)},
    )


@blueprint.post("/search")
@access.coordinator
def search() -> ResponseReturnValue:
    """Numbers come by POST and go on as keyed digests, so that no address or log ever holds one."""
    text, digests = registrations_search.term(request.form.get("q", ""))
    kept: dict[str, Any] = {name: request.form[name] for name in FILTERS if request.form.get(name)}
    if text:
        kept["q"] = text
    if digests:
        kept["key"] = ".".join(digests)
    return redirect(url_for(".index", **kept))


def _criteria(args: MultiDict[str, str]) -> Criteria:
    return Criteria(
        text=args.get("q", ""),
        digests=tuple(args.get("key", "").split(".")) if args.get("key") else (),
        programme_id=args.get("programme", type=whole_number),
        state=args.get("state", ""),
        unit_id=args.get("unit", type=whole_number),
        tier_unconfirmed=args.get("tier") == "unconfirmed",
    )


@blueprint.post("/export")
@access.coordinator
def workbook() -> ResponseReturnValue:
    within = access.scope().units()
    query = registrations_search.search(_criteria(request.form), within, access.actor())
    # thousands of rows take seconds: nobody who writes waits for them
    found = db.session.scalars(registrations_search.with_people(query)).all()
    scope = access.scope()
    readable = [each.id for each in found if scope.covers(each.lead.person.unit)]
    content = export.workbook(found, outcomes.placements(found), answers_export.table(found, readable))
    with unit_of_work():
        export.record(access.actor(), len(found))
    name = f"registrations-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=export.XLSX, headers=headers)


@blueprint.get("/<int:registration_id>")
@access.coordinator
def show(registration_id: int) -> ResponseReturnValue:
    found = _load(registration_id)
    scope = access.scope()
    return render_template(
        "console/registrations/show.html",
        registration=found,
        correctable={member.id for member in found.members if scope.covers(member.person.unit)},
        may_withdraw=registration.may_change(found, access.actor()),
        placements=outcomes.placements([found]).get(found.id, []),
        reasons=reasons.in_words(found, outcomes.reasons(found)),
        warnings=eligibility.warnings_of(found) if found.state == "submitted" else [],
        history=registrations_search.history(found, access.actor()),
        consents=texts.agreed(found),
        given=answering.shown(found) if scope.covers(found.lead.person.unit) else [],
    )


@blueprint.route("/<int:registration_id>/members/<int:member_id>", methods=["GET", "POST"])
@access.coordinator
def correct(registration_id: int, member_id: int) -> ResponseReturnValue:
    found = _load(registration_id)
    member = corrections.member_of(found, member_id)
    access.require_scope(member.person.unit)
    within = access.scope().units()
    form = CorrectionForm(member, corrections.units_for(member.person, within))
    if done(form, lambda: corrections.correct(access.actor(), member, *form.correction(), within)):
        flash(_("已更正，并记入操作记录。"), "success")
        if registrations_search.is_visible(registration_id, within, access.actor()):
            return redirect(url_for(".show", registration_id=registration_id))
        return redirect(url_for(".index"))
    page = render_template("console/registrations/correct.html", form=form, registration=found, member=member)
    return shown(form, page)


@blueprint.route("/<int:registration_id>/withdraw", methods=["GET", "POST"])
@access.coordinator
def withdraw(registration_id: int) -> ResponseReturnValue:
    found = _load(registration_id)
    access.require_scope(found.lead.person.unit)
    form = ReasonForm()
    if done(form, lambda: registration.withdraw(found, access.actor(), form.why())):
        flash(_("已为该组退出报名，并通知每一位成员。"), "success")
        return redirect(url_for(".show", registration_id=registration_id))
    page = render_template(
        "console/registrations/withdraw.html",
        form=form,
        registration=found,
        placements=outcomes.placements([found]).get(found.id, []),
        counts_as_used=used_places.counts_as_used(found),
    )
    return shown(form, page)


def _load(registration_id: int) -> Registration:
    return registrations_search.load(registration_id, access.scope().units(), access.actor())
