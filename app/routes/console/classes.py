"""A programme's classes: how full they are, their people's hours and marks, merging too small ones."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock, words
from app.forms.console.training import HoursForm, MoveForm, RulesForm
from app.models import Offering, Programme
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import export, offerings, privacy, programmes
from app.services.training import classes, hours_export, merging, moving, results, rules
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_classes", __name__, url_prefix="/console/programmes/<int:programme_id>/classes"
)
blueprint.add_app_template_filter(rules.mark_words)
blueprint.add_app_template_global(rules.hours, "credit_hours")


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = _load(programme_id)
    return render_template(
        "console/classes/index.html",
        programme=programme,
        rows=classes.rows(programme),
        given=classes.gives_places(programme),
        rule_facts=rules.facts(programme),
        form=HoursForm(),
        whole_city=access.scope().whole_city,
    )


@blueprint.route("/rules", methods=["GET", "POST"])
@access.city_coordinator
def rules_page(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = RulesForm(obj=rules.of(programme))
    if done(form, lambda: rules.save(access.actor(), programme, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return shown(form, render_template("console/classes/rules.html", programme=programme, form=form))


@blueprint.post("/hours")
@access.coordinator
def hours(programme_id: int) -> ResponseReturnValue:
    """The workbook for the continuing-education platform, of one's own people; full numbers for the city."""
    programme, form, scope = _load(programme_id), HoursForm(), access.scope()
    if not form.validate_on_submit():
        abort(422)
    if form.full_numbers.data and not scope.whole_city:
        abort(403)
    privacy.require(access.actor(), programme)
    only = request.form.get("offering", type=whole_number)
    chosen = [each for each in programme.offerings if not each.cancelled and only in (None, each.id)]
    with unit_of_work():
        content = hours_export.workbook(
            access.actor(), programme, chosen, scope.covers, full_numbers=bool(form.full_numbers.data)
        )
    name = f"hours-{programme.slug}-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=export.XLSX, headers=headers)


@blueprint.get("/<int:offering_id>")
@access.coordinator
def show(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """One class with those of its people who are of the coordinator's part of the tree."""
    programme, scope = _load(programme_id), access.scope()
    offering = offerings.load(programme_id, offering_id)
    privacy.require(access.actor(), programme)
    register = results.of(offering)
    return render_template(
        "console/classes/show.html",
        programme=programme,
        offering=offering,
        register=register,
        shown=[each for each in register.results if scope.covers(each.person.unit)],
        whole_city=scope.whole_city,
        may_move=scope.whole_city and not moving.refusal(offering),
        now=clock.now(),
    )


@blueprint.route("/<int:offering_id>/move", methods=["GET", "POST"])
@access.city_coordinator
def move(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """Merge it or cancel it: looked at person by person first; what is done is the plan that was seen."""
    offering = offerings.load(programme_id, offering_id)
    privacy.require(access.actor(), offering.programme)
    if why := moving.refusal(offering):
        page = render_template("console/classes/move.html", offering=offering, refusal=why)
        return (page, 409) if request.method == "POST" else page
    found = moving.targets(offering)
    wanted = request.args.get("into", type=whole_number)
    usual = wanted if wanted is not None else next((each.id for each, _free in found), 0)
    form = MoveForm([(each.id, _target_words(each, free)) for each, free in found], into=usual)
    into = next((each for each, _free in found if each.id == form.into.data), None)
    if form.seen.data and done(
        form,
        lambda: merging.carry_out(
            access.actor(), offering, into, str(form.seen.data), form.reason.data or ""
        ),
    ):
        flash(_("已办理，并通知了每一位学员。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _move_page(form, offering, into)


def _move_page(form: MoveForm, offering: Offering, into: Offering | None) -> ResponseReturnValue:
    plan = moving.plan(offering, into)
    form.remember(plan.digest)
    page = render_template(
        "console/classes/move.html",
        offering=offering,
        refusal="",
        form=form,
        plan=plan,
        counts={kind: plan.people(kind) for kind in ("given", "offered", "waits", "nothing")},
    )
    return shown(form, page)


def _target_words(offering: Offering, free: int | None) -> str:
    left = _("不限名额") if free is None else _("还有 %(free)s 个名额", free=free)
    return str(_("并入 %(what)s（%(left)s）", what=words.offering(offering), left=left))


def _load(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme
