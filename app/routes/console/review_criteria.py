"""By what a programme's entries are judged."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.programmes import ConfirmForm
from app.forms.console.review import CriterionForm
from app.models import Criterion, Programme
from app.routes.console.attempt import done, shown
from app.routes.console.review_frame import judged
from app.services.reviewing import criteria

blueprint = Blueprint(
    "console_review_criteria", __name__, url_prefix="/console/programmes/<int:programme_id>/criteria"
)


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    return _list_page(judged(programme_id), ConfirmForm())


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = judged(programme_id)
    form = CriterionForm()
    if done(form, lambda: criteria.save(access.actor(), programme, None, form.values())):
        flash(_("已添加评审标准。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page(form, programme, None)


@blueprint.route("/<int:criterion_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, criterion_id: int) -> ResponseReturnValue:
    programme = judged(programme_id)
    criterion = criteria.load(programme, criterion_id)
    form = CriterionForm(obj=criterion)
    if done(form, lambda: criteria.save(access.actor(), programme, criterion, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _form_page(form, programme, criterion)


@blueprint.post("/<int:criterion_id>/up")
@access.city_coordinator
def move_up(programme_id: int, criterion_id: int) -> ResponseReturnValue:
    programme, form = judged(programme_id), ConfirmForm()
    criterion = criteria.load(programme, criterion_id)
    if done(form, lambda: criteria.move_up(access.actor(), programme, criterion)):
        return redirect(url_for(".index", programme_id=programme_id))
    return _list_page(programme, form)


@blueprint.post("/<int:criterion_id>/delete")
@access.city_coordinator
def delete(programme_id: int, criterion_id: int) -> ResponseReturnValue:
    programme, form = judged(programme_id), ConfirmForm()
    criterion = criteria.load(programme, criterion_id)
    if done(form, lambda: criteria.delete(access.actor(), programme, criterion)):
        flash(_("已删除。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return _list_page(programme, form)


def _list_page(programme: Programme, form: ConfirmForm) -> ResponseReturnValue:
    found = criteria.listed(programme)
    page = render_template(
        "console/review/criteria.html",
        programme=programme,
        form=form,
        criteria=found,
        whole=sum(each.weight for each in found),
        may_edit=programme.state == "draft",
    )
    return shown(form, page)


def _form_page(form: CriterionForm, programme: Programme, criterion: Criterion | None) -> ResponseReturnValue:
    page = render_template(
        "console/review/criterion.html", form=form, programme=programme, criterion=criterion
    )
    return shown(form, page)
