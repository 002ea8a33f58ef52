"""Looking at a plan: offerings and nights, shares, rooms, who has no place, two runs side by side, files."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, plausible
from app.errors import NotFound
from app.extensions import htmx
from app.models import Programme, Venue
from app.routes.console.kept import keep_private
from app.routes.console.runs import programme_of
from app.services.allocation import board, changed_parties, comparison, figures, plan, runs, sayings, unplaced
from app.services.allocation.ids import ROOM, engine_id
from app.services.allocation.tree import Tree

blueprint = Blueprint("console_plan", __name__, url_prefix="/console/runs/<int:run_id>")
keep_private(blueprint)


@blueprint.get("/offerings")
@access.city_coordinator
def offerings(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    read, programme = plan.of(run), programme_of(run.programme_id)
    venues, venue = _chosen(programme)
    return render_template(
        "console/plan/offerings.html",
        run=run,
        venues=venues,
        venue=venue,
        offerings=[each for each in figures.offerings(read, programme) if each.offering.venue == venue],
        nights=[each for each in figures.nights(read, programme) if each.venue == venue],
        ranks=figures.ranks(read),
        placed=run.summary["placed_people"],
    )


@blueprint.get("/shares")
@access.city_coordinator
def shares(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    found = figures.search_shares(plan.of(run), Tree.load(), _group(), request.args.get("q", ""))
    context = {"run": run, "found": found, "group": _group(), "q": request.args.get("q", "")}
    template = "console/plan/_shares.html" if htmx else "console/plan/shares.html"
    return _varied(render_template(template, **context))


@blueprint.get("/rooms")
@access.city_coordinator
def rooms(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    venues, venue = _chosen(programme_of(run.programme_id))
    found = (
        board.board(plan.of(run), venue, _day("first"), request.args.get("building", ""))
        if venue is not None
        else None
    )
    return render_template("console/plan/rooms.html", run=run, venues=venues, venue=venue, board=found)


@blueprint.get("/rooms/<int:room_id>")
@access.city_coordinator
def room(run_id: int, room_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    found = next(
        (r for v in _venues(programme_of(run.programme_id)) for r in v.rooms if r.id == room_id), None
    )
    if found is None:
        raise NotFound(_("没有找到这个房间。"))
    stays = board.stays_in(plan.of(run), engine_id(ROOM, room_id))
    return render_template(
        "console/plan/room.html", run=run, room=found, stays=[(s, board.members_of(s)) for s in stays]
    )


@blueprint.get("/unplaced")
@access.city_coordinator
def without_place(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    q, reason = request.args.get("q", ""), request.args.get("reason", "")
    found = unplaced.find(plan.of(run), q, reason, request.args.get("page", 1, type=plausible.whole_number))
    context = {"run": run, "found": found, "q": q, "reason": reason, "labels": unplaced.labels()}
    if htmx:
        return _varied(render_template("console/plan/_unplaced.html", **context))
    page = render_template("console/plan/unplaced.html", left_out=unplaced.left_out(run), **context)
    return _varied(page)


@blueprint.get("/compare")
@access.city_coordinator
def compare(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    others = [r for r in runs.of_programme(run.programme) if r.state in runs.LOOKED_AT and r.id != run.id]
    wanted = request.args.get("with", type=plausible.whole_number)
    other = next((r for r in others if r.id == wanted), others[0] if others else None)
    if other is None:
        raise NotFound(_("这个项目还没有另一次完成的分配可以对比。"))
    found = comparison.compare(plan.of(other), plan.of(run))
    return render_template(
        "console/plan/compare.html",
        run=run,
        other=other,
        others=others,
        found=found,
        values=[(sayings.label(name)[0], before, after) for name, before, after in found.values],
        lists=changed_parties.lists(found),
        units=Tree.load().by_code(),
    )


@blueprint.get("/problem.json.gz")
@access.city_coordinator
def problem_file(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    return download(run.problem, f"{run.programme.slug}-{run.number}-problem.json.gz")


@blueprint.get("/result.json.gz")
@access.city_coordinator
def result_file(run_id: int) -> ResponseReturnValue:
    run = runs.by_id(run_id)
    if run.result is None:
        raise NotFound(_("这次分配还没有方案。"))
    return download(run.result, f"{run.programme.slug}-{run.number}-result.json.gz")


def download(data: bytes, filename: str) -> Response:
    """A file to be saved under this name, whatever the browser would do with it."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(data, mimetype="application/gzip", headers=headers)


def _venues(programme: Programme) -> list[Venue]:
    """The venues where its offerings are held, each once."""
    return list({offering.venue_id: offering.venue for offering in programme.offerings}.values())


def _chosen(programme: Programme) -> tuple[list[Venue], Venue | None]:
    """All venues, and the one that the address asks for, or else the first."""
    venues = _venues(programme)
    wanted = request.args.get("venue", type=plausible.whole_number)
    return venues, next((venue for venue in venues if venue.id == wanted), venues[0] if venues else None)


def _group() -> str:
    wanted = request.args.get("group", "")
    return wanted if wanted in figures.GROUPS else figures.GROUPS[0]


def _day(name: str) -> dt.date | None:
    return request.args.get(name, type=plausible.day)


def _varied(page: str) -> Response:
    response = make_response(page)
    response.headers["Vary"] = "HX-Request"
    return response
