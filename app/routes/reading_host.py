"""What the host of a reading club sees to: notes that wait, and the vote for the next book."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.programmes import ReasonForm
from app.forms.reading import CloseRoundForm
from app.models import Offering
from app.routes.console.attempt import done, shown
from app.routes.reading import blueprint
from app.services.meetings import hosting
from app.services.reading import clubs, notes, voting
from app.unit_of_work import unit_of_work


def _led(offering_id: int) -> Offering:
    """Raises Forbidden for whoever neither leads the club nor coordinates the whole city."""
    club = clubs.load(offering_id)
    hosting.require_host(access.actor(), access.scope(), club)
    return club


@blueprint.get("/<int:offering_id>/host")
@access.signed_in
def host(offering_id: int) -> ResponseReturnValue:
    club = _led(offering_id)
    running = voting.running(club)
    return render_template(
        "reading/host.html",
        club=club,
        programme=club.programme,
        waiting=notes.of_club(club, "pending"),
        shown=notes.of_club(club, "shown"),
        hidden=notes.of_club(club, "hidden"),
        ballot=voting.ballot(running) if running is not None else None,
    )


@blueprint.post("/<int:offering_id>/notes/<int:note_id>/show")
@access.signed_in
def show_note(offering_id: int, note_id: int) -> ResponseReturnValue:
    club = _led(offering_id)
    with unit_of_work():
        notes.show(access.actor(), club, note_id)
    flash(_("已展示，成员都能看到。"), "success")
    return redirect(url_for(".host", offering_id=offering_id))


@blueprint.route("/<int:offering_id>/notes/<int:note_id>/hide", methods=["GET", "POST"])
@access.signed_in
def hide_note(offering_id: int, note_id: int) -> ResponseReturnValue:
    club, form = _led(offering_id), ReasonForm()
    note = notes.load(club, note_id)
    if done(form, lambda: notes.hide(access.actor(), club, note_id, form.why())):
        flash(_("没有展示，写的人会看到原因。"), "success")
        return redirect(url_for(".host", offering_id=offering_id))
    page = render_template("reading/hide.html", club=club, programme=club.programme, note=note, form=form)
    return shown(form, page)


@blueprint.post("/<int:offering_id>/rounds/open")
@access.signed_in
def open_round(offering_id: int) -> ResponseReturnValue:
    club = _led(offering_id)
    with unit_of_work():
        voting.open_round(access.actor(), club)
    flash(_("已开始，成员收到了通知。"), "success")
    return redirect(url_for(".host", offering_id=offering_id))


@blueprint.route("/<int:offering_id>/rounds/close", methods=["GET", "POST"])
@access.signed_in
def close_round(offering_id: int) -> ResponseReturnValue:
    """The votes as they stand, and what closing does."""
    club = _led(offering_id)
    running = voting.running(club)
    if running is None:
        return redirect(url_for(".host", offering_id=offering_id))
    ballot = voting.ballot(running)
    tied = [each for each in ballot.proposals if each.id in ballot.outcome.tied]
    form = CloseRoundForm(tied)
    if done(
        form, lambda: voting.close(access.actor(), club, form.chosen.data or None, form.reason.data or "")
    ):
        flash(_("已结束，结果通知了成员。"), "success")
        return redirect(url_for(".host", offering_id=offering_id))
    page = render_template(
        "reading/close.html", club=club, programme=club.programme, form=form, ballot=ballot, tied=tied
    )
    return shown(form, page)
