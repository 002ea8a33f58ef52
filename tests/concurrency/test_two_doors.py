"""One ticket at several doors, one room for several people, at the same moment: one alone has it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, CheckIn, Offering, RoomPlace, SlotRoom, Ticket
from app.services import capacity, check_ins
from app.services.ticketing import door
from app.services.timed import rooms
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course
from tests.timed_city import CheckUp

DOORS = 5


def at_once(app: Flask, act: Callable[[], str], count: int = DOORS) -> list[str]:
    """What each of `count` came to, all at the same moment."""
    db.session.rollback()
    together = threading.Barrier(count, timeout=60)

    def run(_number: int) -> str:
        with app.app_context():
            together.wait()
            with unit_of_work():
                return act()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def ticket(session: Session) -> Ticket:
    course = Course(3, features=["tickets"])
    course.sign_up(course.worker())
    course.first.starts_on = course.first.ends_on = clock.today()
    make.save(course.first, make.account())
    return db.session.scalars(select(Ticket)).one()


def scanning(ticket: Ticket) -> Callable[[], str]:
    offering_id, code = ticket.offering_id, ticket.code
    by = db.session.scalars(select(Account.id).order_by(Account.id.desc()).limit(1)).one()

    def scan() -> str:
        offering = db.session.get_one(Offering, offering_id)
        return door.admit(offering, code, db.session.get_one(Account, by)).kind

    return scan


def test_two_doors_let_nobody_in_twice(app: Flask, ticket: Ticket) -> None:
    answers = at_once(app, scanning(ticket))
    assert sorted(answers) == [door.ALREADY] * (DOORS - 1) + [door.IN]
    assert _count(CheckIn) == 1


INDEX, CONSTRAINT = "uq_check_in_offering", "uq_room_place_offering_id_slot_room_id"
# SQLite lets one write at a time: there each sees what the one before it wrote, whatever is switched off
BOTH_MAY_WRITE = pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])


@pytest.fixture
def without_guards(session: Session) -> Iterator[None]:
    """The database's own guards off, and on again afterwards: later tests use the same database."""
    session.execute(text(f"DROP INDEX {INDEX}"))
    session.execute(text(f"ALTER TABLE room_place DROP CONSTRAINT {CONSTRAINT}"))
    session.commit()
    yield
    session.rollback()
    for model in (CheckIn, RoomPlace):
        session.execute(delete(model))
    where = "(offering_id, person_id) WHERE meeting_id IS NULL"
    session.execute(text(f"CREATE UNIQUE INDEX {INDEX} ON check_in {where}"))
    unique = "UNIQUE (offering_id, slot_room_id)"
    session.execute(text(f"ALTER TABLE room_place ADD CONSTRAINT {CONSTRAINT} {unique}"))
    session.commit()


def _slow_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has looked before anybody writes."""
    looked = threading.Barrier(DOORS, timeout=20)
    find = check_ins.find

    def slow(*args: object) -> CheckIn | None:
        found = find(*args)  # type: ignore[arg-type]
        if found is None:
            looked.wait()
        return found

    monkeypatch.setattr(check_ins, "find", slow)


@BOTH_MAY_WRITE
def test_with_the_index_off_the_same_race_lets_in_twice(
    app: Flask, ticket: Ticket, without_guards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: everybody has looked before anybody is let in."""
    _slow_find(monkeypatch)
    assert at_once(app, scanning(ticket)) == [door.IN] * DOORS
    assert _count(CheckIn) == DOORS


@pytest.fixture
def check_up(session: Session, monkeypatch: pytest.MonkeyPatch) -> CheckUp:
    """Nobody stands in line: rooms alone keep people apart."""
    monkeypatch.setattr(capacity, "hold", lambda programme: None)
    return CheckUp(rooms=DOORS)


def booking(check_up: CheckUp) -> Sequence[int]:
    """Registrations that have places in one quarter-hour, and no rooms yet."""
    offering = check_up.at()
    made = [
        make.registration(check_up.programme, [make.person(check_up.union)], [offering]).id
        for _ in range(DOORS)
    ]
    db.session.commit()
    return made


def _giving(check_up: CheckUp, registrations: Sequence[int]) -> Callable[[], str]:
    offering_id, waiting, lock = check_up.at().id, list(registrations), threading.Lock()

    def give() -> str:
        with lock:
            mine = waiting.pop()
        registration = db.session.get_one(make.Registration, mine)
        rooms.give(registration, db.session.get_one(Offering, offering_id))
        return "given"

    return give


def test_rooms_given_at_once_are_different(app: Flask, check_up: CheckUp) -> None:
    at_once(app, _giving(check_up, booking(check_up)))
    given = list(db.session.scalars(select(RoomPlace.slot_room_id)))
    assert len(given) == len(set(given)) == DOORS == _count(SlotRoom)


@BOTH_MAY_WRITE
def test_with_the_constraint_off_rooms_are_given_twice(
    app: Flask, check_up: CheckUp, without_guards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: everybody looks for a free room before anybody takes one."""
    looked, free = threading.Barrier(DOORS, timeout=20), rooms.free

    def slow(offering: Offering) -> Sequence[int]:
        found = free(offering)
        looked.wait()
        return found

    monkeypatch.setattr(rooms, "free", slow)
    at_once(app, _giving(check_up, booking(check_up)))
    assert len(set(db.session.scalars(select(RoomPlace.slot_room_id)))) == 1


def _count(model: type[make.Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
