"""Stays in the console: what goes on, a programme's rules and fees, how it was, the report upward."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import access, clock, words
from app.forms.console.stays import FeeForm, PeriodForm, SettingsForm
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.services import export, programmes
from app.services.stays import desk, fees, overview, report, report_workbook, settings, survey
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_stays", __name__, url_prefix="/console/stays")
blueprint.add_app_template_filter(fees.yuan, "yuan")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    """What goes on now and what comes, with ways to the desks and the report."""
    return render_template(
        "console/stays/index.html",
        rows=overview.now_and_soon(),
        programmes=overview.programmes(),
        venues=desk.venues(access.actor()) if access.scope().whole_city else [],
        whole_city=access.scope().whole_city,
        day=clock.today(),
    )


@blueprint.get("/programmes/<int:programme_id>")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """A programme's runs and what each still lacks."""
    programme = _with_stays(programme_id)
    return render_template(
        "console/stays/show.html",
        programme=programme,
        rows=overview.of_programme(programme),
        settings=settings.of(programme),
    )


@blueprint.route("/programmes/<int:programme_id>/settings", methods=["GET", "POST"])
@access.city_coordinator
def edit_settings(programme_id: int) -> ResponseReturnValue:
    programme = _with_stays(programme_id)
    form = SettingsForm(obj=settings.of(programme))
    if done(form, lambda: settings.save(access.actor(), programme, form.values())):
        flash(_("疗养规定已保存。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, render_template("console/stays/settings.html", form=form, programme=programme))


@blueprint.route("/programmes/<int:programme_id>/fees", methods=["GET", "POST"])
@access.city_coordinator
def edit_fees(programme_id: int) -> ResponseReturnValue:
    """What a guest costs, for several runs at once."""
    programme = _with_stays(programme_id)
    rows = overview.of_programme(programme)
    form = FeeForm([(row.offering.id, _fee_line(row)) for row in rows])

    def save() -> None:
        chosen = [row.offering for row in rows if row.offering.id in (form.offerings.data or ())]
        fees.save(access.actor(), chosen, form.city.data, form.unit.data, form.person.data)

    if done(form, save):
        flash(_("费用已登记。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, render_template("console/stays/fees.html", form=form, programme=programme))


@blueprint.get("/programmes/<int:programme_id>/opinions")
@access.city_coordinator
def opinions(programme_id: int) -> ResponseReturnValue:
    """How it was: of all runs together and of each, where enough have answered."""
    programme = _with_stays(programme_id)
    running = [offering for offering in programme.offerings if not offering.cancelled]
    return render_template(
        "console/stays/opinions.html",
        programme=programme,
        results=survey.results([offering.id for offering in running]),
        each=[(offering, survey.results([offering.id])) for offering in running],
        least=survey.LEAST,
    )


@blueprint.get("/report")
@access.coordinator
def show_report() -> ResponseReturnValue:
    """Units, categories, trips, heads and money of a time; of one's own part of the tree."""
    form = _period()
    days = form.days()
    made = report.make(*(days or _this_year()), access.scope().units())
    page = render_template(
        "console/stays/report.html",
        form=form,
        report=made,
        headings=report_workbook.headings(),
        definitions=report.definitions(),
        gaps=report_workbook.gaps(made),
    )
    return page, 200 if days else 422


@blueprint.post("/report.xlsx")
@access.coordinator
def download_report() -> ResponseReturnValue:
    """The same figures as a workbook; that it was taken is recorded."""
    days = PeriodForm().days()
    if days is None:
        return redirect(url_for(".show_report"))
    with unit_of_work():
        made = report.make(*days, access.scope().units())
        report_workbook.record(access.actor(), made)
        content = report_workbook.workbook(made)
    name = f"stays-{made.first.isoformat()}-{made.last.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=export.XLSX, headers=headers)


def _period() -> PeriodForm:
    """From the address; the year so far when nothing is said."""
    first, last = _this_year()
    usual = MultiDict({"first": first.isoformat(), "last": last.isoformat()})
    given = request.args if "first" in request.args else usual
    return PeriodForm(given, meta={"csrf": False})


def _this_year() -> tuple[dt.date, dt.date]:
    today = clock.today()
    return today.replace(month=1, day=1), today


def _fee_line(row: overview.Row) -> str:
    said = words.offering(row.offering)
    if row.fee is None:
        return str(_("%(stay)s（还没登记）", stay=said))
    return str(_("%(stay)s（现在每人 %(yuan)s 元）", stay=said, yuan=fees.yuan(row.fee.total)))


def _with_stays(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if "stay" not in programme.features:
        abort(404)
    return programme
