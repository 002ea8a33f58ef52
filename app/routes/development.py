"""Pages that only a developer's own machine has: they are not registered in production."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import access
from app.services import development_codes

blueprint = Blueprint("development", __name__)


@blueprint.get("/development/codes")
@access.public
def codes() -> str:
    """The last one-time codes, since nobody gets a short message here."""
    return render_template("sign_in/development_codes.html", codes=development_codes.latest())
