"""The year's view: every target by month and district, as pictures and as a workbook; what is reported."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.reported import ReportedForm
from app.models import Unit
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.services import districts, reached_elsewhere, year_figures, year_workbook
from app.services.districts import District
from app.services.export import XLSX
from app.services.measures import FEN
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_year", __name__, url_prefix="/console/year")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    """The city sees all, a district its own column; a grass-roots union what everybody sees."""
    own = _own()
    if not own and not access.scope().whole_city:
        return redirect(url_for("year.index"))
    year = _year()
    return render_template(
        "console/year/index.html",
        year=year,
        years=year_figures.years(),
        groups=year_figures.of_year(year),
        own=None if access.scope().whole_city else own,
    )


@blueprint.get("/workbook.xlsx")
@access.coordinator
def workbook() -> ResponseReturnValue:
    own, year = _own(), _year()
    if not own:
        abort(403)
    shown_districts = districts.known() if access.scope().whole_city else own
    body = year_workbook.of(year, year_figures.of_year(year), shown_districts)
    name = f"year-{year}.xlsx"
    return Response(
        body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.route("/reported", methods=["GET", "POST"])
@access.coordinator
def reported() -> ResponseReturnValue:
    """What was reached outside the site, and a form for more of it."""
    units = _units()
    if not units:
        abort(403)
    year = _year()
    form = _form(year, units)
    if done(form, lambda: _report(form, year)):
        flash(_("已填报。同一指标、区市和月份再填一次，就以新的为准。"), "success")
        return redirect(url_for(".reported", year=year))
    rows = reached_elsewhere.listed(year, access.scope().units())
    return shown(
        form,
        render_template(
            "console/year/reported.html", form=form, rows=rows, year=year, name_of=year_figures.name_of
        ),
    )


@blueprint.post("/reported/<int:reported_id>/remove")
@access.coordinator
def remove(reported_id: int) -> ResponseReturnValue:
    with unit_of_work():
        row = reached_elsewhere.load(reported_id)
        access.require_scope(row.unit)
        year = row.target.year
        reached_elsewhere.remove(access.actor(), row)
    flash(_("已删除。"), "success")
    return redirect(url_for(".reported", year=year))


def _own() -> list[District]:
    return [districts.of_unit(unit) for unit in _units()]


def _units() -> list[Unit]:
    """The districts in the coordinator's part of the tree."""
    return list(reached_elsewhere.districts(access.scope().units()))


def _year() -> int:
    years = year_figures.years()
    year = request.args.get("year", years[0] if years else clock.today().year, type=whole_number)
    return year if year in years or not years else abort(404)


def _form(year: int, units: list[Unit]) -> ReportedForm:
    targets = reached_elsewhere.targets(year)
    last = clock.today().month if year == clock.today().year else 12
    return ReportedForm(
        [(target.id, year_figures.name_of(target)) for target in targets],
        [(unit.id, districts.of_unit(unit).words) for unit in units],
        [(month, _("%(month)s 月", month=month)) for month in range(1, last + 1)],
    )


def _report(form: ReportedForm, year: int) -> None:
    target = next(t for t in reached_elsewhere.targets(year) if t.id == form.target_id.data)
    count = (form.count.data or 0) * (FEN if target.unit == "money" else 1)
    reached_elsewhere.report(
        access.actor(),
        target.id,
        form.unit_id.data,
        form.month.data,
        count,
        form.source.data or "",
    )
