"""Locking parties before the next run: the list, one party, lifting a lock."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.errors import NotFound
from app.forms.console.locks import ReasonForm, chosen_rooms, lock_form
from app.models import Offering, Registration
from app.routes.console.attempt import done, shown
from app.routes.console.kept import keep_private
from app.routes.console.runs import programme_of
from app.services.allocation import locks

blueprint = Blueprint("console_locks", __name__, url_prefix="/console/runs/locks")
keep_private(blueprint)

NOWHERE = "none"


@blueprint.get("/programmes/<int:programme_id>")
@access.city_coordinator
def index(programme_id: int) -> ResponseReturnValue:
    programme = programme_of(programme_id)
    found = locks.of_programme(programme)
    return render_template("console/locks/index.html", programme=programme, locks=found)


@blueprint.post("/find")
@access.city_coordinator
def find() -> ResponseReturnValue:
    """A reference typed into the list's search leads to its party."""
    reference = request.form.get("reference", "").strip().upper()
    return redirect(url_for(".party", reference=locks.party(reference).reference))


@blueprint.route("/parties/<reference>", methods=["GET", "POST"])
@access.city_coordinator
def party(reference: str) -> ResponseReturnValue:
    """Where first, then rooms and the reason: `where` is an offering's number, or none for no place."""
    registration = locks.party(reference)
    where = request.args.get("where", "")
    offering = _offering(registration, where)
    form = lock_form(registration.members, locks.open_rooms(offering) if offering is not None else [])
    if where and done(form, lambda: _add(registration, offering, form)):
        flash(_("已锁定。有改动，需重新分配。"), "success")
        return redirect(url_for(".index", programme_id=registration.programme_id))
    page = render_template(
        "console/locks/party.html",
        registration=registration,
        programme=programme_of(registration.programme_id),
        lock=locks.in_force(registration),
        where=where,
        offering=offering,
        form=form,
    )
    return shown(form, page)


@blueprint.route("/<int:lock_id>/remove", methods=["GET", "POST"])
@access.city_coordinator
def remove(lock_id: int) -> ResponseReturnValue:
    lock, form = locks.by_id(lock_id), ReasonForm()
    programme_id = lock.programme_id
    if done(form, lambda: locks.remove(lock, access.actor(), form.reason.data or "")):
        flash(_("已解除锁定。有改动，需重新分配。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/locks/remove.html", lock=lock, form=form)
    return shown(form, page)


def _add(registration: Registration, offering: Offering | None, form: ReasonForm) -> None:
    rooms = chosen_rooms(form, registration.members)
    locks.add(registration, access.actor(), offering, rooms, form.reason.data or "")


def _offering(registration: Registration, where: str) -> Offering | None:
    """The offering that `where` names; None for no place and while nothing is chosen."""
    if where in ("", NOWHERE):
        return None
    held = programme_of(registration.programme_id).offerings
    found = next((o for o in held if str(o.id) == where and not o.cancelled), None)
    if found is None:
        raise NotFound(_("没有找到这一期，或者它已经取消。"))
    return found
