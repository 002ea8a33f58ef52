"""The quarter-hours of a programme: how full each day is, its rooms, its hours, and closing some of them."""

from __future__ import annotations

import calendar
import datetime as dt

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.errors import DomainError
from app.forms.console.slots import ClosingForm, OpeningHoursForm, SlotPlanForm, SlotRoomsForm
from app.models import Programme
from app.routes.console.attempt import done, shown
from app.services import features, offerings, privacy, programmes, venues
from app.services.timed import closing, desk, making, plans

blueprint = Blueprint("console_slots", __name__, url_prefix="/console/programmes/<int:programme_id>/slots")


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    """One month, day by day, in numbers: `month` says which."""
    programme, whole_city = _timed(programme_id), access.scope().whole_city
    months = desk.months(programme)
    month = next((each for each in months if f"{each:%Y-%m}" == request.args.get("month")), None)
    month = month or _nearest(months)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return render_template(
        "console/slots/index.html",
        programme=programme,
        plan=plans.of(programme),
        rooms=plans.rooms(programme),
        places=plans.venues(programme),
        made=making.made(programme) if whole_city else [],
        months=months,
        month=month,
        days=desk.counts(programme, month, last),
        may_edit=whole_city and programme.state in offerings.EDITABLE_STATES,
        may_see_people=privacy.may_see_people(access.actor(), programme),
    )


@blueprint.route("/plan", methods=["GET", "POST"])
@access.city_coordinator
def plan(programme_id: int) -> ResponseReturnValue:
    programme = _timed(programme_id)
    form = SlotPlanForm(obj=plans.of(programme))
    if done(form, lambda: plans.set_(access.actor(), programme, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return shown(form, render_template("console/slots/plan.html", programme=programme, form=form))


@blueprint.route("/rooms", methods=["GET", "POST"])
@access.city_coordinator
def rooms(programme_id: int) -> ResponseReturnValue:
    programme = _timed(programme_id)
    form = SlotRoomsForm(venues.listed())

    def act() -> None:
        venue = venues.load(form.venue_id.data)
        kind = (form.kind.data or "", form.kind_en.data or "")
        plans.add_rooms(access.actor(), programme, venue, form.listed(), kind)

    if done(form, act):
        flash(_("已添加房间。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    return shown(form, render_template("console/slots/rooms.html", programme=programme, form=form))


@blueprint.route("/make", methods=["GET", "POST"])
@access.city_coordinator
def make(programme_id: int) -> ResponseReturnValue:
    """Weeks of quarter-hours: first what they would be, then the same is made."""
    programme = _timed(programme_id)
    form = OpeningHoursForm(plans.venues(programme))
    found, made = _planned(form, programme), list[int]()

    def act() -> None:
        venue = venues.load(form.venue_id.data)
        made.append(making.make(access.actor(), programme, venue, making.Hours(**form.hours())))

    if found is not None and form.seen.data == found.digest and done(form, act):
        flash(_("已放出 %(count)s 个时段。", count=made[0]), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    if found is not None:
        form.remember(found.digest)
    return shown(form, render_template("console/slots/make.html", programme=programme, form=form, plan=found))


@blueprint.route("/close", methods=["GET", "POST"])
@access.city_coordinator
def close(programme_id: int) -> ResponseReturnValue:
    """A room or a place that takes nobody for a while: first how many it meets, then it is closed."""
    programme = _timed(programme_id)
    form = ClosingForm(plans.venues(programme), plans.rooms(programme), first_on=clock.today())
    foreseen, effects = _foreseen(form, programme), list[closing.Effect]()

    def act() -> None:
        meant = _closing(form, programme)
        effects.append(closing.close(access.actor(), programme, meant, form.reason.data or ""))

    if foreseen is not None and form.seen.data == _digest(foreseen) and done(form, act):
        effect = effects[0]
        told = _(
            "已停用 %(times)s 个时段，%(moved)s 人换到别的房间，%(lost)s 组已通知另选时间。",
            times=effect.times,
            moved=effect.moved,
            lost=len(effect.lost),
        )
        flash(told, "success")
        return redirect(url_for(".index", programme_id=programme_id))
    if foreseen is not None:
        form.remember(_digest(foreseen))
    page = render_template("console/slots/close.html", programme=programme, form=form, foreseen=foreseen)
    return shown(form, page)


def _timed(programme_id: int) -> Programme:
    programme = programmes.load(programme_id)
    if features.timed(programme) is None or (programme.state == "draft" and not access.scope().whole_city):
        abort(404)
    return programme


def _nearest(months: list[dt.date]) -> dt.date:
    """This month, else the next in which something is held, else the last."""
    this = clock.today().replace(day=1)
    return next((each for each in months if each >= this), months[-1] if months else this)


def _planned(form: OpeningHoursForm, programme: Programme) -> making.Plan | None:
    """What the sent form would make; None: nothing to show."""
    if not form.validate_on_submit():
        return None
    try:
        return making.plan(programme, venues.load(form.venue_id.data), making.Hours(**form.hours()))
    except DomainError as error:
        form.refuse(error)
        return None


def _closing(form: ClosingForm, programme: Programme) -> closing.Closing:
    what, number = form.place()
    room = plans.room(programme, number) if what == "r" else None
    venue = venues.load(room.venue_id if room is not None else number)
    return closing.Closing(venue, room, *form.span())


def _foreseen(form: ClosingForm, programme: Programme) -> tuple[int, int] | None:
    if not form.validate_on_submit():
        return None
    try:
        return closing.foreseen(programme, _closing(form, programme))
    except DomainError as error:
        form.refuse(error)
        return None


def _digest(foreseen: tuple[int, int]) -> str:
    return "-".join(map(str, foreseen))
