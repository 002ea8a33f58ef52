"""The meetings of a programme's offerings: their timetable, one by one or in a weekly series."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.console.meetings import MeetingForm, MeetingSeriesForm
from app.forms.console.programmes import ReasonForm
from app.models import Meeting, Offering, Programme
from app.routes.console.attempt import done, shown
from app.services import offerings, privacy, programmes, venues
from app.services.meetings import cancelling, hosting, series, timetable
from app.services.offering_series import Rule
from app.services.reviewing.reviewers import name

blueprint = Blueprint(
    "console_meetings", __name__, url_prefix="/console/programmes/<int:programme_id>/meetings"
)
blueprint.add_app_template_filter(name, "account_name")


def programme_of(programme_id: int) -> Programme:
    """The programme; drafts are for the city alone, and those without meetings have no such pages."""
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not access.scope().whole_city:
        abort(404)
    return programme


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """Every offering with how many meetings it has."""
    programme = programme_of(programme_id)
    return render_template(
        "console/meetings/index.html",
        programme=programme,
        counts=timetable.counts(programme),
        coming=timetable.coming_of(programme, 5),
        now=clock.now(),
    )


@blueprint.get("/offerings/<int:offering_id>")
@access.coordinator
def offering(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """The timetable of one offering, and who leads it."""
    programme_of(programme_id)
    found = offerings.load(programme_id, offering_id)
    whole_city = access.scope().whole_city
    return render_template(
        "console/meetings/offering.html",
        programme=found.programme,
        offering=found,
        meetings=timetable.of_offering(found),
        hosts=hosting.listed(found),
        may_edit=whole_city and not found.cancelled and found.programme.state != "cancelled",
        sees_people=privacy.may_see_people(access.actor(), found.programme),
        now=clock.now(),
    )


@blueprint.route("/offerings/<int:offering_id>/new", methods=["GET", "POST"])
@access.city_coordinator
def new(programme_id: int, offering_id: int) -> ResponseReturnValue:
    found = offerings.load(programme_id, offering_id)
    form = MeetingForm(venues.listed())
    if done(form, lambda: timetable.add(access.actor(), found, form.values())):
        flash(_("已添加一次。"), "success")
        return redirect(url_for(".offering", programme_id=programme_id, offering_id=offering_id))
    return _form_page("edit", form, found)


@blueprint.route("/offerings/<int:offering_id>/series", methods=["GET", "POST"])
@access.city_coordinator
def weekly(programme_id: int, offering_id: int) -> ResponseReturnValue:
    found = offerings.load(programme_id, offering_id)
    form = MeetingSeriesForm(venues.listed(), first_on=found.starts_on, until=found.ends_on)
    plan: series.Plan | None = None
    added: list[Meeting] = []

    def look() -> None:
        nonlocal plan
        plan = series.plan(found, Rule(**form.pattern()), form.values())

    def act() -> None:
        added.extend(series.add(access.actor(), found, Rule(**form.pattern()), form.values()))

    if done(form, look) and plan is not None and form.seen.data == plan.digest and done(form, act):
        flash(_("已添加 %(count)s 次。", count=len(added)), "success")
        return redirect(url_for(".offering", programme_id=programme_id, offering_id=offering_id))
    if plan is not None:
        form.remember(plan.digest)
    page = render_template(
        "console/meetings/series.html", form=form, programme=found.programme, offering=found, plan=plan
    )
    return shown(form, page)


@blueprint.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(programme_id: int, meeting_id: int) -> ResponseReturnValue:
    meeting = timetable.load_in(programmes.load(programme_id), meeting_id)
    form = MeetingForm(venues.listed(), meeting)
    if done(form, lambda: timetable.edit(access.actor(), meeting, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".offering", programme_id=programme_id, offering_id=meeting.offering_id))
    return _form_page("edit", form, meeting.offering, meeting)


@blueprint.route("/<int:meeting_id>/cancel", methods=["GET", "POST"])
@access.city_coordinator
def cancel(programme_id: int, meeting_id: int) -> ResponseReturnValue:
    meeting = timetable.load_in(programmes.load(programme_id), meeting_id)
    form = ReasonForm()
    told = []
    if done(form, lambda: told.append(cancelling.cancel(access.actor(), meeting, form.why()))):
        flash(_("已取消，通知了 %(count)s 人。", count=told[0]), "success")
        return redirect(url_for(".offering", programme_id=programme_id, offering_id=meeting.offering_id))
    return _form_page("cancel", form, meeting.offering, meeting)


def _form_page(
    page: str, form: MeetingForm | ReasonForm, found: Offering, meeting: Meeting | None = None
) -> ResponseReturnValue:
    html = render_template(
        f"console/meetings/{page}.html",
        form=form,
        programme=found.programme,
        offering=found,
        meeting=meeting,
    )
    return shown(form, html)
