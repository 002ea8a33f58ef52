"""The site about itself: language, rules, what happens to one's data, whether it is alive."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response

from app import access
from app.extensions import db, limiter
from app.local_path import local_path
from app.routes import home
from app.services import modes

blueprint = Blueprint("site", __name__)

# frames and error pages know the front page as the site's own
blueprint.add_url_rule("/", "index", home.index)


@blueprint.post("/language")
@access.public
def language() -> Response:
    """Remember the reader's language and go back to where they were."""
    if (chosen := request.form.get("lang")) in ("zh", "en"):
        session["lang"] = chosen
    return redirect(local_path(request.form.get("next")) or url_for("home.index"))


@blueprint.get("/rules")
@access.public
def rules() -> str:
    return render_template("site/rules.html", modes=modes.every().values())


@blueprint.get("/privacy")
@access.public
def privacy() -> str:
    return render_template("site/privacy.html")


@blueprint.get("/healthz")
@limiter.exempt
@access.public
def health() -> tuple[dict[str, str], int]:
    """For whatever watches the site: 200 when the database answers."""
    db.session.execute(text("select 1"))
    return {"status": "ok"}, 200
