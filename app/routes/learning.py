"""My way: learning, practice, contests, certificates."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import access
from app.models import Person
from app.services import learning

blueprint = Blueprint("learning", __name__, url_prefix="/mine/learning")
blueprint.add_app_template_filter(learning.stage_words, "learning_stage")


@blueprint.get("")
@access.worker
def show() -> str:
    person = access.actor().person
    assert isinstance(person, Person)
    return render_template("learning/show.html", way=learning.of(person))
