"""Campuses and rooms."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.venues import RoomForm, RoomsForm, VenueForm
from app.models import Venue
from app.models.venue import VENUE_KINDS
from app.routes.console.attempt import done, shown
from app.services import matters, nearby, venues
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_venues", __name__, url_prefix="/console/venues")


@blueprint.get("/")
@access.city_coordinator
def index() -> ResponseReturnValue:
    return render_template("console/venues/index.html", venues=venues.listed())


@blueprint.get("/<int:venue_id>")
@access.city_coordinator
def show(venue_id: int) -> ResponseReturnValue:
    venue = venues.load(venue_id)
    guests = venues.upcoming_guest_counts(venue)
    words = nearby.kind_words(venue.kind)
    return render_template("console/venues/show.html", venue=venue, guests=guests, kind_words=words)


@blueprint.route("/new", methods=["GET", "POST"])
@access.city_coordinator
def new() -> ResponseReturnValue:
    form = _venue_form()
    created: list[Venue] = []
    if done(form, lambda: created.append(venues.save(access.actor(), None, form.values()))):
        flash(_("地点已建立。接下来请添加房间。"), "success")
        return redirect(url_for(".show", venue_id=created[0].id))
    return shown(form, render_template("console/venues/edit.html", form=form, venue=None))


@blueprint.route("/<int:venue_id>/edit", methods=["GET", "POST"])
@access.city_coordinator
def edit(venue_id: int) -> ResponseReturnValue:
    venue = venues.load(venue_id)
    form = _venue_form(venue)
    if done(form, lambda: venues.save(access.actor(), venue, form.values())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".show", venue_id=venue_id))
    return shown(form, render_template("console/venues/edit.html", form=form, venue=venue))


def _venue_form(venue: Venue | None = None) -> VenueForm:
    kinds = [(kind, nearby.kind_words(kind)) for kind in VENUE_KINDS]
    return VenueForm(kinds, matters.options(), venue)


@blueprint.route("/<int:venue_id>/rooms/new", methods=["GET", "POST"])
@access.city_coordinator
def new_rooms(venue_id: int) -> ResponseReturnValue:
    venue = venues.load(venue_id)
    form = RoomsForm()
    if done(form, lambda: venues.add_rooms(access.actor(), venue, form.names(), *form.alike())):
        flash(_("已添加 %(count)s 间房。", count=len(form.names())), "success")
        return redirect(url_for(".show", venue_id=venue_id))
    return shown(form, render_template("console/venues/rooms.html", form=form, venue=venue))


@blueprint.route("/<int:venue_id>/rooms/<int:room_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit_room(venue_id: int, room_id: int) -> ResponseReturnValue:
    room = venues.load_room(venue_id, room_id)
    form = RoomForm(obj=room)
    if done(form, lambda: venues.edit_room(access.actor(), room, form.name.data or "", *form.alike())):
        flash(_("已保存。"), "success")
        return redirect(url_for(".show", venue_id=venue_id))
    return shown(form, render_template("console/venues/room.html", form=form, room=room))


@blueprint.post("/<int:venue_id>/rooms/<int:room_id>/close")
@access.city_coordinator
def close_room(venue_id: int, room_id: int) -> ResponseReturnValue:
    return _set_closed(venue_id, room_id, True)


@blueprint.post("/<int:venue_id>/rooms/<int:room_id>/open")
@access.city_coordinator
def open_room(venue_id: int, room_id: int) -> ResponseReturnValue:
    return _set_closed(venue_id, room_id, False)


def _set_closed(venue_id: int, room_id: int, closed: bool) -> ResponseReturnValue:
    with unit_of_work():
        room = venues.load_room(venue_id, room_id)
        venues.set_closed(access.actor(), room, closed)
        name = room.name
    words = _("%(room)s 已停用。", room=name) if closed else _("%(room)s 已恢复使用。", room=name)
    flash(words, "success")
    return redirect(url_for(".show", venue_id=venue_id))
