"""A judge's own pages, made for a tablet: the contests, the heats, one mark at a time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.errors import NotFound
from app.forms.contest import MarkForm
from app.models import ContestEntry, ContestJudge, Mark
from app.routes.console.attempt import done, shown
from app.routes.mark_values import form_of, typed
from app.services import programmes
from app.services.contest import contests, heats, judges, lots, marking
from app.services.contest.marking import PartState, Value
from app.services.contest.teams import Names

blueprint = Blueprint("judging", __name__, url_prefix="/judging")


@blueprint.app_context_processor
def menu() -> dict[str, Any]:
    """Whether the page's head leads to marks."""
    return {"marks": current_user.is_authenticated and bool(judges.of_account(access.actor()))}


@blueprint.get("")
@access.signed_in
def index() -> ResponseReturnValue:
    """The contests that are the judge's, with their heats."""
    mine = judges.of_account(access.actor())
    return render_template("judging/index.html", judges=[(judge, judges.duties(judge)) for judge in mine])


@blueprint.get("/<int:programme_id>")
@access.signed_in
def sheet(programme_id: int) -> ResponseReturnValue:
    """Everybody whom the judge may mark, by heat, and what they have entered themselves."""
    programme = programmes.load(programme_id)
    judge = judges.require(access.actor(), programme)
    contest = contests.of(programme)
    entries = [e for e in lots.frozen(contest) if e.state == "entered" and not _is_colleague(judge, e)]
    seats = heats.of_entries(entries)
    mine = {duty.slot_id for duty in judges.duties(judge)}
    return render_template(
        "judging/sheet.html",
        programme=programme,
        groups=_groups(entries, seats, mine),
        seats=seats,
        states=marking.of_entries(entries),
        judge=judge,
        of_others=judges.of_others(judge),
        parts=marking.parts,
        names=Names(programme),
    )


@blueprint.route("/<int:programme_id>/<int:entry_id>/<part>", methods=["GET", "POST"])
@access.signed_in
def mark(programme_id: int, entry_id: int, part: str) -> ResponseReturnValue:
    """One part of one entrant, as the judge has it on paper. What the other has entered is not shown."""
    programme = programmes.load(programme_id)
    judge = judges.require(access.actor(), programme)
    entry = marking.load(programme, entry_id)
    judges.refuse_colleague(judge, entry)
    if part not in marking.parts(entry.event):
        raise NotFound(_("这个比赛项目没有这一部分。"))
    state = marking.of(entry, part)
    mine = _own(state, judge)
    form = form_of(MarkForm, entry.event, part, _value(mine))
    value = typed(form) if form.validate_on_submit() else None
    if value is not None and done(form, lambda: marking.enter(access.actor(), entry, part, value)):
        flash(_("已登记 %(number)s 号。", number=entry.number), "success")
        return redirect(url_for(".sheet", programme_id=programme_id))
    page = render_template(
        "judging/mark.html",
        programme=programme,
        entry=entry,
        part=part,
        form=form,
        name=Names(programme).of_entry(entry),
        mine=mine,
        both=len(state.marks) == 2 or state.settlement is not None,
        seat=heats.of_entries([entry]).get(entry.id),
    )
    return shown(form, page)


def _groups(
    entries: list[ContestEntry], seats: dict[int, Any], mine: set[int]
) -> list[tuple[Any, list[ContestEntry]]]:
    """(time of a heat, None for those who have none; its entrants by station), of the judge's own heats."""
    found: dict[int, list[ContestEntry]] = {}
    for entry in entries:
        seat = seats.get(entry.id)
        if seat is None or not mine or seat.slot_id in mine:
            found.setdefault(seat.slot_id if seat is not None else 0, []).append(entry)
    groups = []
    for slot_id, group in found.items():
        if slot_id:
            group.sort(key=lambda entry: seats[entry.id].station)
        groups.append((seats[group[0].id].slot if slot_id else None, group))
    return sorted(groups, key=lambda each: (each[0] is None, each[0].starts_at if each[0] else 0))


def _is_colleague(judge: ContestJudge, entry: ContestEntry) -> bool:
    return any(contests.is_of_units(person.unit, judge.account) for person in heats.people(entry))


def _own(state: PartState, judge: ContestJudge) -> Mark | None:
    return next((mark for mark in state.marks if mark.judge_id == judge.id), None)


def _value(mark: Mark | None) -> Value | None:
    return Value(mark.points, mark.seconds, dict(mark.penalties), mark.absent) if mark is not None else None
