"""Who has entered a contest, in the coordinator's part of the tree, and the list as a workbook."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app import access, clock
from app.models import ContestEntry
from app.plausible import whole_number
from app.routes.console.contest import contest_of
from app.services import export
from app.services.contest import contests, events, heats, workbook
from app.services.contest.teams import Names
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_contest_entries", __name__, url_prefix="/console/programmes/<int:programme_id>/entrants"
)


@blueprint.get("")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """By event; the city sees all, others those of their units."""
    contest = contest_of(programme_id)
    event_id = request.args.get("event", type=whole_number)
    found = workbook.of_scope(contest, access.scope().units())
    held = events.listed(contest.programme)
    kept: list[ContestEntry] = [e for e in found if event_id is None or e.event_id == event_id]
    return render_template(
        "console/contest/entries.html",
        programme=contest.programme,
        entries=kept,
        events=held,
        event_id=event_id,
        names=Names(contest.programme),
        seats=heats.of_entries(kept),
        may_edit=access.scope().whole_city and contest.entries_frozen_at is not None,
        acts_for=contests.acts_for,
        actor=access.actor(),
    )


@blueprint.post("/workbook")
@access.coordinator
def download(programme_id: int) -> ResponseReturnValue:
    contest = contest_of(programme_id)
    with unit_of_work():
        content = workbook.entries(access.actor(), contest, access.scope().units())
    name = f"entrants-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype=export.XLSX, headers=headers)
