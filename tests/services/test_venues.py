"""Campuses and rooms: many at once, and rooms that published guests count on."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.models import AllocationRun, AuditEntry, BedPlace, Placement, Room
from app.services import venues
from app.unit_of_work import unit_of_work
from tests import factories

CAMPUS = {
    "name": "即墨温泉",
    "slug": "jimo",
    "health_questions": [("有高血压吗", "High blood pressure?"), ("怀孕了吗", "")],
}


def room_with_guest(in_days: int = 5) -> Room:
    """A room that a published result gives to somebody."""
    programme, venue = factories.programme(state="published"), factories.venue()
    offering = factories.offering(programme, venue, in_days=in_days)
    party = factories.registration(programme, [factories.person(factories.tree()[2])], [offering])
    run = AllocationRun(
        programme=programme,
        number=1,
        state="published",
        problem=b"",
        problem_sha256="",
        started_by=factories.account(),
        created_at=clock.now(),
    )
    placement = Placement(run=run, registration=party, offering=offering, rank=1)
    placement.beds = [BedPlace(member=party.members[0], room=venue.rooms[0], bed=1)]
    factories.save(placement)
    return venue.rooms[0]


def test_questions_keep_their_ids_while_their_words_stay(session: Session) -> None:
    actor = factories.account()
    with unit_of_work():
        venue = venues.save(actor, None, CAMPUS)
    ids = {question["zh"]: question["id"] for question in venue.health_questions}
    with unit_of_work():
        venues.save(
            actor, venue, {**CAMPUS, "health_questions": [("皮肤有伤口吗", ""), ("怀孕了吗", "Pregnant?")]}
        )
    asked = venue.health_questions
    assert [question["zh"] for question in asked] == ["皮肤有伤口吗", "怀孕了吗"]
    assert asked[1]["id"] == ids["怀孕了吗"]
    assert asked[0]["id"] not in ids.values()
    assert venue.asks_health


def test_a_code_is_used_once(session: Session) -> None:
    taken = factories.venue()
    with pytest.raises(Invalid) as refused, unit_of_work():
        venues.save(factories.account(), None, {**CAMPUS, "slug": taken.slug})
    assert refused.value.field == "slug"


def test_many_rooms_at_once(session: Session) -> None:
    venue, actor = factories.venue(rooms=()), factories.account()
    with unit_of_work():
        venues.add_rooms(actor, venue, ["2 号楼 201", "2 号楼 202"], 3, ["lift"])
    assert [(room.name, room.beds, room.features) for room in venues.load(venue.id).rooms] == [
        ("2 号楼 201", 3, ["lift"]),
        ("2 号楼 202", 3, ["lift"]),
    ]
    with pytest.raises(Invalid, match="2 号楼 202"), unit_of_work():
        venues.add_rooms(actor, venue, ["2 号楼 202", "2 号楼 203"], 2, [])
    assert len(venues.load(venue.id).rooms) == 2


def test_a_room_changes_and_closes(session: Session) -> None:
    venue, actor = factories.venue(rooms=(2, 2)), factories.account()
    room, other = venue.rooms
    with unit_of_work():
        venues.edit_room(actor, room, "301", 3, ["step_free"])
        venues.set_closed(actor, room, True)
        venues.set_closed(actor, room, True)
    assert (room.name, room.beds, room.features, room.closed) == ("301", 3, ["step_free"], True)
    assert [entry.action for entry in session.scalars(select(AuditEntry))] == ["room.edit", "room.close"]
    with pytest.raises(Invalid) as refused, unit_of_work():
        venues.edit_room(actor, room, other.name, 3, [])
    assert refused.value.field == "name"


def test_guests_to_come_hold_their_room(session: Session) -> None:
    room, actor = room_with_guest(), factories.account()
    assert venues.upcoming_guest_counts(room.venue) == {room.id: 1}
    with pytest.raises(DomainError, match="LY-"), unit_of_work():
        venues.set_closed(actor, room, True)
    for beds, features in ((1, ["lift"]), (2, [])):
        with pytest.raises(Invalid), unit_of_work():
            venues.edit_room(actor, room, room.name, beds, features)
    with unit_of_work():
        venues.edit_room(actor, room, room.name, 3, ["lift", "step_free"])


def test_guests_who_have_left_do_not(session: Session) -> None:
    room = room_with_guest(in_days=-20)
    with unit_of_work():
        venues.set_closed(factories.account(), room, True)
    assert room.closed


def test_a_room_of_another_campus_is_not_found(session: Session) -> None:
    venue = factories.venue()
    with pytest.raises(NotFound):
        venues.load_room(venue.id + 1, venue.rooms[0].id)
