"""The city's list of kinds of programmes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.kinds import KindForm, kind_form
from app.models import ProgrammeKind
from app.routes.console.attempt import done, shown
from app.services import features, kinds, mode_settings, modes
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_kinds", __name__, url_prefix="/console/kinds")


@blueprint.get("/")
@access.city_coordinator
def index() -> ResponseReturnValue:
    return render_template(
        "console/kinds/index.html",
        kinds=kinds.known(),
        themes=kinds.THEMES,
        modes=modes.every(),
        missing=kinds.missing_standard(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new() -> ResponseReturnValue:
    form = kind_form(kinds.THEMES, _ways(), _besides())
    if done(form, lambda: kinds.add(access.actor(), form.code.data or "", form.columns())):
        flash(_("类别已添加。"), "success")
        return redirect(url_for(".index"))
    return _page(form, None)


@blueprint.route("/<kind_code>", methods=["GET", "POST"])
@access.city_coordinator
def edit(kind_code: str) -> ResponseReturnValue:
    kind = kinds.by_code(kind_code)
    first = kinds.defaults(kind_code)
    mode = modes.every().get(first.get("mode", ""))
    settings = mode.settings if mode is not None else ()
    if mode is not None:
        first = first | {"settings": mode_settings.of_mode(mode, first["settings"])}
    form = kind_form(kinds.THEMES, _ways(), _besides(), settings, kind, first)
    if done(form, lambda: kinds.edit(access.actor(), kind, form.columns())):
        flash(_("类别已保存，已有的项目不变。"), "success")
        return redirect(url_for(".index"))
    return _page(form, kind)


@blueprint.post("/<kind_code>/retire")
@access.city_coordinator
def retire(kind_code: str) -> ResponseReturnValue:
    with unit_of_work():
        kinds.retire(access.actor(), kinds.by_code(kind_code))
    flash(_("类别已停用，新项目不能再选它。"), "success")
    return redirect(url_for(".index"))


@blueprint.post("/<kind_code>/restore")
@access.city_coordinator
def restore(kind_code: str) -> ResponseReturnValue:
    with unit_of_work():
        kinds.restore(access.actor(), kinds.by_code(kind_code))
    flash(_("类别已恢复使用。"), "success")
    return redirect(url_for(".index"))


@blueprint.post("/standard")
@access.city_coordinator
def standard() -> ResponseReturnValue:
    with unit_of_work():
        added = kinds.add_standard(access.actor())
    flash(_("已补上 %(count)s 个常用类别。", count=added), "success")
    return redirect(url_for(".index"))


def _ways() -> list[tuple[str, str]]:
    return [(name, str(mode.label)) for name, mode in modes.every().items()]


def _besides() -> list[tuple[str, str]]:
    return [(name, str(feature.label)) for name, feature in features.every().items()]


def _page(form: KindForm, kind: ProgrammeKind | None) -> ResponseReturnValue:
    return shown(form, render_template("console/kinds/edit.html", form=form, kind=kind))
