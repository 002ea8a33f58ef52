"""Locks: a person, a reason, and only what can hold; the next plan keeps them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, NotFound
from app.models import AuditEntry
from app.services.allocation import locks, plan, staleness
from app.services.allocation.ids import engine_id
from app.unit_of_work import unit_of_work
from tests import season


def test_a_lock_to_a_room_is_kept_by_the_next_run(session: Session) -> None:
    found = season.closed()
    party, room = found.parties[1], found.venue.rooms[2]
    with unit_of_work():
        rooms = {member.id: room.id for member in party.members}
        locks.add(party, found.coordinator, found.second, rooms, " 家里有老人 ")
    solved = plan.of(season.solve(season.start(found)))
    (placement,) = solved.placements[engine_id("r", party.id)]
    assert placement.offering == engine_id("o", found.second.id)
    assert {bed.room for bed in placement.beds.values()} == {engine_id("room", room.id)}
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "lock.add")).one()
    assert (entry.reason, entry.subject_label) == ("家里有老人", party.reference)


def test_a_lock_to_nothing_keeps_a_party_out(session: Session) -> None:
    found = season.closed()
    with unit_of_work():
        locks.add(found.parties[0], found.coordinator, None, {}, "本人要求")
    solved = plan.of(season.solve(season.start(found)))
    assert engine_id("r", found.parties[0].id) in solved.unplaced


def test_a_run_before_a_lock_is_out_of_date(session: Session) -> None:
    found, run = season.solved()
    assert not staleness.hint(run)
    assert staleness.changed(run) == []
    with unit_of_work():
        lock = locks.add(found.parties[0], found.coordinator, None, {}, "本人要求")
    assert staleness.hint(run)
    assert staleness.changed(run) == ["锁定"]
    with unit_of_work():
        locks.remove(locks.by_id(lock.id), found.coordinator, "本人又想去了")
    assert staleness.changed(run) == []
    with pytest.raises(NotFound):
        locks.by_id(lock.id)


def test_what_cannot_hold_is_refused(session: Session) -> None:
    found = season.closed()
    couple, rooms = found.parties[1], found.venue.rooms
    with unit_of_work():
        rooms[0].beds, rooms[1].closed = 1, True
        couple.members[0].needs = ["step_free"]

    def refused(field: str | None, *args: object) -> None:
        with pytest.raises(Invalid) as error, unit_of_work():
            locks.add(couple, found.coordinator, *args)  # type: ignore[arg-type]
        assert error.value.field == field

    lead, other = (member.id for member in couple.members)
    refused("reason", found.first, {}, " ")
    refused("reason", found.first, {}, "长" * 301)
    refused("offering", None, {lead: rooms[2].id}, "照顾")
    refused("rooms", found.first, {other: rooms[1].id}, "照顾")
    refused("rooms", found.first, {lead: rooms[2].id}, "照顾")
    refused("rooms", found.first, {lead: rooms[0].id, other: rooms[0].id}, "照顾")
    refused("rooms", found.first, {found.parties[0].members[0].id: rooms[2].id}, "照顾")
    with unit_of_work():
        locks.add(couple, found.coordinator, found.first, {other: rooms[2].id}, "照顾")
    refused(None, found.second, {}, "照顾")
