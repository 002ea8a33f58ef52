"""Results at the desk: the big screen, making them known, appeals, making them final, the workbook."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.contest import AppealAnswerForm
from app.forms.console.fields import ConsoleForm
from app.models import Contest, ContestAppeal
from app.routes.console.attempt import done, shown
from app.routes.console.contest import contest_of
from app.services import export
from app.services.contest import appeals, board, closing, marking, results
from app.services.contest import shown as figures
from app.services.contest.teams import Names
from app.services.contest.workbook import result_sheet
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_contest_results", __name__, url_prefix="/console/programmes/<int:programme_id>/results"
)


@blueprint.get("")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    return _page(contest_of(programme_id), ConsoleForm(formdata=None))


@blueprint.post("/board")
@access.city_coordinator
def switch_board(programme_id: int) -> ResponseReturnValue:
    """On when it is off, and the other way round."""
    contest, form = contest_of(programme_id), ConsoleForm()
    if done(form, lambda: board.switch(access.actor(), contest)):
        flash(_("大屏已打开，任何人都能看到。") if contest.board_public else _("大屏已关闭。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, form))


@blueprint.post("/provisional")
@access.city_coordinator
def provisional(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ConsoleForm()
    if done(form, lambda: closing.make_provisional(access.actor(), contest)):
        flash(_("成绩已公布，选手可以在规定时间里申诉。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, form))


@blueprint.post("/final")
@access.city_coordinator
def final(programme_id: int) -> ResponseReturnValue:
    contest, form = contest_of(programme_id), ConsoleForm()
    if done(form, lambda: closing.make_final(access.actor(), contest)):
        flash(_("成绩已生效，证书已颁发，获奖名单已存入获奖档案。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    return shown(form, _page(contest, form))


@blueprint.post("/workbook")
@access.city_coordinator
def workbook(programme_id: int) -> ResponseReturnValue:
    contest = contest_of(programme_id)
    with unit_of_work():
        content = result_sheet(access.actor(), contest)
    name = f"results-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=export.XLSX, headers=headers)


@blueprint.route("/appeals/<int:appeal_id>", methods=["GET", "POST"])
@access.city_coordinator
def answer(programme_id: int, appeal_id: int) -> ResponseReturnValue:
    """An appeal with the marks it is about, and the answer."""
    contest = contest_of(programme_id)
    appeal, form = appeals.load(contest.programme, appeal_id), AppealAnswerForm()
    change = _change(appeal, form) if form.validate_on_submit() else None
    if not form.errors and done(form, lambda: _answer(contest, appeal, form, change)):
        flash(_("已答复，申诉人会收到通知。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    entry = appeal.entry
    page = render_template(
        "console/contest/appeal.html",
        programme=contest.programme,
        appeal=appeal,
        form=form,
        name=Names(contest.programme).of_entry(entry),
        states={part: marking.of(entry, part) for part in marking.parts(entry.event)},
    )
    return shown(form, page)


def _answer(
    contest: Contest, appeal: ContestAppeal, form: AppealAnswerForm, change: appeals.Change | None
) -> None:
    upheld = form.upheld.data == "yes"
    appeals.answer(access.actor(), contest, appeal, form.answer.data or "", upheld, change)


def _change(appeal: ContestAppeal, form: AppealAnswerForm) -> appeals.Change | None:
    """The part with its new points, time and penalties as before; what is no number is a fault."""
    part = form.part.data
    if not part:
        return None
    points = figures.typed_points(form.points.data or "")
    if points is None:
        form.points.errors = [*form.points.errors, _("请填写分数，最多两位小数，例如 86.5")]
        return None
    before = marking.of(appeal.entry, part).value
    seconds, penalties = (before.seconds, before.penalties) if before is not None else (None, {})
    return part, marking.Value(points, seconds, penalties)


def _page(contest: Contest, form: ConsoleForm) -> str:
    return render_template(
        "console/contest/results.html",
        programme=contest.programme,
        contest=contest,
        results=results.of(contest),
        appeals=appeals.of_programme(contest.programme),
        until=appeals.until_words(contest),
        names=Names(contest.programme),
        form=form,
    )
