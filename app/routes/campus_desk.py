"""The desk of a campus, on a tablet: today's arrivals, checking in, who did not come and who left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app import access, clock
from app.forms.stays import LeftEarlyForm, NoShowForm, ScanForm
from app.models import Account, Offering, Venue
from app.routes.console.attempt import done, shown
from app.services.stays import absence, desk, guests, leaders, settings, slots, survey, timetable
from app.services.stays.guests import Guest
from app.unit_of_work import unit_of_work

blueprint = Blueprint("campus_desk", __name__, url_prefix="/campus")
blueprint.add_app_template_filter(timetable.kind_words, "stay_kind")


@blueprint.app_context_processor
def menu() -> dict[str, Any]:
    """What of stays the account looks after, for the page's head: (words, address)."""
    if not current_user.is_authenticated:
        return {"stay_links": []}
    account = access.actor()
    found = []
    if desk.works_somewhere(account):
        found.append((_("前台"), url_for("campus_desk.index")))
    if leaders.of_account(account):
        found.append((_("领队"), url_for("leader.index")))
    if slots.counsels(account):
        found.append((_("谈话安排"), url_for("counsellor.index")))
    return {"stay_links": found}


@blueprint.get("/")
@access.signed_in
def index() -> ResponseReturnValue:
    """The campuses at whose desks one works; with one alone, straight there."""
    found = desk.venues(access.actor())
    if len(found) == 1:
        return redirect(url_for(".today", venue_id=found[0].id))
    return render_template("campus_desk/index.html", venues=found)


@blueprint.get("/<int:venue_id>")
@access.signed_in
def today(venue_id: int) -> ResponseReturnValue:
    """Everybody who is here or should be, over all programmes."""
    return _today_page(desk.load(access.actor(), venue_id), ScanForm())


@blueprint.post("/<int:venue_id>/scan")
@access.signed_in
def scan(venue_id: int) -> ResponseReturnValue:
    """From a code or a typed reference to its party."""
    venue, form = desk.load(access.actor(), venue_id), ScanForm()
    reference = []

    def find() -> None:
        reference.append(desk.found_by(venue, form.reference.data or "")[1].reference)

    if done(form, find):
        return redirect(url_for(".party", venue_id=venue_id, reference=reference[0]))
    return _today_page(desk.load(access.actor(), venue_id), form)


def _today_page(venue: Venue, form: ScanForm) -> ResponseReturnValue:
    stays = guests.at_venue(venue, clock.today())
    page = render_template("campus_desk/today.html", venue=venue, stays=stays, form=form, day=clock.today())
    return shown(form, page)


@blueprint.get("/<int:venue_id>/parties/<reference>")
@access.signed_in
def party(venue_id: int, reference: str) -> ResponseReturnValue:
    """One party: who has come, which beds, and what can be done."""
    venue = desk.load(access.actor(), venue_id)
    offering, registration = desk.found_by(venue, reference)
    return render_template(
        "campus_desk/party.html",
        venue=venue,
        offering=offering,
        registration=registration,
        guests=guests.party(offering, registration),
        counts=settings.of(offering.programme).no_show_counts,
    )


@blueprint.post("/<int:venue_id>/parties/<reference>/check-in")
@access.signed_in
def check_in_party(venue_id: int, reference: str) -> ResponseReturnValue:
    with unit_of_work():
        venue = desk.load(access.actor(), venue_id)
        offering, registration = desk.found_by(venue, reference)
        came = desk.check_in_party(access.actor(), offering, registration)
    flash(_("已报到 %(count)s 人。", count=came) if came else _("都已办过。"), "success")
    return redirect(url_for(".party", venue_id=venue_id, reference=reference))


# one press for one guest: what it does, and what is said then
ACTS: Mapping[str, tuple[Callable[[Account, Offering, int], None], str]] = {
    "check-in": (desk.check_in, _l("已报到。")),
    "undo-check-in": (desk.undo_check_in, _l("已撤销报到。")),
    "undo-no-show": (absence.undo_no_show, _l("已撤销未到。")),
    "undo-left": (absence.undo_left_early, _l("已撤销提前离开。")),
}


@blueprint.post("/<int:venue_id>/offerings/<int:offering_id>/people/<int:person_id>/<act>")
@access.signed_in
def act(venue_id: int, offering_id: int, person_id: int, act: str) -> ResponseReturnValue:
    """Come, or taken back what was said of them."""
    if act not in ACTS:
        abort(404)
    do, said = ACTS[act]
    with unit_of_work():
        _venue, offering, guest = _guest(venue_id, offering_id, person_id)
        do(access.actor(), offering, person_id)
        reference = guest.reference
    flash(said, "success")
    return redirect(url_for(".party", venue_id=venue_id, reference=reference))


@blueprint.route(
    "/<int:venue_id>/offerings/<int:offering_id>/people/<int:person_id>/no-show", methods=["GET", "POST"]
)
@access.signed_in
def no_show(venue_id: int, offering_id: int, person_id: int) -> ResponseReturnValue:
    """They did not come; whether the place counts as used, and why."""
    venue, offering, guest = _guest(venue_id, offering_id, person_id)
    form = NoShowForm()

    def record() -> None:
        absence.no_show(access.actor(), offering, person_id, form.why(), form.used())

    reference = guest.reference
    if done(form, record):
        flash(_("已登记未到，已告知本人。"), "success")
        return redirect(url_for(".party", venue_id=venue_id, reference=reference))
    page = render_template(
        "campus_desk/no_show.html",
        form=form,
        venue=venue,
        offering=offering,
        guest=guest,
        counts=settings.of(offering.programme).no_show_counts,
    )
    return shown(form, page)


@blueprint.route(
    "/<int:venue_id>/offerings/<int:offering_id>/people/<int:person_id>/left", methods=["GET", "POST"]
)
@access.signed_in
def left(venue_id: int, offering_id: int, person_id: int) -> ResponseReturnValue:
    """They have gone home before the last day."""
    venue, offering, guest = _guest(venue_id, offering_id, person_id)
    form = LeftEarlyForm(left_on=clock.today())

    def record() -> None:
        if form.left_on.data is not None:
            absence.left_early(access.actor(), offering, person_id, form.left_on.data, form.why())

    reference = guest.reference
    if done(form, record):
        flash(_("已登记提前离开。"), "success")
        return redirect(url_for(".party", venue_id=venue_id, reference=reference))
    page = render_template("campus_desk/left.html", form=form, venue=venue, offering=offering, guest=guest)
    return shown(form, page)


@blueprint.get("/<int:venue_id>/opinions")
@access.signed_in
def opinions(venue_id: int) -> ResponseReturnValue:
    """What guests thought of the campus: sums alone, and none of their words."""
    venue = desk.load(access.actor(), venue_id)
    results = survey.results(survey.stays_at(venue))
    return render_template("campus_desk/opinions.html", venue=venue, results=results, least=survey.LEAST)


def _guest(venue_id: int, offering_id: int, person_id: int) -> tuple[Venue, Offering, Guest]:
    """A guest of a stay that is at the campus today, for who works at its desk."""
    venue = desk.load(access.actor(), venue_id)
    offering = desk.offering_at(venue, offering_id)
    return venue, offering, guests.one(offering, person_id)
