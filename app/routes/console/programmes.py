"""Programmes: list, write, and the steps of their life."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.programmes import CloseForm, ConfirmForm, ProgrammeForm, ReasonForm
from app.models import AuditEntry, Programme
from app.routes.console.attempt import done, shown
from app.services import eligibility, programmes, sign_up_window

blueprint = Blueprint("console_programmes", __name__, url_prefix="/console/programmes")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    scope = access.scope()
    return render_template(
        "console/programmes/index.html",
        programmes=programmes.listed(drafts=scope.whole_city),
        counts=programmes.counts(scope.units()),
        whole_city=scope.whole_city,
        now=clock.now(),
    )


@blueprint.get("/<int:programme_id>")
@access.coordinator
def show(programme_id: int) -> ResponseReturnValue:
    scope = access.scope()
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not scope.whole_city:
        abort(404)
    return render_template(
        "console/programmes/show.html",
        programme=programme,
        rules=eligibility.describe(programme),
        count=programmes.counts(scope.units()).get(programme.id),
        whole_city=scope.whole_city,
        now=clock.now(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new() -> ResponseReturnValue:
    form = ProgrammeForm()
    created: list[Programme] = []
    if done(form, lambda: created.append(programmes.create(access.actor(), form.values()))):
        flash(_("已建立。接下来请添加期次，再开放报名。"), "success")
        return redirect(url_for(".show", programme_id=created[0].id))
    return _form_page(form, None)


@blueprint.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ProgrammeForm(programme)
    version = form.known_version()
    if done(form, lambda: programmes.edit(access.actor(), programme, form.values(), version)):
        flash(_("已保存。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    # what somebody else saved is shown once; saving again is then a decision
    others = programmes.saved_since(programme, version) if version != programme.version else []
    form.refresh_version(programme.version)
    return _form_page(form, programme, others)


def _form_page(
    form: ProgrammeForm, programme: Programme | None, others: Sequence[AuditEntry] = ()
) -> ResponseReturnValue:
    page = render_template("console/programmes/edit.html", form=form, programme=programme, others=others)
    return shown(form, page)


@blueprint.route("/<int:programme_id>/open", methods=["GET", "POST"])
@access.city_coordinator
def open_sign_up(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ConfirmForm()
    if done(form, lambda: sign_up_window.open_sign_up(access.actor(), programme)):
        flash(_("已开放报名。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    found, through = sign_up_window.hindrances(programme)
    page = render_template(
        "console/programmes/open.html",
        programme=programme,
        form=form,
        hindrances=found,
        through=through,
        rule_labels={name: rule.label for name, rule in eligibility.RULES.items()},
    )
    return shown(form, page)


@blueprint.route("/<int:programme_id>/close", methods=["GET", "POST"])
@access.city_coordinator
def close(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = CloseForm()
    if done(form, lambda: sign_up_window.close_sign_up(access.actor(), programme, form.why())):
        flash(_("报名已截止，名单已固定。接下来请摇号并分配。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _step_page("close", programme, form)


@blueprint.route("/<int:programme_id>/cancel", methods=["GET", "POST"])
@access.city_coordinator
def cancel(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = ReasonForm()
    if done(form, lambda: sign_up_window.cancel(access.actor(), programme, form.why())):
        flash(_("项目已取消。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return _step_page("cancel", programme, form)


def _step_page(step: str, programme: Programme, form: ReasonForm) -> ResponseReturnValue:
    page = render_template(
        f"console/programmes/{step}.html",
        programme=programme,
        form=form,
        count=programmes.counts(access.scope().units()).get(programme.id),
        early=programme.closes_at > clock.now(),
    )
    return shown(form, page)
