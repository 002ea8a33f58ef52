"""A programme's dated runs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.offerings import OfferingForm, SeriesForm
from app.forms.console.programmes import ConfirmForm, ReasonForm
from app.models import Offering, Programme
from app.routes.console.attempt import done, shown
from app.services import contradictions, offering_guard, offerings, programmes, venues

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
    return render_template(
        "console/offerings/index.html",
        programme=programme,
        counts=offerings.choice_counts(programme),
        capacities={offering.id: contradictions.capacity(offering) for offering in programme.offerings},
        may_edit=whole_city and programme.state in offerings.EDITABLE_STATES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = OfferingForm(venues.listed())
    if done(form, lambda: offerings.add(access.actor(), programme, form.values())):
        flash(_("已添加一期。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("edit", form, programme)


@blueprint.route("/series", methods=["GET", "POST"])
@access.city_coordinator
def series(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = SeriesForm(venues.listed())
    if done(form, lambda: offerings.add_series(access.actor(), programme, *form.pattern(), form.values())):
        flash(_("已添加 %(count)s 期。", count=form.weeks.data), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("series", form, programme)


@blueprint.route("/<int:offering_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, offering_id: int) -> ResponseReturnValue:
    offering = offerings.load(programme_id, offering_id)
    form = OfferingForm(venues.listed(), offering)
    if done(form, lambda: offerings.edit(access.actor(), offering, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page("edit", form, offering.programme, offering)


@blueprint.route("/<int:offering_id>/cancel", methods=["GET", "POST"])
@access.city_coordinator
def cancel(programme_id: int, offering_id: int) -> ResponseReturnValue:
    offering = offerings.load(programme_id, offering_id)
    form = ReasonForm()
    if done(form, lambda: offerings.cancel(access.actor(), offering, form.why())):
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
    form: OfferingForm | SeriesForm | ReasonForm | ConfirmForm,
    programme: Programme,
    offering: Offering | None = None,
) -> ResponseReturnValue:
    chosen_by = offering_guard.choosers(offering) if offering is not None else []
    html = render_template(
        f"console/offerings/{page}.html",
        form=form,
        programme=programme,
        offering=offering,
        chosen_by=chosen_by,
        shown=offering_guard.listed(chosen_by),
    )
    return shown(form, html)
