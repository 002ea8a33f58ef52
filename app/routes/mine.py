"""A worker's own registrations, their slot or the reasons for none, and withdrawing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app import access
from app.errors import DomainError, Forbidden
from app.forms.withdraw import WithdrawForm
from app.identity import mask_name
from app.models import Registration
from app.routes.calendar_download import calendar_download
from app.services import (
    answering,
    calendar_feed,
    check_in_code,
    features,
    modes,
    my_matters,
    my_registrations,
    notify,
    registration,
    slots,
)
from app.unit_of_work import unit_of_work

blueprint = Blueprint("mine", __name__, url_prefix="/mine")
blueprint.add_app_template_filter(slots.room_words)
blueprint.add_app_template_filter(check_in_code.picture, "check_in_code")
blueprint.add_app_template_filter(mask_name)

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("")
@access.signed_in
def index() -> str:
    """Everything of mine: what waits for an answer, what comes next, what I have, what I was told."""
    account = access.actor()
    told = notify.of_person(account.person_id) if account.person_id is not None else []
    return render_template(
        "mine/index.html",
        mine=my_matters.of(account),
        notices=[(notice.created_at, notify.text(notice)) for notice in told],
        feed=calendar_feed.of_account(account),
    )


@blueprint.get("/<reference>")
@access.signed_in
def show(reference: str) -> str:
    """Where one registration stands."""
    account = access.actor()
    found = my_registrations.for_account(reference, account)
    is_lead = found.lead.person_id == account.person_id
    own = features.of(found.programme)
    return render_template(
        "mine/show.html",
        registration=found,
        programme=found.programme,
        standing=modes.explain(found, account.person),
        may_withdraw=registration.may_withdraw(found, account),
        is_lead=is_lead,
        feature_links=[link for each in own for link in each.own_links(found, account.person)],
        answers=answering.shown(found) if is_lead else [],
    )


@blueprint.get("/<reference>/change")
@access.signed_in
def change(reference: str) -> BaseResponse:
    """To the form, filled in with what was sent."""
    found = my_registrations.for_account(reference, access.actor())
    return redirect(url_for("sign_up.index", slug=found.programme.slug))


@blueprint.get("/<reference>/calendar.ics")
@access.signed_in
def calendar(reference: str) -> Response:
    """The slot for the phone's calendar."""
    found = my_registrations.for_account(reference, access.actor())
    return calendar_download(found, modes.explain(found, access.actor().person))


@blueprint.route("/<reference>/withdraw", methods=["GET", "POST"])
@access.signed_in
def withdraw(reference: str) -> Answer:
    """What withdrawing means, then doing it."""
    account = access.actor()
    found = my_registrations.for_account(reference, account)
    if not registration.may_withdraw(found, account):
        raise Forbidden(_("请联系报名人或本单位工会经办人办理退出。"))
    form = WithdrawForm()
    if found.state != "withdrawn" and not form.validate_on_submit():
        return _withdraw_page(found, form, 422 if form.is_submitted() else 200)
    try:
        with unit_of_work():
            registration.withdraw(found, account, form.reason.data or "")
    except DomainError as refused:
        form.form_errors.append(refused.message)
        return _withdraw_page(found, form, refused.status)
    flash(_("已退出，编号 %(reference)s。", reference=found.reference), "success")
    return redirect(url_for(".show", reference=found.reference))


def _withdraw_page(found: Registration, form: WithdrawForm, status: int) -> tuple[str, int]:
    page = render_template(
        "mine/withdraw.html",
        registration=found,
        programme=found.programme,
        form=form,
        standing=modes.explain(found, access.actor().person),
    )
    return page, status
