"""How far marks have come, settling those that differ, and saying who does not compete."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.forms.console.contest import SettleForm, StandingForm
from app.routes.console.attempt import done, shown
from app.routes.console.contest import contest_of
from app.routes.mark_values import form_of, typed
from app.services.contest import heats, judges, marking, results, standings
from app.services.contest.teams import Names

blueprint = Blueprint(
    "console_contest_marks", __name__, url_prefix="/console/programmes/<int:programme_id>/marks"
)


@blueprint.get("")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    contest = contest_of(programme_id)
    found = results.of(contest)
    rows = [row.entry for each in found.events for row in each.rows]
    return render_template(
        "console/contest/marks.html",
        programme=contest.programme,
        contest=contest,
        results=found,
        states=marking.of_entries(rows),
        parts=marking.parts,
    )


@blueprint.get("/<int:entry_id>")
@access.city_coordinator
def show(programme_id: int, entry_id: int) -> ResponseReturnValue:
    return _page(programme_id, entry_id, StandingForm(formdata=None))


@blueprint.post("/<int:entry_id>/standing")
@access.city_coordinator
def standing(programme_id: int, entry_id: int) -> ResponseReturnValue:
    entry, form = marking.load(contest_of(programme_id).programme, entry_id), StandingForm()
    if done(form, lambda: standings.put(access.actor(), entry, form.state.data or "", form.why())):
        flash(_("已登记参赛情况，选手会收到通知。"), "success")
        return redirect(url_for(".show", programme_id=programme_id, entry_id=entry_id))
    return shown(form, _page(programme_id, entry_id, form))


@blueprint.route("/<int:entry_id>/<part>/settle", methods=["GET", "POST"])
@access.city_coordinator
def settle(programme_id: int, entry_id: int, part: str) -> ResponseReturnValue:
    """Both marks beside each other, and what counts instead."""
    contest = contest_of(programme_id)
    entry = marking.load(contest.programme, entry_id)
    if part not in marking.parts(entry.event):
        raise NotFound(_("这个比赛项目没有这一部分。"))
    form = form_of(SettleForm, entry.event, part)
    value = typed(form) if form.validate_on_submit() else None
    if value is not None and done(
        form, lambda: marking.settle(access.actor(), entry, part, value, form.reason.data or "")
    ):
        flash(_("已裁定，以裁定的成绩为准。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/contest/settle.html",
        programme=contest.programme,
        entry=entry,
        part=part,
        form=form,
        state=marking.of(entry, part),
        name=Names(contest.programme).of_entry(entry),
        judge_name=judges.name,
    )
    return shown(form, page)


def _page(programme_id: int, entry_id: int, form: StandingForm) -> str:
    contest = contest_of(programme_id)
    entry = marking.load(contest.programme, entry_id)
    return render_template(
        "console/contest/entry.html",
        programme=contest.programme,
        contest=contest,
        entry=entry,
        name=Names(contest.programme).of_entry(entry),
        states={part: marking.of(entry, part) for part in marking.parts(entry.event)},
        seat=heats.of_entries([entry]).get(entry.id),
        judge_name=judges.name,
        form=form,
    )
