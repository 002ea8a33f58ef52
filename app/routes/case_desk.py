"""Whoever sees to cases: their queue, what nobody has taken, what is late."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.plausible import whole_number
from app.services import accounts
from app.services.casework import desk
from app.services.casework.desk import Criteria

blueprint = Blueprint("case_desk", __name__, url_prefix="/cases")


@blueprint.get("/")
@access.case_worker
def index() -> ResponseReturnValue:
    view = request.args.get("view", "mine")
    criteria = Criteria(
        view if view in desk.VIEWS else "mine",
        request.args.get("programme", type=whole_number),
        request.args.get("q", "").strip(),
    )
    account = access.actor()
    found = desk.page(account, criteria, request.args.get("page", 1, type=whole_number) or 1)
    return render_template(
        "cases/index.html",
        criteria=criteria,
        found=found,
        counts=desk.counts(account, criteria.programme_id),
        views={each: desk.view_words(each) for each in desk.VIEWS},
        programmes=desk.programmes(account),
        urgency=desk.urgency,
        named=accounts.name,
    )


@blueprint.get("/next")
@access.case_worker
def following() -> ResponseReturnValue:
    """To the most urgent case that waits for the account."""
    case_id = desk.next_id(access.actor(), request.args.get("after", type=whole_number))
    if case_id is None:
        flash(_("没有等您办理的办件了。"), "success")
        return redirect(url_for(".index"))
    return redirect(url_for("case_file.show", case_id=case_id))
