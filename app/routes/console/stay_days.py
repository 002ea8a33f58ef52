"""One stay in the console: its days, the times for private talks, and who leads the group."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, words
from app.forms.console.stays import CopyForm, ItemForm, LeaderForm, SlotsForm
from app.models import Offering, StayItem
from app.routes.console.attempt import done, shown
from app.services.stays import guests, leaders, lodging, slots, timetable
from app.services.stays.slots import Series
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_stay_days", __name__, url_prefix="/console/stays/offerings/<int:offering_id>")


@blueprint.get("")
@access.city_coordinator
def index(offering_id: int) -> ResponseReturnValue:
    offering = guests.load(offering_id)
    return render_template(
        "console/stays/days.html",
        offering=offering,
        programme=offering.programme,
        days=timetable.days(offering),
        templates=timetable.templates(offering),
        talks=slots.counts(offering),
        leader=leaders.of_offering(offering),
        without_bed=lodging.without_bed(offering),
    )


@blueprint.route("/items/new", methods=["GET", "POST"])
@access.city_coordinator
def new_item(offering_id: int) -> ResponseReturnValue:
    return _item_page(ItemForm(), guests.load(offering_id), None)


@blueprint.route("/items/<int:item_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit_item(offering_id: int, item_id: int) -> ResponseReturnValue:
    offering = guests.load(offering_id)
    item = timetable.load(offering, item_id)
    return _item_page(ItemForm(obj=item), offering, item)


def _item_page(form: ItemForm, offering: Offering, item: StayItem | None) -> ResponseReturnValue:
    offering_id = offering.id
    if done(form, lambda: timetable.save(access.actor(), offering, item, form.values())):
        flash(_("日程已保存。"), "success")
        return redirect(url_for(".index", offering_id=offering_id))
    page = render_template(
        "console/stays/item.html", form=form, offering=offering, programme=offering.programme, item=item
    )
    return shown(form, page)


@blueprint.post("/items/<int:item_id>/delete")
@access.city_coordinator
def delete_item(offering_id: int, item_id: int) -> ResponseReturnValue:
    with unit_of_work():
        offering = guests.load(offering_id)
        timetable.remove(access.actor(), offering, timetable.load(offering, item_id))
    flash(_("已删除这一项。"), "success")
    return redirect(url_for(".index", offering_id=offering_id))


@blueprint.route("/copy", methods=["GET", "POST"])
@access.city_coordinator
def copy(offering_id: int) -> ResponseReturnValue:
    """Another stay's days in the place of these; of the same campus first."""
    offering = guests.load(offering_id)
    stays = [
        (each.id, _("%(stay)s，%(count)s 项", stay=words.offering(each), count=count))
        for each, count in timetable.templates(offering)
    ]
    form = CopyForm(stays)
    if done(form, lambda: timetable.copy(access.actor(), offering, form.source.data or 0)):
        flash(_("已照搬日程，可以再改。"), "success")
        return redirect(url_for(".index", offering_id=offering_id))
    page = render_template(
        "console/stays/copy.html",
        form=form,
        offering=offering,
        programme=offering.programme,
        replaces=len(timetable.of(offering)),
    )
    return shown(form, page)


@blueprint.route("/talks", methods=["GET", "POST"])
@access.city_coordinator
def talks(offering_id: int) -> ResponseReturnValue:
    """More times of a counsellor; who has booked is not shown here."""
    offering, form = guests.load(offering_id), SlotsForm(day=2, from_time="14:00")

    def add() -> None:
        series = Series(
            form.day.data or 0,
            form.from_time.data or "",
            form.minutes.data or 0,
            form.count.data or 0,
            form.place.data or "",
        )
        slots.add(access.actor(), offering, form.phone.data or "", form.called.data or "", series)

    if done(form, add):
        flash(_("谈话时间已添加，团员可以预约。"), "success")
        return redirect(url_for(".index", offering_id=offering_id))
    page = render_template(
        "console/stays/talks.html",
        form=form,
        offering=offering,
        programme=offering.programme,
        talks=slots.counts(offering),
    )
    return shown(form, page)


@blueprint.post("/talks/remove-free")
@access.city_coordinator
def remove_free(offering_id: int) -> ResponseReturnValue:
    with unit_of_work():
        count = slots.remove_free(access.actor(), guests.load(offering_id))
    flash(_("已撤下 %(count)s 个没人约的时间。", count=count), "success")
    return redirect(url_for(".index", offering_id=offering_id))


@blueprint.post("/seat")
@access.city_coordinator
def seat(offering_id: int) -> ResponseReturnValue:
    """Beds for guests who have a place and none."""
    with unit_of_work():
        seated, left = lodging.seat(access.actor(), guests.load(offering_id))
    if left:
        flash(_("已排 %(seated)s 人，还有 %(left)s 人没有合适的床。", seated=seated, left=left), "error")
    else:
        flash(_("已排 %(seated)s 人的床位。", seated=seated), "success")
    return redirect(url_for(".index", offering_id=offering_id))


@blueprint.route("/leader", methods=["GET", "POST"])
@access.city_coordinator
def leader(offering_id: int) -> ResponseReturnValue:
    """One of the group, or somebody by phone."""
    offering = guests.load(offering_id)
    members = [
        (member.person_id, f"{member.person.name}（{words.in_language(member.person.unit, 'name')}）")
        for member in leaders.candidates(offering)
    ]
    form = LeaderForm(members)

    def appoint() -> None:
        if form.person.data:
            leaders.appoint_member(access.actor(), offering, form.person.data)
        else:
            leaders.appoint(access.actor(), offering, form.phone.data or "", form.called.data or "")

    if done(form, appoint):
        flash(_("已指定领队。"), "success")
        return redirect(url_for(".index", offering_id=offering_id))
    page = render_template(
        "console/stays/leader.html", form=form, offering=offering, programme=offering.programme
    )
    return shown(form, page)
