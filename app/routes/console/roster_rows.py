"""A roster as a table, every fault inside its cell, to be corrected there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.roster import Corrections
from app.plausible import whole_number
from app.routes.console.roster_frame import blueprint, checked, closed_words, own
from app.routes.console.roster_table import RowPages, lines
from app.services import roster_uploads
from app.services.roster_file import FIELD_LABELS
from app.unit_of_work import unit_of_work


@blueprint.get("/<int:upload_id>")
@access.coordinator
def show(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    found = checked(upload)
    only = request.args.get("only") == "faults"
    rows = [row for row in found.rows if row.wants_attention] if only else list(found.rows)
    pages = RowPages(rows, request.args.get("page", 1, type=whole_number))
    edit = request.args.get("edit", type=whole_number)
    table = lines(found, pages.items, edit)
    return render_template(
        "console/roster/show.html",
        upload=upload,
        programme=found.programme,
        checked=found,
        pages=pages,
        lines=table,
        faults=[(line.row.number, cell) for line in table for cell in line.cells if cell.fault],
        labels=FIELD_LABELS,
        options=found.book.options(),
        only=only,
        already=sum(row.already for row in found.rows),
        closed=closed_words(found.programme),
    )


@blueprint.post("/<int:upload_id>")
@access.coordinator
def correct(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    sent = Corrections.of(request.form)
    cells = {
        number: {name: text for name, text in row.items() if name in FIELD_LABELS}
        for number, row in sent.cells.items()
        if number in sent.shown
    }
    with unit_of_work():
        roster_uploads.correct(upload, cells, sent.shown, sent.dropped)
    return _back(upload_id)


@blueprint.post("/<int:upload_id>/leave-out-signed-up")
@access.coordinator
def leave_out_signed_up(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    numbers = [row.number for row in checked(upload).rows if row.already]
    with unit_of_work():
        roster_uploads.leave_out(upload, numbers)
    flash(_("已报过名的 %(count)s 人不再重复报名。", count=len(numbers)), "success")
    return _back(upload_id)


def _back(upload_id: int) -> ResponseReturnValue:
    """To the page of the table that the form was sent from."""
    only = "faults" if request.args.get("only") == "faults" else None
    page = request.args.get("page", type=whole_number)
    return redirect(url_for(".show", upload_id=upload_id, only=only, page=page))
