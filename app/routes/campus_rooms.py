"""The desk's rooms: who sleeps where tonight, and changing it under the rules."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access, clock
from app.forms.stays import MoveForm, RoomsForm
from app.identity import mask_name
from app.models import BedPlace, Room
from app.routes.console.attempt import done, shown
from app.services.slots import room_words
from app.services.stays import desk, rooms
from app.services.stays.rooms import Bed, Row

blueprint = Blueprint("campus_rooms", __name__, url_prefix="/campus/<int:venue_id>/rooms")


@blueprint.get("")
@access.signed_in
def index(venue_id: int) -> ResponseReturnValue:
    venue = desk.load(access.actor(), venue_id)
    board = rooms.board(venue, clock.today())
    return render_template("campus_desk/rooms.html", venue=venue, board=board, day=clock.today())


@blueprint.route("/people/<int:place_id>", methods=["GET", "POST"])
@access.signed_in
def move(venue_id: int, place_id: int) -> ResponseReturnValue:
    """One guest changes with somebody, or takes an empty bed."""
    venue = desk.load(access.actor(), venue_id)
    board = rooms.board(venue, clock.today())
    own = rooms.sleeping(board, place_id)
    form = MoveForm(_options(board, own))

    def swap() -> None:
        second = form.second.data or ""
        rooms.swap_people(access.actor(), venue, place_id, second, form.why())

    if done(form, swap):
        flash(_("已换好，已告知本人。"), "success")
        return redirect(url_for(".index", venue_id=venue_id))
    page = render_template("campus_desk/move.html", form=form, venue=venue, place=own)
    return shown(form, page)


@blueprint.route("/swap", methods=["GET", "POST"])
@access.signed_in
def swap(venue_id: int) -> ResponseReturnValue:
    """Two rooms change all their people."""
    venue = desk.load(access.actor(), venue_id)
    board = rooms.board(venue, clock.today())
    form = RoomsForm([(row.room.id, _room_line(row)) for row in board])

    def act() -> None:
        rooms.swap_rooms(access.actor(), venue, form.first.data or 0, form.second.data or 0, form.why())

    if done(form, act):
        flash(_("两间房已对调，已告知本人。"), "success")
        return redirect(url_for(".index", venue_id=venue_id))
    return shown(form, render_template("campus_desk/swap.html", form=form, venue=venue))


def _options(board: list[Row], own: BedPlace) -> list[tuple[str, str]]:
    """Every bed but their own, the empty ones first."""
    others = [bed for row in board for bed in row.beds if bed.place is None or bed.place.id != own.id]
    found = [(_value(bed), _line(bed)) for bed in others if not bed.room.closed]
    return sorted(found, key=lambda each: "-" not in each[0])


def _value(bed: Bed) -> str:
    return str(bed.place.id) if bed.place is not None else f"{bed.room.id}-{bed.number}"


def _line(bed: Bed) -> str:
    place = _("%(room)s，%(bed)s 号床", room=bed.room.name, bed=bed.number)
    if bed.place is None:
        return str(_("%(place)s：空床（%(room)s）", place=place, room=room_words(bed.room)))
    return str(_("%(place)s：与 %(name)s 对换", place=place, name=mask_name(bed.place.member.person.name)))


def _room_line(row: Row) -> str:
    room: Room = row.room
    sleeping = [mask_name(bed.place.member.person.name) for bed in row.beds if bed.place is not None]
    who = "、".join(sleeping) or str(_("空房"))
    closed = str(_("，已停用")) if room.closed else ""
    return f"{room.name}（{room_words(room)}{closed}）{who}"
