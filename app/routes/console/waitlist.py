"""Who waits for places that are given one by one, and changing the order with a reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.waitlist import MoveForm
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.services import features, programmes, waiting, waiting_desk

blueprint = Blueprint(
    "console_waitlist", __name__, url_prefix="/console/programmes/<int:programme_id>/waitlist"
)
keep_private(blueprint)


@blueprint.get("/")
@access.coordinator
def show(programme_id: int) -> ResponseReturnValue:
    """The line, as far as it is of the coordinator's part of the tree; figures of the whole for the city."""
    scope = access.scope()
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not scope.whole_city:
        abort(404)
    page = waiting_desk.page(programme, scope.units(), request.args.get("page", 1, type=whole_number))
    return render_template(
        "console/waitlist/show.html",
        programme=programme,
        page=page,
        places=waiting_desk.places_of(programme),
        passed_over=waiting_desk.passed_over(page.items),
        timed=features.timed(programme),
        seats=waiting_desk.seats(programme),
        uses=waiting_desk.uses(programme) if scope.whole_city else [],
        may_move=scope.whole_city,
    )


@blueprint.route("/<reference>/move", methods=["GET", "POST"])
@access.city_coordinator
def move(programme_id: int, reference: str) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    entry = waiting_desk.entry_in(programme, reference)
    places = waiting_desk.places_of(programme)
    form = MoveForm(place=places.get(entry.id))

    def act() -> None:
        waiting.move(access.actor(), entry, form.place.data or 0, form.reason.data or "")

    if done(form, act):
        flash(_("已调整候补顺序。"), "success")
        return redirect(url_for(".show", programme_id=programme_id))
    page = render_template(
        "console/waitlist/move.html",
        programme=programme,
        entry=entry,
        place=places.get(entry.id),
        count=len(places),
        form=form,
    )
    return shown(form, page)
