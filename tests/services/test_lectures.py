"""A unit orders a lecture, the city answers, nobody is sent to two places, and the unit's people come."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.models import Choice, LectureStop, Meeting, Notice, Offering, Person, Registration
from app.services import check_ins, kinds, learning, participants, registration
from app.services.lectures import answering, enrolling, ordering, resources
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.training import results
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests import lectures


class Road:
    """A factory that orders, another one, a lecturer and a vehicle."""

    def __init__(self) -> None:
        self.city, self.district, self.union = make.tree()
        self.other = make.unit(self.district)
        self.programme = lectures.programme()
        self.desk = make.account(coordinates=self.city)
        self.unit = make.account(make.person(self.union), coordinates=self.union)
        self.lecturer, self.vehicle = lectures.resource("lecturer"), lectures.resource("vehicle")
        self.stop = lectures.stop(self.programme, self.union, self.unit)

    def confirm(self, stop: LectureStop | None = None, ahead: int = 10, **values: Any) -> Offering:
        sent = {"lecturer": self.lecturer, "vehicle": self.vehicle, **values}
        with unit_of_work():
            return answering.confirm(self.desk, stop or self.stop, lectures.day(ahead), "09:00", **sent)

    def enrol(self, *people: Person, shown: list[Person] | None = None) -> int:
        with unit_of_work():
            return enrolling.enrol(self.unit, self.stop, {p.id for p in people}, shown or list(people))


def values(**changed: Any) -> dict[str, Any]:
    usual = {
        "topic_id": lectures.resource("topic").id,
        "wished_days": [lectures.day(9), None, lectures.day(9)],
        "place": "食堂二楼",
        "expected": 60,
        "contact_name": "赵工",
        "contact_phone": "13900001111",
        "note": "",
    }
    return usual | changed


def test_ordering_and_what_is_refused(session: Session) -> None:
    road = Road()
    with unit_of_work():
        made = ordering.order(road.unit, road.programme, road.union, values())
    assert made.wished_days == [lectures.day(9).isoformat()]
    assert "13900001111" not in str(
        session.connection().exec_driver_sql("select contact_phone from lecture_stop").all()
    )
    with pytest.raises(Invalid, match="今天以后"), unit_of_work():
        ordering.order(road.unit, road.programme, road.union, values(wished_days=[clock.today()]))
    road.programme.state = "closed"
    session.commit()
    with pytest.raises(DomainError, match="不接受预约"), unit_of_work():
        ordering.order(road.unit, road.programme, road.union, values())


def test_asked_back_answered_confirmed(session: Session) -> None:
    road = Road()
    with unit_of_work():
        answering.ask(road.desk, road.stop, "能改到下午吗？")
    assert road.stop.state == "asked"
    with unit_of_work():
        ordering.reply(road.unit, road.stop, "可以")
    offering = road.confirm()
    assert (road.stop.state, offering.starts_on, offering.to_time) == ("confirmed", lectures.day(), "10:30")
    meeting = session.scalars(select(Meeting)).one()
    assert (meeting.credit_minutes, meeting.host_name) == (90, road.lecturer.name)
    kinds = session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert kinds == ["lecture.asked", "lecture.confirmed"]
    with pytest.raises(DomainError, match="办过"):
        road.confirm()


def test_no_lecturer_and_no_vehicle_is_at_two_places(session: Session) -> None:
    road = Road()
    road.confirm()
    second = lectures.stop(road.programme, road.other, road.unit)
    with pytest.raises(Invalid, match="已经去") as refused:
        road.confirm(second, vehicle=lectures.resource("vehicle"))
    assert refused.value.field == "lecturer_id"
    with pytest.raises(Invalid) as again:
        road.confirm(second, lecturer=lectures.resource("lecturer"))
    assert again.value.field == "vehicle_id"
    assert second.state == "ordered"
    road.confirm(second, ahead=11)
    # the database says so too
    with pytest.raises(IntegrityError), unit_of_work():
        session.execute(update(LectureStop).values(held_on=lectures.day()))


def test_a_retired_lecturer_and_a_late_hour(session: Session) -> None:
    road = Road()
    with unit_of_work():
        resources.retire(road.desk, road.lecturer)
    with pytest.raises(Invalid, match="停用"):
        road.confirm()
    new = lectures.resource("lecturer")
    with pytest.raises(Invalid, match="讲不完"), unit_of_work():
        answering.confirm(road.desk, road.stop, lectures.day(), "23:00", new, road.vehicle)


def test_a_unit_enrols_its_people_and_hours_are_recorded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = Road()
    offering = road.confirm()
    ann, ben = make.person(road.union), make.person(road.union)
    assert road.enrol(ann, ben) == 2
    assert road.enrol(ann, shown=[ann, ben]) == 1
    assert [member.person_id for member in participants.of_offering(offering)] == [ann.id]
    meeting = session.scalars(select(Meeting)).one()
    with unit_of_work():
        check_ins.record(offering, ann, "code", None, meeting)
    assert [(each.came, each.minutes) for each in results.of(offering).results] == [(1, 90)]
    with pytest.raises(Invalid, match="已经签到"):
        road.enrol(shown=[ann])


def test_a_second_stop_is_a_further_choice(session: Session) -> None:
    road = Road()
    road.confirm()
    ann = make.person(road.union)
    road.enrol(ann)
    road.stop = lectures.stop(road.programme, road.union, road.unit)
    second = road.confirm(road.stop, ahead=12)
    road.enrol(ann)
    sent = session.scalars(select(Registration)).one()
    assert [choice.rank for choice in sent.choices] == [1, 2]
    road.enrol(shown=[ann])
    assert session.scalars(select(Choice.offering_id)).all() != [second.id]
    assert len(session.scalars(select(Choice)).all()) == 1


def test_nobody_of_another_unit_comes(session: Session) -> None:
    road = Road()
    offering = road.confirm()
    stranger = make.person(road.other)
    with pytest.raises(Invalid, match="本单位职工"):
        road.enrol(make.person(road.union), stranger)
    assert session.scalars(select(Registration)).all() == []
    account = make.account(stranger)
    with pytest.raises(Invalid, match="本单位职工"), unit_of_work():
        registration.sign_up(road.programme, account, PartyPlan([MemberPlan(stranger)], [offering.id]))


def test_a_stop_that_is_called_off_frees_everybody(session: Session) -> None:
    road = Road()
    offering = road.confirm()
    ann = make.person(road.union)
    road.enrol(ann)
    with unit_of_work():
        answering.call_off(road.desk, road.stop, "讲师生病")
    assert (offering.cancelled, road.stop.state) == (True, "refused")
    assert session.scalars(select(Notice.person_id).where(Notice.kind == "lecture.called_off")).all() == [
        ann.id
    ]
    second = lectures.stop(road.programme, road.other, road.unit)
    road.confirm(second)


def test_lectures_and_classes_make_a_way(session: Session) -> None:
    with unit_of_work():
        kinds.ensure_standard()
    road = Road()
    offering = road.confirm()
    ann = make.person(road.union)
    before = learning.of(ann)
    assert (before.next_stage, [each.id for each in before.open_now]) == ("study", [road.programme.id])
    road.enrol(ann)
    with unit_of_work():
        check_ins.record(offering, ann, "code", None, session.scalars(select(Meeting)).one())
    way = learning.of(ann)
    assert [(step.minutes, step.done) for step in way.steps["study"]] == [(90, True)]
    assert way.hours == [(lectures.day().year, "2")]
    assert way.next_stage == "practice"
    road.programme.private = True
    session.commit()
    assert learning.of(ann, road.desk).steps["study"] == []
