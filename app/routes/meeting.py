"""A meeting's own page for whoever comes to it, when and where, and checking in there."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access, clock
from app.errors import DomainError, Forbidden
from app.extensions import limiter
from app.forms.meeting import ArriveForm
from app.models import Meeting, Person
from app.routes.console.attempt import done, shown
from app.services import catalogue, check_ins, participants
from app.services.meetings import arriving, attendance, calendar, guests, hosting, timetable
from app.unit_of_work import unit_of_work

blueprint = Blueprint("meeting", __name__, url_prefix="/meetings")
blueprint.add_app_template_filter(clock.local)


@blueprint.app_context_processor
def menu() -> dict[str, bool]:
    """Whether the page's head leads to meetings that one hosts."""
    return {"hosts_meetings": current_user.is_authenticated and hosting.is_host(access.actor())}


def reader() -> Person:
    """The worker who reads the page."""
    person = access.actor().person
    if person is None:
        raise Forbidden(_("请先确认您是谁。"))
    return person


def visible(meeting_id: int) -> Meeting:
    """The meeting, as far as the reader may know of it: of a private programme only who comes to it."""
    meeting = timetable.load(meeting_id)
    if meeting.offering.programme.private and not arriving.may_come(meeting, reader()):
        raise Forbidden(_("这是保密项目，只有本人和专办人员能查看。"))
    return meeting


@blueprint.get("/<int:meeting_id>")
@access.worker
def show(meeting_id: int) -> ResponseReturnValue:
    """When and where; what the reader has to do with it."""
    meeting, person = visible(meeting_id), reader()
    comes = arriving.may_come(meeting, person)
    shows_link_at = meeting.starts_at - dt.timedelta(minutes=meeting.link_minutes)
    return render_template(
        "meeting/show.html",
        meeting=meeting,
        programme=meeting.offering.programme,
        comes=comes,
        is_guest=guests.find(meeting, person) is not None,
        came=check_ins.find(meeting.offering, person, meeting),
        link=meeting.link if comes and shows_link_at <= clock.now() < meeting.ends_at else None,
        shows_link_at=shows_link_at,
        check_in_refusal=arriving.refusal(meeting),
        opens_at=meeting.starts_at - arriving.BEFORE,
        is_off=timetable.is_off(meeting),
        free=guests.free(meeting) if guests.is_open(meeting) else None,
        refusals=[] if comes else guests.refusals(meeting, person),
        now=clock.now(),
    )


@blueprint.get("/<int:meeting_id>/calendar.ics")
@access.worker
def calendar_file(meeting_id: int) -> ResponseReturnValue:
    meeting = visible(meeting_id)
    headers = {"Content-Disposition": f'attachment; filename="meeting-{meeting.id}.ics"'}
    return Response(calendar.of([meeting]), content_type="text/calendar; charset=utf-8", headers=headers)


@blueprint.post("/<int:meeting_id>/come")
@access.worker
def come(meeting_id: int) -> ResponseReturnValue:
    """A seat at this meeting alone."""
    meeting, person = visible(meeting_id), reader()
    with unit_of_work():
        guests.claim(meeting, person)
    flash(_("已预约这一次，到场扫码签到。"), "success")
    return redirect(url_for(".show", meeting_id=meeting_id))


@blueprint.post("/<int:meeting_id>/not-coming")
@access.worker
def not_coming(meeting_id: int) -> ResponseReturnValue:
    meeting, person = visible(meeting_id), reader()
    with unit_of_work():
        guests.give_back(meeting, person)
    flash(_("已退掉，名额让给别人了。"), "success")
    return redirect(url_for(".show", meeting_id=meeting_id))


def _who() -> str:
    """Codes are counted by who types them: a hall full of people has one address."""
    return f"arrive:{access.actor().id}" if current_user.is_authenticated else "arrive:nobody"


@blueprint.route("/<int:meeting_id>/arrive", methods=["GET", "POST"])
@access.worker
@limiter.limit("10 per minute", key_func=_who, methods=["POST"])
def arrive(meeting_id: int) -> ResponseReturnValue:
    """Where the screen's code leads: one press with the code that was scanned, or with one typed."""
    meeting, person = visible(meeting_id), reader()
    form = ArriveForm(code=request.args.get("code", "")[:20])
    if done(form, lambda: arriving.by_code(meeting, person, form.code.data or "")):
        flash(_("已签到。"), "success")
        return redirect(url_for(".show", meeting_id=meeting_id))
    page = render_template(
        "meeting/arrive.html",
        meeting=meeting,
        programme=meeting.offering.programme,
        form=form,
        came=check_ins.find(meeting.offering, person, meeting),
        comes=arriving.may_come(meeting, person),
        refusal=arriving.refusal(meeting),
        free=guests.free(meeting) if guests.is_open(meeting) else 0,
        scanned=bool(request.args.get("code")),
    )
    return shown(form, page)


@blueprint.get("/of/<slug>")
@access.worker
def mine(slug: str) -> ResponseReturnValue:
    """All meetings of what the reader takes part in, in a programme, and to which they came."""
    programme, person = catalogue.find(slug), reader()
    own = [each for each in participants.offerings_of(person) if each.programme_id == programme.id]
    if not own:
        raise DomainError(_("您没有参加这个项目。"))
    return render_template(
        "meeting/mine.html",
        programme=programme,
        listed=[(each, timetable.of_offering(each), attendance.of_person(each, person)) for each in own],
        now=clock.now(),
    )
