"""Two coordinators at the same moment: classes merged into one place, one lecturer sent to two factories."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, Claim, LectureResource, LectureStop, Offering
from app.services import capacity, programmes
from app.services.lectures import answering, ordering, resources
from app.services.training import merging, moving
from app.services.training.moving import Plan
from tests import factories, lectures
from tests.concurrency.test_closing import at_once
from tests.services.classes import WHY, School, people_in, planned


def merging_both(school: School, first: Offering, second: Offering, into: Offering) -> list:  # type: ignore[type-arg]
    """Both have looked: each plan wants the one place that is left."""
    wanted = [(each.id, moving.plan(each, into).digest) for each in (first, second)]
    actor, target = school.city_coordinator.id, into.id

    def merge(offering_id: int, seen: str) -> None:
        offering, there = (db.session.get_one(Offering, number) for number in (offering_id, target))
        merging.carry_out(db.session.get_one(Account, actor), offering, there, seen, WHY)

    return [lambda each=each: merge(*each) for each in wanted]


def test_two_classes_merged_into_the_last_place(app: Flask, session: Session) -> None:
    school = School()
    other, into = school.another(seats=9, in_days=35), school.another(seats=1)
    school.one(school.first, into)
    school.one(other, into)
    acts = merging_both(school, school.first, other, into)
    session.rollback()
    assert sorted(at_once(app, acts)) == ["done", "refused"]
    session.rollback()
    assert session.scalar(select(Offering.taken).where(Offering.id == into.id)) == 1
    assert session.scalar(select(func.count(Claim.id)).where(Claim.offering_id == into.id)) == 1


class Planned(School):
    """Places of a published plan, which nothing but the hold of the programme counts."""

    def __init__(self) -> None:
        self.city, self.district, self.union = factories.tree()
        self.programme = factories.programme(features=["classes"], state="closed")
        self.venue = factories.venue(())
        self.city_coordinator = factories.account(coordinates=self.city)
        self.one_class, self.other, self.into = (
            self.offering(seats, in_days=days) for days, seats in ((30, 9), (35, 9), (40, 1))
        )
        sent = [
            factories.registration(
                self.programme, [factories.person(self.union)], [chosen, self.into], lottery_number=number
            )
            for number, chosen in enumerate((self.one_class, self.other), 1)
        ]
        planned(sent)


def test_two_classes_of_a_plan_merged_into_the_last_place(app: Flask, session: Session) -> None:
    found = Planned()
    acts = merging_both(found, found.one_class, found.other, found.into)
    session.rollback()
    assert sorted(at_once(app, acts)) == ["done", "refused"]
    session.rollback()
    assert people_in(found.into) == 1


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_without_the_hold_it_would_be_given_twice(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time by itself; here both look before either has written."""
    found = Planned()
    acts = merging_both(found, found.one_class, found.other, found.into)
    session.rollback()
    both, look = threading.Barrier(2), moving.plan

    def seen_by_both(offering: Offering, into: Offering | None = None) -> Plan:
        made = look(offering, into)
        both.wait(10)
        return made

    monkeypatch.setattr(programmes, "hold", lambda _programme: None)
    monkeypatch.setattr(capacity, "hold", lambda _programme: [])
    monkeypatch.setattr(moving, "plan", seen_by_both)
    assert at_once(app, acts) == ["done", "done"]
    session.rollback()
    assert people_in(found.into) == 2


def confirming() -> list:  # type: ignore[type-arg]
    """The same lecturer, with a bus each, for two factories on one day."""
    city, district, union = factories.tree()
    programme, desk = lectures.programme(), factories.account(coordinates=city)
    unit = factories.account(coordinates=union)
    lecturer = lectures.resource("lecturer").id
    stops = [lectures.stop(programme, each, unit).id for each in (union, factories.unit(district))]
    buses = [lectures.resource("vehicle").id for _stop in stops]
    actor = desk.id

    def confirm(stop_id: int, bus_id: int) -> None:
        who, bus = (db.session.get_one(LectureResource, number) for number in (lecturer, bus_id))
        stop = db.session.get_one(LectureStop, stop_id)
        answering.confirm(db.session.get_one(Account, actor), stop, lectures.day(), "09:00", who, bus)

    return [lambda pair=pair: confirm(*pair) for pair in zip(stops, buses, strict=True)]


def sent(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(LectureStop.id)).where(LectureStop.state == "confirmed")) or 0


def test_a_lecturer_is_sent_to_one_place(app: Flask, session: Session) -> None:
    acts = confirming()
    session.rollback()
    assert sorted(at_once(app, acts)) == ["done", "refused"]
    assert sent(session) == 1


def test_the_database_refuses_what_nobody_has_looked_at(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither waits nor looks; its own index is behind it."""
    acts = confirming()
    session.rollback()
    monkeypatch.setattr(programmes, "hold", lambda _programme: None)
    monkeypatch.setattr(ordering, "hold", lambda _stop: None)
    monkeypatch.setattr(resources, "out_on", lambda days, _but: {day: {} for day in days})
    with pytest.raises(IntegrityError):
        at_once(app, acts)
    assert sent(session) == 1
