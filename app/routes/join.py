"""Joining the union by scanning a unit's code: what anybody sees, and beginning to apply."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import access
from app.errors import DomainError
from app.services import join_union
from app.unit_of_work import unit_of_work

blueprint = Blueprint("join", __name__, url_prefix="/join")


@blueprint.get("/<unit_code>")
@access.public
def show(unit_code: str) -> ResponseReturnValue:
    """What joining means and whose coordinator will confirm it; nothing of who has joined."""
    return render_template(
        "join/show.html", unit=join_union.unit_of(unit_code), programme=join_union.programme()
    )


@blueprint.post("/<unit_code>")
@access.public
def begin(unit_code: str) -> ResponseReturnValue:
    """Who has not signed in does so first, and comes back here."""
    unit = join_union.unit_of(unit_code)
    if not current_user.is_authenticated:
        return redirect(url_for("sign_in.phone", next=url_for(".show", unit_code=unit_code)))
    try:
        with unit_of_work():
            slug = join_union.remember(access.actor(), unit).slug
    except DomainError as refused:
        flash(refused.message, "error")
        return redirect(url_for(".show", unit_code=unit_code))
    return redirect(url_for("sign_up.index", slug=slug))
