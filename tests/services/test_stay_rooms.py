"""Checking in, absence, and changing rooms by hand: the law's rules are asked before anything is written."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import AuditEntry, BedPlace, Notice, Participation, Person, Registration, Venue
from app.services.stays import absence, desk, guests, lodging, rooms, settings
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.stays import Stay


@pytest.fixture
def stay(session: Session) -> Stay:
    return Stay()


def bed_of(person: Person) -> tuple[str, int]:
    db.session.rollback()
    place = next(each for each in db.session.scalars(select(BedPlace)) if each.member.person_id == person.id)
    return place.room.name, place.bed


def place_of(person: Person) -> int:
    return next(e.id for e in db.session.scalars(select(BedPlace)) if e.member.person_id == person.id)


def swap(stay: Stay, first: Person, second: Person | str) -> int:
    with unit_of_work():
        target = second if isinstance(second, str) else str(place_of(second))
        return rooms.swap_people(stay.coordinator, stay.venue, place_of(first), target, "空调坏了")


def empty(stay: Stay, room: int, bed: int) -> str:
    return f"{stay.venue.rooms[room].id}-{bed}"


def told(person: Person, kind: str) -> int:
    query = select(func.count(Notice.id)).where(Notice.person_id == person.id, Notice.kind == kind)
    return db.session.scalar(query) or 0


def used(person: Person) -> int:
    query = select(func.count(Participation.id)).where(Participation.person_id == person.id)
    return db.session.scalar(query) or 0


# who is found and checked in


def test_a_reference_finds_todays_guests_and_says_what_it_is_otherwise(stay: Stay) -> None:
    one = stay.person()
    here = stay.place([one], [(0, 1)])
    assert desk.found_by(stay.venue, f" {here.reference.lower()} ") == (stay.offering, here)
    later = make.offering(stay.programme, stay.venue, in_days=9)
    coming = stay.place([stay.person()], [(0, 1)], later)
    other = make.venue()
    unplaced = make.registration(stay.programme, [stay.person()], [stay.offering])
    for venue, reference, why in (
        (stay.venue, coming.reference, "不是今天这里的"),
        (other, here.reference, "不是今天这里的"),
        (stay.venue, unplaced.reference, "没有安排上"),
        (stay.venue, "LY-0000", "没有这个编号"),
    ):
        with pytest.raises(Invalid, match=why):
            desk.found_by(venue, reference)


def test_checking_in_and_taking_it_back(stay: Stay) -> None:
    one, two = stay.person(), stay.person(sex="F")
    party = stay.place([one, two], [(0, 1), (0, 2)])
    with unit_of_work():
        assert desk.check_in_party(stay.coordinator, stay.offering, party) == 2
    with unit_of_work():
        assert desk.check_in_party(stay.coordinator, stay.offering, party) == 0
        desk.undo_check_in(stay.coordinator, stay.offering, two.id)
    assert {g.person.id: g.state for g in guests.of_offering(stay.offering)} == {one.id: "in", two.id: "due"}
    with pytest.raises(NotFound), unit_of_work():
        desk.check_in(stay.coordinator, stay.offering, stay.person().id)


def test_the_desk_is_its_workers(stay: Stay) -> None:
    with unit_of_work():
        worker = desk.add_worker(stay.coordinator, stay.venue, "13912345678", "前台小林")
    assert [venue.id for venue in desk.venues(worker.account)] == [stay.venue.id]
    with pytest.raises(Forbidden):
        desk.load(worker.account, make.venue().id)
    with pytest.raises(Invalid), unit_of_work():
        desk.add_worker(stay.coordinator, stay.venue, "13912345678", "前台小林")
    with unit_of_work():
        desk.remove_worker(stay.coordinator, stay.venue, worker.id)
    with pytest.raises(Forbidden):
        desk.load(worker.account, stay.venue.id)
    assert stay.venue.id in {venue.id for venue in desk.venues(stay.coordinator)}


# rooms


def test_two_of_one_sex_change_beds_and_are_told(stay: Stay) -> None:
    one, two = stay.person(), stay.person()
    stay.place([one], [(0, 1)])
    stay.place([two], [(1, 2)])
    assert swap(stay, one, two) == 2
    assert (bed_of(one), bed_of(two)) == (("102", 2), ("101", 1))
    assert told(one, "stay.room_changed") == told(two, "stay.room_changed") == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "stay.rooms")).first()
    assert entry is not None
    assert (entry.reason, entry.changes["bed"]) == ("空调坏了", ["101 · 1", "102 · 2"])


def refused(stay: Stay, first: Person, second: Person | str, why: str) -> None:
    before = [(p.id, p.room_id, p.bed) for p in db.session.scalars(select(BedPlace).order_by(BedPlace.id))]
    with pytest.raises(Invalid, match=why):
        swap(stay, first, second)
    db.session.rollback()
    after = [(p.id, p.room_id, p.bed) for p in db.session.scalars(select(BedPlace).order_by(BedPlace.id))]
    assert after == before
    assert db.session.scalar(select(func.count(Notice.id))) == 0


def test_women_and_men_who_do_not_belong_together_stay_apart(stay: Stay) -> None:
    man, other, woman = stay.person(), stay.person(), stay.person(sex="F")
    stay.place([man], [(0, 1)])
    stay.place([other], [(0, 2)])
    stay.place([woman], [(1, 1)])
    refused(stay, man, woman, "男女")
    refused(stay, man, empty(stay, 1, 2), "男女")
    swap(stay, man, empty(stay, 2, 1))
    assert bed_of(man) == ("103", 1)


def test_who_wanted_a_room_alone_keeps_it(stay: Stay) -> None:
    alone, other = stay.person(), stay.person()
    stay.place([alone], [(0, 1)], private=True)
    stay.place([other], [(1, 1)])
    refused(stay, other, empty(stay, 0, 2), "单独住")


def test_a_room_must_have_what_somebody_needs(stay: Stay) -> None:
    needing, other = stay.person(), stay.person()
    stay.venue.rooms[0].features = ["lift", "step_free"]
    make.save(stay.venue)
    stay.place([needing], [(0, 1)], needs=["step_free"])
    stay.place([other], [(1, 1)])
    refused(stay, needing, other, "设施")
    refused(stay, other, needing, "设施")


def test_a_group_is_not_parted_nor_a_bed_given_twice(stay: Stay) -> None:
    one, two, third = stay.person(), stay.person(sex="F"), stay.person()
    stay.place([one, two], [(0, 1), (0, 2)])
    stay.place([third], [(1, 1)])
    refused(stay, one, third, "分开")
    refused(stay, third, empty(stay, 0, 1), "同一张床")


def test_a_closed_room_takes_nobody_and_no_room_more_than_its_beds(stay: Stay) -> None:
    one = stay.person()
    stay.place([one], [(0, 1)])
    stay.venue.rooms[1].closed = True
    make.save(stay.venue)
    refused(stay, one, empty(stay, 1, 1), "已停用")
    refused(stay, one, empty(stay, 2, 2), "没有这么多床")


def test_people_of_another_stay_have_their_room_to_themselves(stay: Stay) -> None:
    """Both stays overlap; who comes tomorrow already counts for the nights that are shared."""
    one, other = stay.person(), stay.person()
    stay.place([one], [(0, 1)])
    coming = make.offering(make.programme(state="published"), stay.venue, in_days=1, nights=2)
    stay.place([other], [(1, 1)], coming)
    refused(stay, one, empty(stay, 1, 2), "另一期")


def test_nights_that_are_over_do_not_count(session: Session) -> None:
    """Until this morning the room was another stay's."""
    stay = Stay(began=2)
    one, gone = stay.person(), stay.person(sex="F")
    stay.place([one], [(0, 1)])
    left = make.offering(make.programme(state="published"), stay.venue, in_days=-2, nights=2)
    stay.place([gone], [(1, 1)], left)
    assert swap(stay, one, empty(stay, 1, 1)) == 1


def test_two_rooms_change_all_their_people(stay: Stay) -> None:
    one, two, three = stay.person(), stay.person(sex="F"), stay.person()
    stay.place([one, two], [(0, 1), (0, 2)])
    stay.place([three], [(1, 1)])
    first, second = stay.venue.rooms[0].id, stay.venue.rooms[1].id
    with unit_of_work():
        assert rooms.swap_rooms(stay.coordinator, stay.venue, first, second, "漏水") == 3
    assert [bed_of(p) for p in (one, two, three)] == [("102", 1), ("102", 2), ("101", 1)]
    with pytest.raises(Invalid, match="没有这么多床"), unit_of_work():
        rooms.swap_rooms(stay.coordinator, stay.venue, second, stay.venue.rooms[2].id, "漏水")
    assert bed_of(one) == ("102", 1)


# who did not come, who left


def test_a_no_show_counts_as_the_programme_says(stay: Stay) -> None:
    one = stay.person()
    stay.place([one], [(0, 1)])
    with unit_of_work():
        absence.no_show(stay.coordinator, stay.offering, one.id, "没有来，电话不通")
    assert (used(one), told(one, "stay.no_show")) == (1, 1)
    with pytest.raises(DomainError, match="先撤销未到"), unit_of_work():
        desk.check_in(stay.coordinator, stay.offering, one.id)
    with unit_of_work():
        absence.undo_no_show(stay.coordinator, stay.offering, one.id)
        desk.check_in(stay.coordinator, stay.offering, one.id)
    assert used(one) == 1


def test_a_no_show_for_a_good_reason_does_not_count(stay: Stay) -> None:
    one, two = stay.person(), stay.person()
    stay.place([one, two], [(0, 1), (0, 2)])
    with unit_of_work():
        settings.save(stay.coordinator, stay.programme, {"no_show_counts": False})
        absence.no_show(stay.coordinator, stay.offering, one.id, "急诊住院")
        absence.no_show(stay.coordinator, stay.offering, two.id, "没有请假", counts=True)
    assert (used(one), used(two)) == (0, 1)
    with unit_of_work():
        absence.undo_no_show(stay.coordinator, stay.offering, one.id)
    assert used(one) == 1
    notices = db.session.scalars(select(Notice).where(Notice.kind == "stay.no_show")).all()
    assert {n.parameters["why"] for n in notices} == {"急诊住院", "没有请假"}


def test_the_bed_of_who_did_not_come_can_be_given_and_then_not_taken_back(stay: Stay) -> None:
    absent, other = stay.person(), stay.person()
    stay.place([absent], [(0, 1)])
    stay.place([other], [(1, 1)])
    with unit_of_work():
        absence.no_show(stay.coordinator, stay.offering, absent.id, "没有来")
    swap(stay, other, empty(stay, 0, 1))
    assert bed_of(other) == ("101", 1)
    with pytest.raises(DomainError, match="已给了别人"), unit_of_work():
        absence.undo_no_show(stay.coordinator, stay.offering, absent.id)


def test_nobody_is_absent_before_the_first_day(session: Session) -> None:
    stay = Stay(began=-2)
    one = stay.person()
    stay.place([one], [(0, 1)])
    with pytest.raises(DomainError, match="还没有开始"), unit_of_work():
        absence.no_show(stay.coordinator, stay.offering, one.id, "没有来")
    with pytest.raises(DomainError, match="不在这一期的日子里"), unit_of_work():
        desk.check_in(stay.coordinator, stay.offering, one.id)


def test_leaving_early_and_taking_it_back(session: Session) -> None:
    stay = Stay(began=2)
    one = stay.person()
    stay.place([one], [(0, 1)])
    today = clock.today()
    with pytest.raises(DomainError, match="还没有报到"), unit_of_work():
        absence.left_early(stay.coordinator, stay.offering, one.id, today, "家里有事")
    with unit_of_work():
        desk.check_in(stay.coordinator, stay.offering, one.id)
    for on in (today + dt.timedelta(days=1), stay.offering.ends_on, today - dt.timedelta(days=9)):
        with pytest.raises(Invalid) as refused_day, unit_of_work():
            absence.left_early(stay.coordinator, stay.offering, one.id, on, "家里有事")
        assert refused_day.value.field == "left_on"
    with unit_of_work():
        absence.left_early(stay.coordinator, stay.offering, one.id, today, "家里有事")
    assert guests.one(stay.offering, one.id).state == "left"
    assert rooms.board(stay.venue, today)[0].free == 2
    with unit_of_work():
        absence.undo_left_early(stay.coordinator, stay.offering, one.id)
    assert guests.one(stay.offering, one.id).state == "in"
    assert used(one) == 1


def test_no_record_of_the_desk_holds_a_number(stay: Stay) -> None:
    one = stay.person()
    party: Registration = stay.place([one], [(0, 1)])
    with unit_of_work():
        desk.check_in_party(stay.coordinator, stay.offering, party)
    said = json.dumps([[e.changes, e.subject_label] for e in db.session.scalars(select(AuditEntry))])
    assert one.phone is not None
    assert one.phone not in said
    assert one.identity not in said
    assert isinstance(stay.venue, Venue)


# beds for places that were given without


def waiting(stay: Stay, *people: Person, **member: object) -> Registration:
    """A place without beds."""
    made = make.registration(stay.programme, list(people), [stay.offering])
    for each in made.members:
        for name, value in member.items():
            setattr(each, name, value)
    make.save(make.placement(made, stay.offering))
    return made


def test_beds_are_given_under_the_same_rules(session: Session) -> None:
    stay = Stay(rooms=(2, 2, 2, 1))
    stay.venue.rooms[1].features = ["step_free"]
    taken = stay.person(sex="F")
    stay.place([taken], [(0, 1)])
    couple = waiting(stay, stay.person(), stay.person(sex="F"))
    woman, man = stay.person(sex="F"), stay.person()
    waiting(stay, woman)
    waiting(stay, man, needs=["step_free"])
    alone = stay.person()
    waiting(stay, alone, private=True)
    unlucky = stay.person(sex="F")
    waiting(stay, unlucky)
    with unit_of_work():
        assert lodging.seat(stay.coordinator, stay.offering) == (5, 1)
    assert bed_of(woman) == ("101", 2)
    assert bed_of(man)[0] == "102"
    assert bed_of(alone) == ("104", 1)
    assert {bed_of(m.person)[0] for m in couple.members} == {"103"}
    assert lodging.without_bed(stay.offering) == 1
    with unit_of_work():
        assert lodging.seat(stay.coordinator, stay.offering) == (0, 1)


def test_rooms_of_another_stay_are_left_alone(session: Session) -> None:
    stay = Stay(rooms=(2,))
    coming = make.offering(make.programme(state="published"), stay.venue, in_days=2, nights=2)
    stay.place([stay.person()], [(0, 1)], coming)
    waiting(stay, stay.person())
    with unit_of_work():
        assert lodging.seat(stay.coordinator, stay.offering) == (0, 1)
