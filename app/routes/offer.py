"""A place that has been offered from the waitlist: until when, what either answer means, and answering."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import access
from app.errors import DomainError, Forbidden, NotFound
from app.forms.offer import AnswerForm
from app.models import Account, WaitlistEntry
from app.services import modes, my_registrations, registration, waiting
from app.unit_of_work import unit_of_work

blueprint = Blueprint("offer", __name__, url_prefix="/mine/<reference>/offer")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.signed_in
def show(reference: str) -> Answer:
    """The offer; without one, to where the registration stands."""
    entry = _entry(reference)
    if entry.state != "offered":
        return redirect(url_for("mine.show", reference=entry.registration.reference))
    return _page(entry, AnswerForm(), 200)


@blueprint.post("/accept")
@access.signed_in
def accept(reference: str) -> Answer:
    """The place is theirs."""
    return _answered(reference, waiting.accept, _("已接受，名额已确认。"))


@blueprint.post("/decline")
@access.signed_in
def decline(reference: str) -> Answer:
    """The place goes to the next."""
    return _answered(reference, waiting.decline, _("已放弃，名额会给下一位。"))


def _answered(reference: str, act: Callable[[WaitlistEntry, Account], None], said: str) -> Answer:
    entry, form = _entry(reference), AnswerForm()
    if not form.validate_on_submit():
        return _page(entry, form, 422)
    try:
        with unit_of_work():
            act(entry, access.actor())
    except DomainError as refused:
        form.form_errors.append(refused.message)
        return _page(entry, form, refused.status)
    flash(said, "success")
    return redirect(url_for("mine.show", reference=entry.registration.reference))


def _entry(reference: str) -> WaitlistEntry:
    """Raises NotFound, and Forbidden for who may look at the registration but not answer for it."""
    account = access.actor()
    found = my_registrations.for_account(reference, account)
    if not registration.may_withdraw(found, account):
        raise Forbidden(_("请联系报名人或本单位工会经办人答复。"))
    entry = waiting.entry_of(found)
    if entry is None:
        raise NotFound(_("这份报名没有在候补。"))
    return entry


def _page(entry: WaitlistEntry, form: AnswerForm, status: int) -> tuple[str, int]:
    page = render_template(
        "offer/show.html",
        entry=entry,
        registration=entry.registration,
        programme=entry.programme,
        standing=modes.explain(entry.registration, access.actor().person),
        form=form,
    )
    return page, status
