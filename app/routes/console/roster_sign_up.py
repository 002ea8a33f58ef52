"""From a checked roster to registrations: choices for all, confirming, and what came of it."""

from __future__ import annotations

import time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.errors import DomainError
from app.forms.console.roster import ConfirmForm, ranked
from app.models import ProgrammeText, RosterUpload
from app.plausible import whole_number
from app.routes.console.attempt import done, shown
from app.routes.console.roster_frame import blueprint, checked, closed_words, own
from app.routes.console.roster_table import RowPages
from app.services import roster_confirm, roster_summary, roster_uploads, texts
from app.services.roster_check import Checked
from app.services.roster_parties import Party
from app.unit_of_work import unit_of_work


@blueprint.route("/<int:upload_id>/choices", methods=["GET", "POST"])
@access.coordinator
def choices(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    found = checked(upload)
    options = [(option.id, option.text) for option in found.book.options()]
    form = ranked(found.programme.max_choices, options, found.document.choices)
    if done(form, lambda: roster_uploads.choose(upload, form.chosen())):
        flash(_("已为没有填写志愿的人选好志愿。"), "success")
        return redirect(url_for(".show", upload_id=upload_id))
    page = render_template(
        "console/roster/choices.html", upload=upload, programme=found.programme, form=form, checked=found
    )
    return shown(form, page)


@blueprint.route("/<int:upload_id>/confirm", methods=["GET", "POST"])
@access.coordinator
def confirm(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    found = checked(upload)
    if closed := closed_words(found.programme):
        flash(closed, "warning")
        return redirect(url_for(".show", upload_id=upload_id))
    form = ConfirmForm(stamp=found.document.stamp())
    consents = texts.in_force(found.programme, "consent")
    if form.validate_on_submit():
        if form.stamp.data != found.document.stamp():
            flash(_("名单刚刚有改动，请再看一遍再确认。"), "warning")
            return redirect(url_for(".confirm", upload_id=upload_id))
        parties = roster_confirm.declared(found, request.form.getlist("declared", type=whole_number))
        agreed = request.form.getlist("agreed", type=whole_number)
        if missing := [text for text in consents if text.id not in agreed]:
            form.form_errors += [_vouch_first(text) for text in missing]
        elif parties or not found.ready:
            return _sign_up(upload, found, parties, agreed)
        else:
            form.form_errors.append(_("请先确认健康申报，或在名单里改选其他地点。"))
    page = render_template(
        "console/roster/confirm.html",
        upload=upload,
        programme=found.programme,
        form=form,
        checked=found,
        asking=found.asking().values(),
        consents=consents,
        waiting=roster_summary.waiting(found),
        first_choices=roster_summary.first_choices(found),
    )
    return shown(form, page)


def _vouch_first(text: ProgrammeText) -> str:
    title = words.in_language(text, "title")
    return str(_("请先确认名单上的职工都同意“%(title)s”", title=title))


def _sign_up(
    upload: RosterUpload, found: Checked, parties: list[Party], agreed: list[int]
) -> ResponseReturnValue:
    """Batch by batch, so that workers who sign up meanwhile do not wait for a whole roster."""
    account, within, upload_id = access.actor(), access.scope().units(), upload.id
    venue_names = [
        venue.name for key, venue in found.asking().items() if any(key in p.health for p in parties)
    ]
    new: dict[int, str] = {}
    try:
        for start in range(0, len(parties), roster_confirm.BATCH):
            time.sleep(roster_confirm.PAUSE if start else 0)
            with unit_of_work():
                batch = parties[start : start + roster_confirm.BATCH]
                new |= roster_confirm.sign_up_some(account, upload, found.document, batch, within, agreed)
    except DomainError as refused:
        flash(refused.message, "warning")
    with unit_of_work():
        roster_confirm.finish(account, upload, new, venue_names)
    return redirect(url_for(".result", upload_id=upload_id))


@blueprint.get("/<int:upload_id>/result")
@access.coordinator
def result(upload_id: int) -> ResponseReturnValue:
    upload = own(upload_id)
    found = checked(upload)
    return render_template(
        "console/roster/result.html",
        upload=upload,
        programme=found.programme,
        checked=found,
        waiting=roster_summary.waiting(found),
        pages=RowPages(roster_summary.signed_up(found), request.args.get("page", 1, type=whole_number)),
    )
