"""A programme's dated runs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import DomainError
from app.forms.console.offerings import OfferingForm, SeriesForm
from app.forms.console.programmes import ConfirmForm, ReasonForm
from app.models import Offering, Programme
from app.routes.console.attempt import done, shown
from app.services import (
    contradictions,
    features,
    kinds,
    modes,
    offering_cancellation,
    offering_guard,
    offering_series,
    offerings,
    privacy,
    programmes,
    venues,
)

blueprint = Blueprint(
    "console_offerings", __name__, url_prefix="/console/programmes/<int:programme_id>/offerings"
)


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    whole_city = access.scope().whole_city
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not whole_city:
        abort(404)
    if (timed := features.timed(programme)) is not None:
        return redirect(url_for(timed.timetable, programme_id=programme_id))
    return render_template(
        "console/offerings/index.html",
        programme=programme,
        counts=offerings.choice_counts(programme),
        capacities={offering.id: contradictions.capacity(offering) for offering in programme.offerings},
        held=offering_guard.held_counts(programme),
        may_edit=whole_city and programme.state in offerings.EDITABLE_STATES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = OfferingForm(venues.listed(), seats_needed=_needs_seats(programme), **_first_values(programme))
    if done(form, lambda: offerings.add(access.actor(), programme, form.values())):
        flash(_("已添加一期。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("edit", form, programme)


@blueprint.route("/series", methods=["GET", "POST"])
@access.city_coordinator
def series(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = SeriesForm(venues.listed(), seats_needed=_needs_seats(programme), **_first_values(programme))
    plan = _planned(form, programme)
    added: list[Offering] = []

    def act() -> None:
        rule = offering_series.Rule(**form.pattern())
        added.extend(offering_series.add(access.actor(), programme, rule, form.values()))

    if plan is not None and form.seen.data == plan.digest and done(form, act):
        flash(_("已添加 %(count)s 期。", count=len(added)), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    if plan is not None:
        form.remember(plan.digest)
    page = render_template("console/offerings/series.html", form=form, programme=programme, plan=plan)
    return shown(form, page)


def _planned(form: SeriesForm, programme: Programme) -> offering_series.Plan | None:
    """What the sent form would add, to be looked at before anything is written; None: nothing to show."""
    if not form.validate_on_submit():
        return None
    try:
        return offering_series.plan(programme, offering_series.Rule(**form.pattern()), form.values())
    except DomainError as error:
        form.refuse(error)
        return None


def _needs_seats(programme: Programme) -> bool:
    return "seats" in modes.of(programme).needs


def _first_values(programme: Programme) -> dict[str, Any]:
    """What a new run begins with: as the last one has it, or else as the kind usually has it."""
    if (last := offerings.latest(programme)) is not None:
        return {name: getattr(last, name) for name in ("venue_id", "with_beds", "from_time", "to_time")}
    return {"with_beds": bool(kinds.defaults(programme.kind).get("with_beds"))}


@blueprint.route("/<int:offering_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, offering_id: int) -> ResponseReturnValue:
    offering = offerings.load(programme_id, offering_id)
    form = OfferingForm(venues.listed(), offering, seats_needed=_needs_seats(offering.programme))
    if done(form, lambda: offerings.edit(access.actor(), offering, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("edit", form, offering.programme, offering)


@blueprint.route("/<int:offering_id>/cancel", methods=["GET", "POST"])
@access.city_coordinator
def cancel(programme_id: int, offering_id: int) -> ResponseReturnValue:
    offering = offerings.load(programme_id, offering_id)
    form = ReasonForm()
    if done(form, lambda: offering_cancellation.cancel(access.actor(), offering, form.why())):
        flash(_("这一期已取消。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("cancel", form, offering.programme, offering)


@blueprint.route("/<int:offering_id>/delete", methods=["GET", "POST"])
@access.city_coordinator
def delete(programme_id: int, offering_id: int) -> ResponseReturnValue:
    offering = offerings.load(programme_id, offering_id)
    form = ConfirmForm()
    if done(form, lambda: offerings.delete(access.actor(), offering)):
        flash(_("这一期已删除。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("delete", form, offering.programme, offering)


def _form_page(
    page: str,
    form: OfferingForm | ReasonForm | ConfirmForm,
    programme: Programme,
    offering: Offering | None = None,
) -> ResponseReturnValue:
    chosen_by = offering_guard.choosers(offering) if offering is not None else []
    seen = privacy.may_see_people(access.actor(), programme)
    holders = offering_guard.holders(offering) if offering is not None and seen else []
    html = render_template(
        f"console/offerings/{page}.html",
        form=form,
        programme=programme,
        offering=offering,
        chosen_by=chosen_by,
        holders=holders,
        refusal=offering_cancellation.refusal(offering) if offering is not None and page == "cancel" else "",
        shown=offering_guard.listed(chosen_by, programme),
    )
    return shown(form, html)
