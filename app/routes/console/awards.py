"""The archive of awards at the desk: earlier years are typed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.contest import AwardForm
from app.forms.console.programmes import ReasonForm
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services.contest import awards

blueprint = Blueprint("console_awards", __name__, url_prefix="/console/awards")


@blueprint.get("")
@access.city_coordinator
def index() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:60]
    page = awards.search(
        text, request.args.get("year", type=whole_number), page=request.args.get("page", 1, type=whole_number)
    )
    return render_template("console/awards/index.html", page=page, text=text)


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def add() -> ResponseReturnValue:
    form = AwardForm(data={"year": clock.today().year - 1})
    if done(form, lambda: awards.add(access.actor(), form.values(), (form.phone.data or "").strip())):
        flash(_("已添加获奖记录。"), "success")
        return redirect(url_for(".index"))
    return shown(form, render_template("console/awards/edit.html", form=form, award=None))


@blueprint.route("/<int:award_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit(award_id: int) -> ResponseReturnValue:
    award = awards.load(award_id)
    form = AwardForm(obj=award)
    del form.phone
    if done(form, lambda: awards.edit(access.actor(), award, form.values())):
        flash(_("已保存获奖记录。"), "success")
        return redirect(url_for(".index"))
    return shown(form, render_template("console/awards/edit.html", form=form, award=award))


@blueprint.route("/<int:award_id>/delete", methods=["GET", "POST"])
@access.city_coordinator
def delete(award_id: int) -> ResponseReturnValue:
    award, form = awards.load(award_id), ReasonForm()
    if done(form, lambda: awards.delete(access.actor(), award, form.why())):
        flash(_("已删除获奖记录。"), "success")
        return redirect(url_for(".index"))
    return shown(form, render_template("console/awards/delete.html", form=form, award=award))
