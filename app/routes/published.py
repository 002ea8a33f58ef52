"""What anybody may download of a published result, to draw, solve and check it again."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.methods import METHOD_SENTENCES
from app.routes.console.plan import download
from app.services.allocation import open_record
from app.services.stays import substitution

blueprint = Blueprint("published", __name__, url_prefix="/programmes/<slug>/published")


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    run = open_record.published(slug)
    return render_template(
        "published/index.html",
        run=run,
        programme=run.programme,
        figures=open_record.figures(run),
        method=METHOD_SENTENCES[run.method],
        substituted=substitution.published(run.programme),
    )


@blueprint.get("/problem.json.gz")
@access.public
def problem_file(slug: str) -> ResponseReturnValue:
    return download(open_record.published(slug).problem, f"{slug}-problem.json.gz")


@blueprint.get("/result.json.gz")
@access.public
def result_file(slug: str) -> ResponseReturnValue:
    return _kept(open_record.published(slug).result, f"{slug}-result.json.gz")


@blueprint.get("/report.json.gz")
@access.public
def report_file(slug: str) -> ResponseReturnValue:
    """The reasons of everybody and the figures of every offering."""
    return _kept(open_record.published(slug).report, f"{slug}-report.json.gz")


@blueprint.get("/entries.txt")
@access.public
def entries(slug: str) -> ResponseReturnValue:
    """One reference a line, sorted: what the draw was made from."""
    return _text(open_record.entries(open_record.published(slug)), f"{slug}-entries.txt")


@blueprint.get("/numbers.txt")
@access.public
def numbers(slug: str) -> ResponseReturnValue:
    """Number, tab, reference: what the draw gave."""
    return _text(open_record.numbers(open_record.published(slug)), f"{slug}-numbers.txt")


def _kept(content: bytes | None, filename: str) -> Response:
    if content is None:
        raise NotFound(_("没有找到这个文件。"))
    return download(content, filename)


def _text(lines: list[str], filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain", headers=headers)
