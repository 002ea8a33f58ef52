"""What anybody may download of a draw, to do it again: the frozen list, and the numbers once drawn."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app import access
from app.services.allocation import drawn_record

blueprint = Blueprint("drawn", __name__, url_prefix="/programmes/<slug>/draw")


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    programme = drawn_record.find(slug)
    return render_template("drawn/index.html", programme=programme, figures=drawn_record.figures(programme))


@blueprint.get("/entries.txt")
@access.public
def entries(slug: str) -> ResponseReturnValue:
    """One entry a line, sorted: what is drawn from."""
    return _text(drawn_record.entries(drawn_record.find(slug)), f"{slug}-entries.txt")


@blueprint.get("/numbers.txt")
@access.public
def numbers(slug: str) -> ResponseReturnValue:
    """Number, tab, entry: what the draw gave."""
    return _text(drawn_record.numbers(drawn_record.find(slug)), f"{slug}-numbers.txt")


@blueprint.get("/parties.txt")
@access.public
def parties(slug: str) -> ResponseReturnValue:
    """Number, tab, reference: in which order parties were asked, by the best of their entries."""
    return _text(drawn_record.parties(drawn_record.find(slug)), f"{slug}-parties.txt")


def _text(lines: list[str], filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain", headers=headers)
