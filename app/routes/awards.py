"""The archive of awards, for everybody; and one's own."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import access
from app.plausible import whole_number
from app.services import issued_certificates
from app.services.contest import awards

blueprint = Blueprint("awards", __name__, url_prefix="/awards")


@blueprint.get("")
@access.public
def index() -> ResponseReturnValue:
    """By year and contest, and by words."""
    year, contest = request.args.get("year", type=whole_number), request.args.get("contest", "")
    text = request.args.get("q", "").strip()[:60]
    return render_template(
        "awards/index.html",
        page=awards.search(text, year, contest, request.args.get("page", 1, type=whole_number)),
        years=awards.years(),
        contests=awards.contests(year),
        year=year,
        contest=contest,
        text=text,
    )


@blueprint.get("/mine")
@access.worker
def mine() -> ResponseReturnValue:
    """What one has won, and the certificates that go with it."""
    person = access.actor().person
    assert person is not None  # the decorator has seen to it
    return render_template(
        "awards/mine.html",
        awards=awards.of_person(person),
        certificates=issued_certificates.of_person(person),
    )
