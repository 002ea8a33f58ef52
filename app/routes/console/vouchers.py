"""A programme's vouchers: their kinds, what became of them, and settling with merchants."""

from __future__ import annotations

import io

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.vouchers import VoucherKindForm
from app.models import Programme, VoucherKind
from app.routes.console.attempt import done, shown
from app.services import programmes
from app.services.export import XLSX
from app.services.vouchers import issuing, kinds, report
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_vouchers", __name__, url_prefix="/console/programmes/<int:programme_id>/vouchers"
)


@blueprint.get("/")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = _with_vouchers(programme_id)
    return render_template(
        "console/vouchers/index.html",
        programme=programme,
        figures=report.of(programme),
        settlements=report.settlements(programme),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int) -> ResponseReturnValue:
    return _form_page(_with_vouchers(programme_id), None)


@blueprint.route("/<int:kind_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, kind_id: int) -> ResponseReturnValue:
    programme = _with_vouchers(programme_id)
    return _form_page(programme, kinds.load(programme, kind_id))


@blueprint.post("/issue")
@access.city_coordinator
def issue(programme_id: int) -> ResponseReturnValue:
    """Whoever has a place and lacks a code gets it now; pressed twice, nothing is doubled."""
    made = issuing.issue_owed(_with_vouchers(programme_id))
    flash(_("补发了 %(count)s 张。", count=made) if made else _("该发的都发了，没有要补的。"), "success")
    return redirect(url_for(".index", programme_id=programme_id))


@blueprint.post("/settlement.xlsx")
@access.city_coordinator
def settlement(programme_id: int) -> ResponseReturnValue:
    """What is owed to each merchant, as a workbook; that it was taken out is on record."""
    programme = _with_vouchers(programme_id)
    with unit_of_work():
        made = report.workbook(access.actor(), programme)
    name = f"{programme.slug}-settlement.xlsx"
    return send_file(io.BytesIO(made), XLSX, as_attachment=True, download_name=name)


def _with_vouchers(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if "vouchers" not in programme.features:
        abort(404)
    return programme


def _form_page(programme: Programme, kind: VoucherKind | None) -> ResponseReturnValue:
    form = VoucherKindForm([each for each in programme.offerings if not each.cancelled], kind)
    if done(form, lambda: kinds.save(access.actor(), programme, kind, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme.id))
    return shown(
        form, render_template("console/vouchers/edit.html", programme=programme, form=form, kind=kind)
    )
