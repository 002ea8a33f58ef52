"""What has become of one's own nomination, and the way to ranking."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app import access, clock
from app.services import catalogue, party_checks
from app.services.nominating import nominations, rounds

blueprint = Blueprint("nomination", __name__, url_prefix="/programmes/<slug>/nomination")


@blueprint.get("")
@access.worker
def show(slug: str) -> ResponseReturnValue:
    """Nominated or not, and what to do until when."""
    programme = catalogue.find(slug)
    person = access.actor().person
    if person is None or "nomination" not in programme.features:
        abort(404)
    return render_template(
        "nomination/show.html",
        programme=programme,
        nomination=nominations.latest(programme, person),
        member=party_checks.active_member(programme, person),
        stage_words=rounds.stage_words(programme, rounds.of(programme)),
        is_open=party_checks.is_open(programme),
        now=clock.now(),
    )
