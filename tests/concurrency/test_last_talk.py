"""One private talk and two who want it, one guest in several windows, one bed and two desks."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Update, func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, BedPlace, Offering, Person, StaySlot, Venue
from app.services import once
from app.services.stays import occupied, rooms, slots
from app.services.stays.slots import Series
from app.unit_of_work import unit_of_work
from tests.concurrency.test_closing import at_once
from tests.services.stays import Stay


def wanting(session: Session, guests: int, times: int) -> tuple[list[Callable[[], object]], list[int]]:
    """Each guest wants the first time; the ids of all times."""
    stay = Stay(began=-3, rooms=(4,))
    people = [stay.person() for _ in range(guests)]
    stay.place(people, [(0, bed) for bed in range(1, guests + 1)])
    with unit_of_work():
        series = Series(2, "14:00", 50, times, "")
        slots.add(stay.coordinator, stay.offering, "13955556666", "周老师", series)
    ids = [slot.id for slot in slots.of_offering(stay.offering)]
    offering_id, first = stay.offering.id, ids[0]
    numbers = [person.id for person in people]
    session.rollback()

    def book(person_id: int) -> None:
        slots.book(db.session.get_one(Person, person_id), db.session.get_one(Offering, offering_id), first)

    return [lambda number=number: book(number) for number in numbers], ids


def test_one_time_for_one_guest(app: Flask, session: Session) -> None:
    acts, _ids = wanting(session, 3, 1)
    assert sorted(at_once(app, acts)) == ["done", "refused", "refused"]
    assert session.scalar(select(func.count(StaySlot.id)).where(StaySlot.person_id.is_not(None))) == 1


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_condition_both_would_be_told_it_is_theirs(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts, _ids = wanting(session, 2, 1)
    both = threading.Barrier(2)

    def always(statement: Update) -> bool:
        both.wait(10)
        return True

    monkeypatch.setattr(once, "written", always)
    assert at_once(app, acts) == ["done", "done"]


def one_bed(session: Session) -> list[Callable[[], object]]:
    """Two guests are moved to the same free bed."""
    stay = Stay(rooms=(1, 1, 1))
    people = [stay.person(), stay.person()]
    for room, person in enumerate(people):
        stay.place([person], [(room, 1)])
    target = f"{stay.venue.rooms[2].id}-1"
    ids = stay.coordinator.id, stay.venue.id
    places = list(session.scalars(select(BedPlace.id).order_by(BedPlace.id)))
    session.rollback()

    def move(place_id: int) -> None:
        actor, venue = db.session.get_one(Account, ids[0]), db.session.get_one(Venue, ids[1])
        rooms.swap_people(actor, venue, place_id, target, "空调坏了")

    return [lambda number=number: move(number) for number in places]


def test_one_empty_bed_and_two_desks(app: Flask, session: Session) -> None:
    assert sorted(at_once(app, one_bed(session))) == ["done", "refused"]


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_hold_both_would_be_in_one_bed(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time by itself; here both look before either has written."""
    acts = one_bed(session)
    both, seen = threading.Barrier(2), occupied.beds

    def together(venue: Venue, since: dt.date, until: dt.date) -> list[BedPlace]:
        found = seen(venue, since, until)
        both.wait(10)
        return found

    monkeypatch.setattr(rooms, "_hold", lambda _venue: None)
    monkeypatch.setattr(occupied, "beds", together)
    assert at_once(app, acts) == ["done", "done"]
