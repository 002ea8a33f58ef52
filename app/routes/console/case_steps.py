"""What a programme's cases go through: steps, reasons for decisions, and how much may be granted."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.casework import CaseReasonForm, LimitForm, StepForm
from app.forms.console.programmes import ConfirmForm
from app.models import CaseStep, Programme
from app.models.casework import OUTCOMES
from app.routes.console.attempt import done, shown
from app.routes.console.cases import with_cases
from app.services import accounts, case_workers
from app.services.casework import cases, deciding, limits, owners, writing
from app.services.modes import casework_words

blueprint = Blueprint(
    "console_case_steps", __name__, url_prefix="/console/programmes/<int:programme_id>/case-steps"
)


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    return _page(with_cases(programme_id))


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = with_cases(programme_id)
    form = _form(programme)
    if done(form, lambda: writing.add_step(access.actor(), programme, form.step_values())):
        flash(_("已添加步骤。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/case_steps/edit.html", programme=programme, form=form, step=None)
    return shown(form, page)


@blueprint.route("/<int:step_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, step_id: int) -> ResponseReturnValue:
    programme = with_cases(programme_id)
    step = writing.step(programme, step_id)
    form = _form(programme, step)
    if done(form, lambda: writing.change_step(access.actor(), programme, step, form.step_values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/case_steps/edit.html", programme=programme, form=form, step=step)
    return shown(form, page)


@blueprint.route("/<int:step_id>/remove", methods=["GET", "POST"])
@access.city_coordinator
def remove(programme_id: int, step_id: int) -> ResponseReturnValue:
    programme, form = with_cases(programme_id), ConfirmForm()
    step = writing.step(programme, step_id)
    if done(form, lambda: writing.remove_step(access.actor(), programme, step)):
        flash(_("已删除步骤。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/case_steps/remove.html", programme=programme, form=form, step=step)
    return shown(form, page)


@blueprint.post("/reasons")
@access.city_coordinator
def add_reason(programme_id: int) -> ResponseReturnValue:
    programme = with_cases(programme_id)
    form = CaseReasonForm(_outcomes())
    if done(form, lambda: writing.add_reason(access.actor(), programme, form.values())):
        flash(_("已添加理由。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _page(programme, reason_form=form)


@blueprint.post("/reasons/<int:reason_id>/remove")
@access.city_coordinator
def remove_reason(programme_id: int, reason_id: int) -> ResponseReturnValue:
    programme = with_cases(programme_id)
    form = CaseReasonForm(_outcomes(), formdata=None)
    confirm = ConfirmForm()
    if done(confirm, lambda: writing.remove_reason(access.actor(), programme, reason_id)):
        flash(_("已删除理由。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    form.form_errors.extend(confirm.form_errors)
    return _page(programme, reason_form=form)


@blueprint.post("/limits")
@access.city_coordinator
def set_limits(programme_id: int) -> ResponseReturnValue:
    programme, form = with_cases(programme_id), LimitForm()

    def act() -> None:
        for measure, most in (("cases", form.cases.data), ("money", form.money.data)):
            if most is not None:
                writing.set_limit(access.actor(), programme, form.unit_code.data or "", measure, most)

    if done(form, act):
        flash(_("已保存限额。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _page(programme, limit_form=form)


def _page(
    programme: Programme, reason_form: CaseReasonForm | None = None, limit_form: LimitForm | None = None
) -> ResponseReturnValue:
    reason = reason_form or CaseReasonForm(_outcomes(), formdata=None)
    limit = limit_form or LimitForm(formdata=None)
    page = render_template(
        "console/case_steps/index.html",
        programme=programme,
        steps=cases.steps(programme),
        reasons=deciding.reasons(programme),
        limits=limits.listed(programme),
        reason_form=reason,
        limit_form=limit,
        named=accounts.name,
        is_draft=programme.state == "draft",
    )
    return page, 422 if reason.errors or limit.errors else 200


def _form(programme: Programme, of: CaseStep | None = None) -> StepForm:
    workers = [(each.id, accounts.name(each)) for each in case_workers.active(programme)]
    offered = owners.offered(programme)
    return StepForm(offered, workers, of)


def _outcomes() -> dict[str, str]:
    return {name: casework_words.outcome(name) for name in OUTCOMES}
