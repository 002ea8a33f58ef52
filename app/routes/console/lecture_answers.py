"""Mobile lectures, the city's side: day, lecturer and vehicle of a stop, and what there is to send."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.forms.console.lectures import AskForm, ResourceForm, StopForm, option_words
from app.forms.console.programmes import ConfirmForm, ReasonForm
from app.models import LectureResource, LectureStop
from app.routes.console.attempt import done, shown
from app.routes.console.lectures import load_stop
from app.services import programmes
from app.services.lectures import answering, resources
from app.unit_of_work import unit_of_work

blueprint = Blueprint(
    "console_lecture_answers", __name__, url_prefix="/console/programmes/<int:programme_id>/stops"
)


@blueprint.route("/<int:stop_id>/ask", methods=["GET", "POST"])
@access.city_coordinator
def ask(programme_id: int, stop_id: int) -> ResponseReturnValue:
    stop, form = load_stop(programme_id, stop_id), AskForm()
    if done(form, lambda: answering.ask(access.actor(), stop, form.question.data or "")):
        flash(_("已请单位补充说明。"), "success")
        return _to_stop(stop)
    return shown(form, render_template("console/lectures/ask.html", stop=stop, form=form))


@blueprint.route("/<int:stop_id>/refuse", methods=["GET", "POST"])
@access.city_coordinator
def refuse(programme_id: int, stop_id: int) -> ResponseReturnValue:
    """An order that is not answered is refused, a confirmed stop called off: both with a reason."""
    stop, form = load_stop(programme_id, stop_id), ReasonForm()
    act = answering.call_off if stop.state == "confirmed" else answering.refuse
    if done(form, lambda: act(access.actor(), stop, form.why())):
        flash(_("已办理，原因会告诉单位。"), "success")
        return _to_stop(stop)
    return shown(form, render_template("console/lectures/refuse.html", stop=stop, form=form))


@blueprint.route("/<int:stop_id>/confirm", methods=["GET", "POST"])
@access.city_coordinator
def confirm(programme_id: int, stop_id: int) -> ResponseReturnValue:
    stop = load_stop(programme_id, stop_id)
    days = [dt.date.fromisoformat(day) for day in stop.wished_days]
    out = resources.out_on(days, stop)
    options = {kind: _options(resources.listed(kind), out[days[0]]) for kind in ("lecturer", "vehicle")}
    form = StopForm(options["lecturer"], options["vehicle"], held_on=days[0])

    def act() -> None:
        lecturer = resources.load(form.lecturer_id.data, "lecturer")
        vehicle = resources.load(form.vehicle_id.data, "vehicle")
        answering.confirm(access.actor(), stop, form.day(), form.from_time.data or "", lecturer, vehicle)

    if done(form, act):
        flash(_("这一站已确定，单位现在可以登记听课人。"), "success")
        return _to_stop(stop)
    busy = [(day, list(dict.fromkeys(out[day].values()))) for day in days]
    page = render_template("console/lectures/confirm.html", stop=stop, form=form, busy=busy)
    return shown(form, page)


@blueprint.route("/resources", methods=["GET", "POST"])
@access.city_coordinator
def resource_list(programme_id: int) -> ResponseReturnValue:
    programme, form = programmes.load(programme_id), ResourceForm()
    if done(form, lambda: resources.add(access.actor(), form.values())):
        flash(_("已添加。"), "success")
        return redirect(url_for(".resource_list", programme_id=programme_id))
    page = render_template(
        "console/lectures/resources.html",
        programme=programme,
        form=form,
        kinds=[(kind, resources.listed(kind, retired=True)) for kind in resources.KINDS],
    )
    return shown(form, page)


@blueprint.post("/resources/<int:resource_id>/retire")
@access.city_coordinator
def retire(programme_id: int, resource_id: int) -> ResponseReturnValue:
    """Out of use, or back into it."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit_of_work():
            resource = resources.load(resource_id)
            resources.retire(access.actor(), resource, back=resource.retired_at is not None)
        flash(_("已保存。"), "success")
    return redirect(url_for(".resource_list", programme_id=programme_id))


def _options(listed: list[LectureResource], out: dict[int, LectureStop]) -> list[tuple[int, str]]:
    """Who is free on the first wished day comes first."""
    ordered = sorted(listed, key=lambda each: each.id in out)
    return [
        (
            each.id,
            option_words(
                words.in_language(each, "name"),
                words.in_language(out[each.id].unit, "name") if each.id in out else "",
            ),
        )
        for each in ordered
    ]


def _to_stop(stop: LectureStop) -> ResponseReturnValue:
    return redirect(url_for("console_lectures.show", programme_id=stop.programme_id, stop_id=stop.id))
