"""Nominations in the console: the city's places, those of districts and unions, and one's own workers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.access import Scope
from app.extensions import db
from app.forms.console.nominations import NominateForm, PlacesForm, RoundForm
from app.forms.console.programmes import ReasonForm
from app.models import Nomination, Programme, Unit
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import people_search, programmes, registrations_search
from app.services.nominating import listing, nominations, quotas, rounds
from app.services.people_search import Criteria
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_nominations", __name__, url_prefix="/console/programmes/<int:programme_id>/nominations"
)


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Places below one unit, and the nominations of the coordinator's part of the tree."""
    programme, scope = _open_to(programme_id), access.scope()
    unit = _unit(scope)
    state = request.args.get("state", "")
    page = listing.page(programme, scope.units(), state, request.args.get("page", 1, type=whole_number))
    found = rounds.of(programme)
    return render_template(
        "console/nominations/index.html",
        programme=programme,
        round=found,
        stage=rounds.stage(programme, found),
        stage_words=rounds.stage_words(programme, found),
        may_nominate=_level(scope) in rounds.LEVELS[rounds.stage(programme, found)],
        unit=unit,
        own=quotas.row(programme, unit),
        rows=quotas.below(programme, unit),
        others=quotas.without(programme, unit) if unit.level == "district" else [],
        page=page,
        counts=listing.counts(programme, scope.units()),
        chosen=state,
        signed_up=listing.signed_up(programme, [each.person_id for each in page.items]),
        decides=lambda each: _above(scope, each),
        whole_city=scope.whole_city,
    )


@blueprint.route("/round", methods=["GET", "POST"])
@access.city_coordinator
def edit_round(programme_id: int) -> ResponseReturnValue:
    """How many the whole city sends, and until when each level nominates."""
    programme = programmes.load(programme_id)
    found, total = rounds.of(programme), rounds.total(programme)
    form = RoundForm(obj=found, places=total.places if total is not None else None)

    def act() -> None:
        given = form.values()
        rounds.save(
            access.actor(), programme, given["places"], given["units_until"], given["districts_until"]
        )

    if done(form, act):
        flash(_("提名的名额和时间已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return shown(form, render_template("console/nominations/round.html", form=form, programme=programme))


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
@access.coordinator
def places(programme_id: int, unit_id: int) -> ResponseReturnValue:
    """What a unit below one's own may send."""
    programme, scope = _open_to(programme_id), access.scope()
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.level == "city" or not _is_above(scope, unit):
        abort(404)
    own = quotas.of_unit(programme, unit)
    form = PlacesForm(places=own.places if own is not None else None)
    if done(form, lambda: quotas.set_places(access.actor(), programme, unit, form.places.data or 0)):
        flash(_("名额已保存。"), "success")
        parent_id = db.session.get_one(Unit, unit_id).parent_id
        return redirect(url_for(".index", programme_id=programme_id, unit=parent_id))
    page = render_template(
        "console/nominations/places.html", form=form, programme=programme, unit=unit, own=own
    )
    return shown(form, page)


@blueprint.get("/candidates")
@access.coordinator
def candidates(programme_id: int) -> ResponseReturnValue:
    """Workers of one's part of the tree, to nominate one of them."""
    programme = _open_to(programme_id)
    key = request.args.get("key", "")
    criteria = Criteria(request.args.get("q", ""), tuple(key.split(".")) if key else ())
    number = request.args.get("page", 1, type=whole_number)
    found = people_search.page(criteria, access.scope().units(), number)
    return render_template(
        "console/nominations/candidates.html",
        programme=programme,
        criteria=criteria,
        found=found,
        nominated={each.id for each in found.items if nominations.of_person(programme, each) is not None},
    )


@blueprint.post("/candidates/search")
@access.coordinator
def search(programme_id: int) -> ResponseReturnValue:
    """Numbers come by POST and go on as keyed digests."""
    text, digests = registrations_search.term(request.form.get("q", ""))
    kept: dict[str, Any] = {name: value for name, value in (("q", text), ("key", ".".join(digests))) if value}
    return redirect(url_for(".candidates", programme_id=programme_id, **kept))


@blueprint.route("/candidates/<int:person_id>", methods=["GET", "POST"])
@access.coordinator
def nominate(programme_id: int, person_id: int) -> ResponseReturnValue:
    programme, scope = _open_to(programme_id), access.scope()
    person = people_search.load(person_id, scope.units())
    form = NominateForm()
    level = _level(scope)

    def act() -> None:
        nominations.nominate(access.actor(), programme, person, form.merit.data or "", level=level)

    if done(form, act):
        flash(_("已提名。") if level == "grassroots" else _("已提名并确认，已通知本人。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/nominations/nominate.html",
        form=form,
        programme=programme,
        person=person,
        against=nominations.against(person, programme),
        confirms=level != "grassroots",
    )
    return shown(form, page)


@blueprint.post("/<int:nomination_id>/confirm")
@access.coordinator
def confirm(programme_id: int, nomination_id: int) -> ResponseReturnValue:
    with unit_of_work():
        found = _decided_here(programme_id, nomination_id)
        nominations.confirm(access.actor(), found)
    flash(_("已确认，已通知本人填报志愿。"), "success")
    return redirect(url_for(".index", programme_id=programme_id))


@blueprint.route("/<int:nomination_id>/send-back", methods=["GET", "POST"])
@access.coordinator
def send_back(programme_id: int, nomination_id: int) -> ResponseReturnValue:
    found = _decided_here(programme_id, nomination_id)
    form = ReasonForm()
    if done(form, lambda: nominations.send_back(access.actor(), found, form.why())):
        flash(_("已退回，名额还给单位。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _reason_page(form, found, _("退回提名"))


@blueprint.route("/<int:nomination_id>/withdraw", methods=["GET", "POST"])
@access.coordinator
def withdraw(programme_id: int, nomination_id: int) -> ResponseReturnValue:
    found = nominations.load(_open_to(programme_id), nomination_id, access.scope().units())
    form = ReasonForm()
    if done(form, lambda: nominations.withdraw(access.actor(), found, form.why())):
        flash(_("已撤回提名，名额空出来了。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _reason_page(form, found, _("撤回提名"))


def _reason_page(form: ReasonForm, found: Nomination, heading: str) -> ResponseReturnValue:
    page = render_template(
        "console/nominations/reason.html",
        form=form,
        programme=found.programme,
        nomination=found,
        heading=heading,
    )
    return shown(form, page)


def _open_to(programme_id: int) -> Programme:
    """A draft is the city's alone; without the feature there is no such page."""
    programme = programmes.load(programme_id)
    if "nomination" not in programme.features:
        abort(404)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme


def _decided_here(programme_id: int, nomination_id: int) -> Nomination:
    """One on which the signed-in coordinator decides: they stand above its unit."""
    scope = access.scope()
    found = nominations.load(_open_to(programme_id), nomination_id, scope.units())
    if not _above(scope, found):
        abort(403)
    return found


def _above(scope: Scope, nomination: Nomination) -> bool:
    return nomination.state == "nominated" and _is_above(scope, nomination.unit)


def _is_above(scope: Scope, unit: Unit) -> bool:
    return any(unit.path.startswith(path) and unit.path != path for path in scope.paths)


def _level(scope: Scope) -> str:
    """The highest level at which the coordinator acts: its depth in the tree says which."""
    depth = min(path.strip("/").count("/") for path in scope.paths)
    return ("city", "district", "grassroots")[min(depth, 2)]


def _unit(scope: Scope) -> Unit:
    """The unit that is looked at: the one asked for, if it is inside, else the coordinator's own."""
    asked = request.args.get("unit", type=whole_number)
    unit = db.session.get(Unit, asked) if asked else None
    if unit is not None and scope.covers(unit):
        return unit
    highest = min(access.actor().coordinates, key=lambda each: len(each.unit.path))
    return highest.unit
