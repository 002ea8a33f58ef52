"""The forty matters, their places and programmes, and what is said to have been reached outside the site.

Last of all: it names programmes that other acts have made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.models import Programme
from app.services.demo import catalogue
from app.services.demo.acts.stage import Stage
from app.services.demo.catalogue import reached
from app.services.demo.catalogue.sketches import ENGLISH, SKETCHES
from app.services.demo.sketches.sketch import Sketch

ORDER = 900


def act(stage: Stage) -> None:
    entries = catalogue.read()
    matters = catalogue.write(entries)
    for days, sketch in SKETCHES:
        english = ENGLISH.get(sketch.slug, sketch.title_en)
        _live(stage, replace(sketch, title_en=english), days)
    catalogue.link(entries.programmes, matters)
    reached.report(stage.random("reached elsewhere"), stage.population.tree.districts)


def _live(stage: Stage, sketch: Sketch, days: int) -> None:
    """A sketch as if it had been written so many days ago; half a day at a campus needs no bed."""
    programme = stage.write(sketch)
    for offering in programme.offerings:
        offering.with_beds = False
    _earlier(programme, dt.timedelta(days=days))
    stage.bring(sketch, programme)


def _earlier(programme: Programme, by: dt.timedelta) -> None:
    for name in ("opens_at", "closes_at", "seed_known_at", "results_on"):
        if (value := getattr(programme, name)) is not None:
            setattr(programme, name, value - by)
    for offering in programme.offerings:
        offering.starts_on -= by
        offering.ends_on -= by
