"""What everybody may see of a contest: events and rules, lots, heats, results, and the big screen."""

from __future__ import annotations

import gzip

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.extensions import htmx
from app.plausible import whole_number
from app.services.contest import (
    appeals,
    board,
    contests,
    events,
    heat_view,
    lots,
    placing,
    results,
    state_words,
    workbook,
)

blueprint = Blueprint("contest", __name__, url_prefix="/contests/<slug>")
FRESH = 5  # seconds for which a page of the big screen may be kept


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    contest = contests.public(slug)
    return render_template(
        "contest/index.html",
        contest=contest,
        programme=contest.programme,
        events=[(event, events.entry_count(event)) for event in events.listed(contest.programme)],
        team_rule=state_words.team_rule(contest),
        team_prizes=state_words.bands(contest.team_prizes),
        heats_out=placing.published(contest) is not None,
    )


@blueprint.get("/lots")
@access.public
def lots_page(slug: str) -> ResponseReturnValue:
    """The frozen list by its digest, the figure, and how to draw again."""
    contest = contests.public(slug)
    count = len({lots.code(entry) for entry in lots.frozen(contest)})
    plan = placing.published(contest)
    return render_template(
        "contest/lots.html", contest=contest, programme=contest.programme, count=count, plan=plan
    )


@blueprint.get("/lots/<name>")
@access.public
def lots_file(slug: str, name: str) -> ResponseReturnValue:
    """entrants.txt, numbers.txt; of the published plan problem.json and result.json: no names in any."""
    contest = contests.public(slug)
    if name == "entrants.txt" and contest.entries_frozen_at is not None:
        return _text(lots.entries(contest), f"{slug}-entrants.txt")
    if name == "numbers.txt" and contest.drawn_at is not None:
        return _text(workbook.lots_sheet(contest), f"{slug}-numbers.txt")
    plan = placing.published(contest)
    if plan is not None and name in ("problem.json", "result.json"):
        content = gzip.decompress(plan.problem if name == "problem.json" else plan.result or b"")
        return _file(content, f"{slug}-{name}", "application/json")
    raise NotFound(_("现在还没有这个文件。"))


@blueprint.get("/heats")
@access.public
def heats(slug: str) -> ResponseReturnValue:
    """Who competes when and where, once it is published."""
    contest = contests.public(slug)
    plan = placing.published(contest)
    if plan is None:
        raise NotFound(_("编组还没有公布。"))
    return render_template(
        "contest/heats.html",
        programme=contest.programme,
        plan=plan,
        boards=heat_view.boards(contest, plan),
        kept=heat_view.kept(plan),
    )


@blueprint.get("/results")
@access.public
def result_page(slug: str) -> ResponseReturnValue:
    """By event and by team, once the result is provisional."""
    contest = contests.public(slug)
    if contest.results == "none":
        raise NotFound(_("成绩还没有公布。"))
    return render_template(
        "contest/results.html",
        contest=contest,
        programme=contest.programme,
        results=results.of(contest),
        until=appeals.until_words(contest),
        team_rule=state_words.team_rule(contest),
        ties=state_words.ties,
    )


@blueprint.get("/board")
@access.public
def board_page(slug: str) -> ResponseReturnValue:
    """For a big screen: goes from page to page by itself, and is read anew when something has changed."""
    contest = contests.public(slug)
    page = board.page(contest, request.args.get("page", 1, type=whole_number))
    template = "contest/_board.html" if htmx else "contest/board.html"
    response = make_response(render_template(template, programme=contest.programme, page=page))
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.headers["Vary"] = "HX-Request, Accept-Language, Cookie"
    if htmx:  # a whole page has a nonce of its own each time
        response.add_etag()
    return response.make_conditional(request)


def _text(lines: list[str], filename: str) -> Response:
    return _file("".join(f"{line}\n" for line in lines).encode(), filename, "text/plain")


def _file(content: bytes, filename: str, mimetype: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(content, mimetype=mimetype, headers=headers)
