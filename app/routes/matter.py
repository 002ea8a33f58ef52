"""The catalogue: every matter, and one with its numbers, programmes and places."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import access
from app.services import catalogue, kinds, matters, measures, year_figures
from app.services.modes.mode import stage_words

blueprint = Blueprint("matter", __name__, url_prefix="/matters")
blueprint.add_app_template_filter(measures.measured)


@blueprint.get("")
@access.public
def index() -> str:
    groups = [
        (theme, kinds.theme_words(theme), kinds.THEME_ICONS[theme], found)
        for theme, found in matters.by_theme().items()
    ]
    return render_template("matter/index.html", groups=groups)


@blueprint.get("/<int:number>")
@access.public
def show(number: int) -> str:
    found = matters.by_number(number)
    whole = matters.whole_of(found)
    groups = catalogue.of_matters(whole or [found])
    return render_template(
        "matter/show.html",
        matter=found,
        whole=whole,
        way=matters.way_words(found),
        figures=year_figures.of_targets(found.targets),
        facts=[target for target in found.targets if not target.aim],
        running={stage: own for stage, own in groups.items() if stage in catalogue.AHEAD},
        past={stage: own for stage, own in groups.items() if stage not in catalogue.AHEAD},
        places=matters.places_of(found),
        stage_words=stage_words,
    )
