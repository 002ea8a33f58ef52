"""The codes that units put up, so that people scan them to join the union."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app import access
from app.services import join_union, programmes

blueprint = Blueprint("console_join", __name__, url_prefix="/console/join")


@blueprint.get("/programmes/<int:programme_id>")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """The unions of the coordinator's part of the tree."""
    programme = programmes.load(programme_id)
    units = join_union.units(access.scope().units())
    return render_template("console/join/index.html", programme=programme, units=units)


@blueprint.get("/units/<unit_code>")
@access.coordinator
def poster(unit_code: str) -> ResponseReturnValue:
    """To be printed and put up."""
    unit = join_union.unit_of(unit_code)
    access.require_scope(unit)
    address = url_for("join.show", unit_code=unit.code, _external=True)
    return render_template(
        "console/join/poster.html", unit=unit, address=address, picture=join_union.picture(address)
    )
