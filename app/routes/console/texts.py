"""A programme's notices and consents, with their versions."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import Stale
from app.forms.console.programmes import ConfirmForm
from app.forms.console.texts import NewTextForm, TextForm
from app.models import Programme, ProgrammeText
from app.routes.console.attempt import done, shown
from app.services import programmes, text_differences, texts
from app.services.texts import History

blueprint = Blueprint("console_texts", __name__, url_prefix="/console/programmes/<int:programme_id>/texts")


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = _visible(programme_id)
    histories = texts.histories(programme, access.scope().units())
    return render_template(
        "console/texts/index.html", programme=programme, histories=histories, may_edit=_may_edit(programme)
    )


@blueprint.get("/<text_code>")
@access.coordinator
def show(programme_id: int, text_code: str) -> ResponseReturnValue:
    programme = _visible(programme_id)
    found = texts.history(programme, text_code, access.scope().units())
    versions = [(text, _changed(found, text), found.agreed.get(text.id, 0)) for text in found.versions]
    return render_template(
        "console/texts/show.html",
        programme=programme,
        latest=found.latest,
        versions=versions,
        may_edit=_may_edit(programme),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    form = NewTextForm()
    if done(form, lambda: texts.add(access.actor(), programme, form.kind.data, form.values())):
        flash(_("已添加。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/texts/edit.html", programme=programme, form=form, text=None)
    return shown(form, page)


@blueprint.route("/<text_code>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, text_code: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    latest = texts.history(programme, text_code, access.scope().units()).latest
    form = TextForm(latest)

    def change() -> None:
        if not form.knows(latest):
            raise Stale(_("您填写期间，已有了新的版本。请核对后再保存一次，即以您填写的内容为准。"))
        texts.change(access.actor(), latest, form.values())

    if done(form, change):
        flash(_("已保存。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, text_code=text_code))
    form.refresh_version(latest)
    page = render_template(
        "console/texts/edit.html",
        programme=programme,
        form=form,
        text=latest,
        rewritten=texts.may_rewrite(latest),
    )
    return shown(form, page)


@blueprint.route("/<text_code>/withdraw", methods=["GET", "POST"])
@access.city_coordinator
def withdraw(programme_id: int, text_code: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    found = texts.history(programme, text_code, access.scope().units())
    form = ConfirmForm()
    if done(form, lambda: texts.withdraw(access.actor(), found.latest)):
        flash(_("已撤下。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, text_code=text_code))
    page = render_template(
        "console/texts/withdraw.html",
        programme=programme,
        form=form,
        text=found.latest,
        agreed=sum(found.agreed.get(text.id, 0) for text in found.versions),
    )
    return shown(form, page)


def _visible(programme_id: int) -> Programme:
    """The programme; a draft only for the city's coordinators."""
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme


def _may_edit(programme: Programme) -> bool:
    return access.scope().whole_city and programme.state != "cancelled"


def _changed(found: History, text: ProgrammeText) -> list[text_differences.Piece] | None:
    """How a version's text differs from the one before; None: it is the first."""
    before = found.before(text)
    if before is None:
        return None
    return text_differences.pieces(_whole(before), _whole(text))


def _whole(text: ProgrammeText) -> str:
    return "\n".join(filter(None, (text.title, text.title_en, text.body, text.body_en)))
