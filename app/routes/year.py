"""The year's practical matters for everybody: what was promised, what has been reached."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from app import access
from app.plausible import whole_number
from app.services import year_figures

blueprint = Blueprint("year", __name__, url_prefix="/year")


@blueprint.get("")
@access.public
def index() -> str:
    years = year_figures.years()
    year = request.args.get("year", years[0] if years else None, type=whole_number)
    if years and year not in years:
        abort(404)
    groups = year_figures.of_year(year) if year else []
    return render_template("year/index.html", year=year, years=years, groups=groups)
