"""The pages of who leads a meeting: the list of those who come, and the screen with the changing code."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.extensions import htmx
from app.models import Meeting, Offering
from app.routes.meeting import blueprint
from app.services import check_in_code, check_ins, features
from app.services.features import Link
from app.services.meetings import arriving, guests, hosting, timetable
from app.services.meetings.hosting import Reach
from app.unit_of_work import unit_of_work


@blueprint.get("/hosting")
@access.signed_in
def hosted() -> ResponseReturnValue:
    """What the reader leads: what is ahead, and everything."""
    account = access.actor()
    return render_template(
        "meeting/hosted.html",
        coming=hosting.ahead(account),
        offerings=hosting.offerings(account),
        host_links=_links,
    )


def _links(offering: Offering) -> list[Link]:
    """What else there is to lead in an offering."""
    return [link for feature in features.of(offering.programme) for link in feature.host_links(offering)]


def _led(meeting_id: int) -> tuple[Meeting, Reach]:
    """The meeting and whom the reader may see there. Raises Forbidden for whoever has no business there."""
    meeting = timetable.load(meeting_id)
    return meeting, hosting.reach(access.actor(), access.scope(), meeting.offering)


@blueprint.get("/<int:meeting_id>/host")
@access.signed_in
def host(meeting_id: int) -> ResponseReturnValue:
    """Who comes and who has come; with htmx the list alone, so that arrivals by code show up."""
    meeting, reach = _led(meeting_id)
    expected = arriving.expected(meeting, reach)
    page = render_template(
        "meeting/_expected.html" if htmx else "meeting/host.html",
        meeting=meeting,
        programme=meeting.offering.programme,
        expected=expected,
        came_count=sum(each.came is not None for each in expected),
        guest_count=sum(each.guest for each in expected),
        free=guests.free(meeting),
        reach=reach,
        has_begun=meeting.starts_at - arriving.BEFORE <= clock.now(),
        opens_at=meeting.starts_at - arriving.BEFORE,
        is_off=timetable.is_off(meeting),
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response


@blueprint.post("/<int:meeting_id>/host/<int:person_id>/check-in")
@access.signed_in
def check_in(meeting_id: int, person_id: int) -> ResponseReturnValue:
    meeting, reach = _led(meeting_id)
    with unit_of_work():
        arriving.by_host(access.actor(), meeting, person_id, reach)
    return _back(meeting_id)


@blueprint.post("/<int:meeting_id>/host/<int:person_id>/undo")
@access.signed_in
def undo(meeting_id: int, person_id: int) -> ResponseReturnValue:
    meeting, reach = _led(meeting_id)
    with unit_of_work():
        arriving.undo(access.actor(), meeting, person_id, reach)
    return _back(meeting_id)


def _back(meeting_id: int) -> ResponseReturnValue:
    if not htmx:
        flash(_("已改好签到。"), "success")
    return redirect(url_for(".host", meeting_id=meeting_id))


@blueprint.get("/<int:meeting_id>/screen")
@access.signed_in
def screen(meeting_id: int) -> ResponseReturnValue:
    """For a projector or a tablet at the door; with htmx the code alone."""
    meeting = timetable.load(meeting_id)
    hosting.require_host(access.actor(), access.scope(), meeting.offering)
    code = check_ins.code(meeting)
    address = url_for(".arrive", meeting_id=meeting_id, code=code, _external=True)
    page = render_template(
        "meeting/_code.html" if htmx else "meeting/screen.html",
        meeting=meeting,
        programme=meeting.offering.programme,
        picture=check_in_code.picture(address),
        code=f"{code[:4]} {code[4:]}",
        came_count=len(check_ins.by_person(meeting.offering, meeting)),
        refusal=arriving.refusal(meeting),
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response
