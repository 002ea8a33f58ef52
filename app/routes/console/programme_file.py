"""A programme as a file, taken out and in, and as a copy for another year."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app import access
from app.forms.console.programme_file import CopyForm, ImportForm, UploadForm, carried
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.services import eligibility, modes, programme_file, programmes
from app.services.programme_file import Content, Unreadable
from app.services.programme_file.shift import WEEKS_OF_A_YEAR

blueprint = Blueprint("console_programme_file", __name__, url_prefix="/console/programmes")


@blueprint.get("/<int:programme_id>/file.json")
@access.city_coordinator
def download(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    content = programme_file.written(programme_file.of(programme))
    headers = {
        "Content-Disposition": f"attachment; filename={programme.slug}.json",
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype="application/json", headers=headers)


@blueprint.route("/import", methods=["GET", "POST"])
@access.city_coordinator
def upload() -> ResponseReturnValue:
    """Choose a file; what it holds, or everything that is wrong with it, before anything is written."""
    form = UploadForm()
    faults: list[programme_file.Fault] = []
    if form.validate_on_submit():
        file: FileStorage = form.file.data
        data = file.read(programme_file.LARGEST + 1)
        try:
            content = programme_file.read(data)
        except Unreadable as refused:
            faults = refused.faults
            form.refuse(refused)
        else:
            title, slug = content.programme["title"], content.programme["slug"]
            # made without the request: the fields of the page before are none of its own
            preview = ImportForm(formdata=None, title=title, slug=slug, content=carried(data))
            return _preview(preview, content)
    page = render_template("console/programme_file/upload.html", form=form, faults=faults)
    return shown(form, page)


@blueprint.post("/import/confirm")
@access.city_coordinator
def confirm() -> ResponseReturnValue:
    form = ImportForm()
    try:
        content = programme_file.read(form.file_bytes())
    except Unreadable as refused:  # the city has changed meanwhile, or it is no page of ours that was sent
        again = UploadForm(formdata=None)
        again.refuse(refused)
        page = render_template("console/programme_file/upload.html", form=again, faults=refused.faults)
        return page, refused.status
    made: list[Programme] = []

    def make() -> None:
        made.append(
            programme_file.imported(access.actor(), content, form.slug.data or "", form.title.data or "")
        )

    if done(form, make):
        flash(_("已建立草稿。请核对各部分，再开放报名。"), "success")
        return redirect(url_for("console_programmes.show", programme_id=made[0].id))
    return _preview(form, content)


def _preview(form: ImportForm, content: Content) -> ResponseReturnValue:
    page = render_template(
        "console/programme_file/preview.html",
        form=form,
        content=content,
        mode=modes.every()[content.programme["mode"]],
        remarks=programme_file.remarks(content),
        rule_labels=[eligibility.RULES[rule["rule"]].label for rule in content.rules],
    )
    return shown(form, page)


@blueprint.route("/<int:programme_id>/copy", methods=["GET", "POST"])
@access.city_coordinator
def copy(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    content = programme_file.of(programme)
    first_on = programme_file.first_day(content)
    next_year = first_on + dt.timedelta(weeks=WEEKS_OF_A_YEAR)
    form = CopyForm(title=programme.title, first_on=next_year)
    made: list[Programme] = []

    def make() -> None:
        weeks = programme_file.weeks_between(content, form.first_day())
        slug, title = form.slug.data or "", form.title.data or ""
        made.append(programme_file.copied(access.actor(), programme, slug, title, weeks))

    if done(form, make):
        flash(_("已复制为草稿。请核对各部分，再开放报名。"), "success")
        return redirect(url_for("console_programmes.show", programme_id=made[0].id))
    page = render_template(
        "console/programme_file/copy.html",
        form=form,
        programme=programme,
        content=content,
        first_on=first_on,
    )
    return shown(form, page)
