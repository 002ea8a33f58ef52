"""A guest's stay: its days, a private talk, the phone for the leader, and how it was."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock, words
from app.forms.stays import BookForm, OpinionForm
from app.models import Offering, Person, StaySlot
from app.routes.console.attempt import done, shown
from app.services import accounts
from app.services.stays import guests, leaders, slots, survey, timetable
from app.unit_of_work import unit_of_work

blueprint = Blueprint("stay", __name__, url_prefix="/stays/<int:offering_id>")


@blueprint.get("")
@access.worker
def show(offering_id: int) -> ResponseReturnValue:
    """Day by day; what is today stands open."""
    offering, me = _own(offering_id)
    free = slots.free(offering)
    return render_template(
        "stay/show.html",
        offering=offering,
        days=timetable.days(offering),
        day=clock.today(),
        own_slot=slots.own(offering, me),
        free_count=len(free),
        leader=leaders.of_offering(offering),
        guest=guests.one(offering, me.id),
        survey_open=survey.is_open(offering, me),
        now=clock.now(),
    )


@blueprint.route("/talk", methods=["GET", "POST"])
@access.worker
def book(offering_id: int) -> ResponseReturnValue:
    """One of the free times of a counsellor, for oneself alone."""
    offering, me = _own(offering_id)
    free = slots.free(offering)
    form = BookForm([(slot.id, _line(slot)) for slot in free])

    def take() -> None:
        slots.book(me, offering, form.slot.data or 0, form.note.data or "")

    if done(form, take):
        flash(_("已约好。只有您和咨询师能看到。"), "success")
        return redirect(url_for(".show", offering_id=offering_id))
    page = render_template("stay/book.html", offering=offering, form=form, own_slot=slots.own(offering, me))
    return shown(form, page)


@blueprint.post("/talk/cancel")
@access.worker
def cancel(offering_id: int) -> ResponseReturnValue:
    with unit_of_work():
        offering, me = _own(offering_id)
        slots.cancel(me, offering)
    flash(_("已取消预约，写的内容已删除。"), "success")
    return redirect(url_for(".show", offering_id=offering_id))


@blueprint.post("/phone")
@access.worker
def phone(offering_id: int) -> ResponseReturnValue:
    """Whether the leader of the group may call."""
    with unit_of_work():
        offering, me = _own(offering_id)
        shares = guests.share_phone(offering, me, request.form.get("share") == "yes")
    flash(_("领队现在可以给您打电话。") if shares else _("领队看不到您的手机号了。"), "success")
    return redirect(url_for(".show", offering_id=offering_id))


@blueprint.route("/opinion", methods=["GET", "POST"])
@access.worker
def opinion(offering_id: int) -> ResponseReturnValue:
    """How it was: once, without a name."""
    offering, me = _own(offering_id)
    form = OpinionForm.of([(key, survey.label(key)) for key in survey.questions(offering)])

    def answer() -> None:
        survey.answer(offering, me, form.marks(), form.again.data == "yes", form.words.data or "")

    if done(form, answer):
        flash(_("谢谢，您的意见已收到。"), "success")
        return redirect(url_for(".show", offering_id=offering_id))
    page = render_template(
        "stay/opinion.html",
        offering=offering,
        form=form,
        is_open=survey.is_open(offering, me),
        answered=survey.has_answered(offering, me),
        until=survey.until(offering),
    )
    return shown(form, page)


def _own(offering_id: int) -> tuple[Offering, Person]:
    """A stay in which the signed-in person has a place."""
    offering = guests.load(offering_id)
    return offering, guests.own(offering, access.actor().person).person


def _line(slot: StaySlot) -> str:
    local = clock.local(slot.starts_at)
    when = f"{words.day(local.date())} {words.weekday(local.date())} {local:%H:%M}"
    ends = f"{clock.local(slot.ends_at):%H:%M}"
    said = (f"{when}–{ends}", accounts.name(slot.counsellor), slot.place)
    return words.listed(part for part in said if part)
