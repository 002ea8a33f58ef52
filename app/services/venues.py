"""Campuses and their rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, BedPlace, Offering, Placement, Programme, Registration, Room, Venue
from app.services import audit, changes, offering_guard


def load(venue_id: int) -> Venue:
    """The campus with its rooms. Raises NotFound."""
    found = db.session.get(Venue, venue_id, options=[selectinload(Venue.rooms)])
    if found is None:
        raise NotFound(gettext("没有这个地点，可能已被删除。请从地点列表里重新选择。"))
    return found


def load_room(venue_id: int, room_id: int) -> Room:
    """Raises NotFound."""
    found = db.session.scalar(
        select(Room).where(Room.id == room_id, Room.venue_id == venue_id).options(joinedload(Room.venue))
    )
    if found is None:
        raise NotFound(gettext("没有这个房间，可能已被删除。请从房间列表里重新选择。"))
    return found


def listed() -> list[Venue]:
    """All campuses with their rooms, by id."""
    return list(db.session.scalars(select(Venue).options(selectinload(Venue.rooms)).order_by(Venue.id)))


def save(actor: Account, venue: Venue | None, values: Mapping[str, Any]) -> Venue:
    """Create a campus, or write `values` into one. Health questions come as (Chinese, English) pairs.

    Raises Invalid when its code is taken.
    """
    taken_by = db.session.scalar(select(Venue.id).where(Venue.slug == values["slug"]))
    if taken_by is not None and (venue is None or taken_by != venue.id):
        raise Invalid(gettext("这个代号已用于别的地点，请换一个"), "slug")
    action = "venue.edit" if venue else "venue.create"
    if venue is None:
        venue = Venue(slug=values["slug"], name=values["name"], health_questions=[], rooms=[])
    questions = _with_ids(venue.health_questions, values["health_questions"])
    found = changes.apply(venue, {**values, "health_questions": questions})
    db.session.add(venue)
    if found or action == "venue.create":
        audit.record(actor, action, venue, label=venue.name, changes=found)
    return venue


def add_rooms(
    actor: Account, venue: Venue, names: Sequence[str], beds: int, features: Sequence[str]
) -> list[Room]:
    """Rooms alike in all but their names. Raises Invalid naming those that are there already."""
    if taken := sorted({room.name for room in venue.rooms} & set(names)):
        shown = words.listed(taken, offering_guard.SHOWN)
        raise Invalid(gettext("已经有这些房间：%(names)s，请改号码或前缀", names=shown), "first")
    rooms = [Room(venue=venue, name=name, beds=beds, features=list(features)) for name in names]
    db.session.add_all(rooms)
    label = f"{venue.name} {names[0]}–{names[-1]}" if len(names) > 1 else f"{venue.name} {names[0]}"
    audit.record(
        actor, "room.create", venue, label=label, changes={"rooms": (0, len(names)), "beds": ("", beds)}
    )
    return rooms


def edit_room(actor: Account, room: Room, name: str, beds: int, features: Sequence[str]) -> None:
    """Raises Invalid for a name that is taken, and where published guests would lose what they were given."""
    same = select(Room.id).where(Room.venue_id == room.venue_id, Room.name == name, Room.id != room.id)
    if db.session.scalar(same) is not None:
        raise Invalid(gettext("这个地点已有同名的房间，请换一个名称"), "name")
    # the order of features means nothing
    kept = room.features if set(features) == set(room.features) else list(features)
    if beds < room.beds or set(room.features) - set(kept):
        field = "beds" if beds < room.beds else "features"
        if words := _guests_to_come(room):
            raise Invalid(words, field)
    if found := changes.apply(room, {"name": name, "beds": beds, "features": kept}):
        audit.record(actor, "room.edit", room, label=f"{room.venue.name} {room.name}", changes=found)


def set_closed(actor: Account, room: Room, closed: bool) -> None:
    """A closed room takes nobody. Raises DomainError while published guests are still to sleep in it."""
    if closed == room.closed:
        return
    if closed and (words := _guests_to_come(room)):
        raise DomainError(words)
    action = "room.close" if closed else "room.open"
    found = changes.apply(room, {"closed": closed})
    audit.record(actor, action, room, label=f"{room.venue.name} {room.name}", changes=found)


def upcoming_guest_counts(venue: Venue) -> dict[int, int]:
    """By room id: people whom a published result puts there in a stay that is not over."""
    rows = db.session.execute(_to_come().where(Room.venue_id == venue.id).group_by(BedPlace.room_id))
    return {row[0]: row[1] for row in rows}


def _to_come() -> Any:
    return (
        select(BedPlace.room_id, func.count())
        .join(Placement, BedPlace.placement_id == Placement.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .join(Room, BedPlace.room_id == Room.id)
        .where(Placement.withdrawn_at.is_(None), Offering.ends_on >= clock.today())
    )


def _guests_to_come(room: Room) -> str:
    """Words about the parties who will sleep in `room`; empty when there are none."""
    parties = db.session.execute(
        select(Registration.reference, Programme.private)
        .distinct()
        .join(Programme, Registration.programme_id == Programme.id)
        .join(Placement, Placement.registration_id == Registration.id)
        .join(BedPlace, BedPlace.placement_id == Placement.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .where(
            BedPlace.room_id == room.id, Placement.withdrawn_at.is_(None), Offering.ends_on >= clock.today()
        )
    ).all()
    if not parties:
        return ""
    named = sorted(reference for reference, private in parties if not private)
    words = gettext(
        "已公布的结果里还有 %(count)s 组要住这间房（%(who)s），请先为他们调整房间。",
        count=len(parties),
        who=offering_guard.listed(named) or gettext("保密"),
    )
    return str(words)


def _with_ids(before: list[Any], pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """A question keeps its id while its Chinese words stay: answers already given refer to it."""
    known = {question["zh"]: question["id"] for question in before}
    taken = set(known.values())
    fresh = (f"q{n}" for n in range(1, len(pairs) + len(taken) + 1) if f"q{n}" not in taken)
    return [{"id": known.get(zh) or next(fresh), "zh": zh, "en": en} for zh, en in pairs]
