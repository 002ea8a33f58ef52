"""What a coordinator has to do today."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import access
from app.services import console_today

blueprint = Blueprint("console_today", __name__, url_prefix="/console")


@blueprint.get("/")
@access.coordinator
def index() -> ResponseReturnValue:
    scope = access.scope()
    todos = (
        console_today.for_city(access.actor())
        if scope.whole_city
        else console_today.for_units(scope.units(), access.actor())
    )
    return render_template("console/today/index.html", todos=todos, whole_city=scope.whole_city)
