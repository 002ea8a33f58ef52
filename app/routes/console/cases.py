"""How a programme's cases stand, in figures; who is in them, only its queue shows."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.models import Programme
from app.services import modes, privacy, programmes
from app.services.casework import figures, limits

blueprint = Blueprint("console_cases", __name__, url_prefix="/console/programmes/<int:programme_id>/cases")


@blueprint.get("/")
@access.city_coordinator
def show(programme_id: int) -> ResponseReturnValue:
    programme = with_cases(programme_id)
    return render_template(
        "console/cases/show.html",
        programme=programme,
        figures=figures.of(programme),
        limits=limits.listed(programme),
        sees=privacy.may_see_people(access.actor(), programme),
    )


def with_cases(programme_id: int) -> Programme:
    """A programme whose entries are decided one by one. Raises NotFound for any other."""
    programme = programmes.load(programme_id)
    if not modes.of(programme).has_cases:
        raise NotFound(_("这个项目不是逐件办理。请从项目列表里重新选择。"))
    return programme
