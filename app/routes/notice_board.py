"""The public notice of a review's result, and objecting to it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access
from app.forms.review import ObjectionForm
from app.routes.console.attempt import done, shown
from app.services import modes, my_registrations
from app.services.reviewing import notice, objections

blueprint = Blueprint("notice_board", __name__)


@blueprint.get("/programmes/<slug>/notice")
@access.public
def show(slug: str) -> ResponseReturnValue:
    """Who is granted and who is not, by surname and unit; and what the reader has objected."""
    programme = notice.find(slug)
    mine = objections.of_account(programme, access.actor()) if current_user.is_authenticated else []
    return render_template(
        "notice_board/show.html",
        programme=programme,
        lines=notice.lines(programme),
        facts=modes.of(programme).facts(programme),
        takes_objections=notice.takes_objections(programme),
        counts=objections.counts(programme),
        mine=mine,
    )


@blueprint.get("/mine/<reference>/notice")
@access.signed_in
def of_entry(reference: str) -> ResponseReturnValue:
    """From one's own page to the notice that it stands on."""
    found = my_registrations.for_account(reference, access.actor())
    return redirect(url_for(".show", slug=found.programme.slug))


@blueprint.route("/programmes/<slug>/notice/objection", methods=["GET", "POST"])
@access.signed_in
def objection(slug: str) -> ResponseReturnValue:
    programme = notice.find(slug)
    form = ObjectionForm(
        [(line.registration_id, f"{line.name} {line.unit}") for line in notice.lines(programme)]
    )
    if done(
        form,
        lambda: objections.raise_(access.actor(), programme, form.words.data or "", form.about()),
    ):
        flash(_("异议已收到，会逐条核实答复。"), "success")
        return redirect(url_for(".show", slug=slug))
    page = render_template(
        "notice_board/objection.html",
        programme=programme,
        form=form,
        takes_objections=notice.takes_objections(programme),
    )
    return shown(form, page)
