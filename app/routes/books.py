"""What a programme's reading clubs read, for everybody, and how each book was chosen."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.services import catalogue
from app.services.reading import books, clubs, voting

blueprint = Blueprint("books", __name__, url_prefix="/programmes/<slug>/books")


@blueprint.get("")
@access.public
def index(slug: str) -> ResponseReturnValue:
    """The list, the rule of the vote and its results; who voted how, and notes, are on no public page."""
    programme = catalogue.find(slug)
    if programme.private or clubs.NAME not in programme.features:
        raise NotFound(_("这个项目没有公开的书目。"))
    return render_template(
        "reading/books.html",
        programme=programme,
        books=books.of_programme(programme),
        rounds=voting.closed(programme),
    )
