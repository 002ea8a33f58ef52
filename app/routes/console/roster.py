"""Rosters: the way in. Upload one, take the template, throw one away."""

from __future__ import annotations

import io

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app import access, clock, words
from app.errors import Invalid
from app.forms.console.roster import UploadForm
from app.models import Programme, Unit
from app.plausible import whole_number
from app.routes.console import roster_rows as roster_rows
from app.routes.console import roster_sign_up as roster_sign_up
from app.routes.console.attempt import done, shown
from app.routes.console.roster_frame import blueprint, own
from app.services import programmes, roster_uploads
from app.services.roster_choices import OfferingBook
from app.services.roster_file import RosterTable, read_roster, template_workbook
from app.unit_of_work import unit_of_work

__all__ = ["blueprint"]


@blueprint.route("/", methods=["GET", "POST"])
@access.coordinator
def index() -> ResponseReturnValue:
    open_now = roster_uploads.open_programmes()
    units = roster_uploads.unions(access.scope().units())
    form = UploadForm(
        programme_id=request.args.get("programme", type=whole_number),
        unit_id=request.args.get("unit", type=whole_number),
    )
    form.offer([(p.id, words.in_language(p, "title")) for p in open_now], units)
    table = _table(form)
    kept: list[int] = []
    if table is not None and done(form, lambda: kept.append(_keep(form, open_now, units, table))):
        return redirect(url_for(".show", upload_id=kept[0]))
    page = render_template(
        "console/roster/index.html",
        form=form,
        open_now=open_now,
        units=units,
        uploads=roster_uploads.recent(access.actor()),
    )
    return shown(form, page)


def _table(form: UploadForm) -> RosterTable | None:
    """The file, read before the write lock is taken; None: the form was not sent or is not whole."""
    if not form.validate_on_submit():
        return None
    file: FileStorage = form.file.data
    return read_roster(file.filename or "", file.read(), clock.today())


def _keep(form: UploadForm, open_now: list[Programme], units: list[Unit], table: RosterTable) -> int:
    programme = next((each for each in open_now if each.id == form.programme_id.data), None)
    unit = next((each for each in units if each.id == form.unit_id.data), None)
    if programme is None:
        raise Invalid(_("这个项目现在不能报名，请选择列出的项目"), "programme_id")
    if unit is None:
        raise Invalid(_("请选择您负责的单位"), "unit_id")
    upload = roster_uploads.store(access.actor(), programme, unit, form.file.data.filename or "", table)
    return upload.id


@blueprint.get("/template/<int:programme_id>.xlsx")
@access.coordinator
def template(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    if programme.state == "draft":
        abort(404)
    labels = list(OfferingBook(programme.offerings).texts.values())
    return send_file(
        io.BytesIO(template_workbook(labels)),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"{_('名单模板')}-{programme.slug}.xlsx",
    )


@blueprint.post("/<int:upload_id>/discard")
@access.coordinator
def discard(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    with unit_of_work():
        roster_uploads.discard(access.actor(), upload)
    flash(_("这份名单已作废，内容已删除。"), "success")
    return redirect(url_for(".index"))
