"""The days of a stay, private talks, leaders, somebody else of the same unit, and how it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import (
    AuditEntry,
    BedPlace,
    HealthDeclaration,
    Nomination,
    Notice,
    Participation,
    Person,
    Registration,
    StayGuest,
    StayOpinion,
)
from app.services import features, registration
from app.services.stays import absence, desk, guests, leaders, slots, substitution, survey, timetable
from app.services.stays.slots import Series
from app.services.stays.substitution import Wish
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.stays import Stay

ITEM: dict[str, Any] = {
    "day": 1,
    "from_time": "09:00",
    "to_time": "11:00",
    "kind": "study",
    "title": "主题党课",
    "title_en": "",
    "place": "一楼报告厅",
}
COUNSELLOR = "13955556666"


@pytest.fixture
def coming(session: Session) -> Stay:
    return Stay(began=-3)


def write(stay: Stay, **values: Any) -> None:
    with unit_of_work():
        timetable.save(stay.coordinator, stay.offering, None, {**ITEM, **values})


def talks(stay: Stay, count: int = 3, day: int = 2) -> list[int]:
    with unit_of_work():
        series = Series(day, "14:00", 50, count, "谈心室")
        slots.add(stay.coordinator, stay.offering, COUNSELLOR, "周老师", series)
    return [slot.id for slot in slots.of_offering(stay.offering)]


# days


def test_days_are_in_order_and_within_the_stay(coming: Stay) -> None:
    write(coming, day=2)
    write(coming, from_time="07:00", to_time="", kind="ecology", title="海边健走")
    write(coming)
    days = timetable.days(coming.offering)
    assert [[item.title for item in day.items] for day in days[:2]] == [
        ["海边健走", "主题党课"],
        ["主题党课"],
    ]
    assert len(days) == 6
    for values, field in (({"day": 7}, "day"), ({"to_time": "08:00"}, "to_time")):
        with pytest.raises(Invalid) as refused:
            write(coming, **values)
        assert refused.value.field == field
    assert "思政引领" in str(features.every()["stay"].facts(coming.programme))


def test_a_stay_is_copied_from_another_as_far_as_it_goes(coming: Stay) -> None:
    write(coming)
    write(coming, day=6, title="返程")
    short = make.offering(coming.programme, coming.venue, nights=2)
    assert timetable.templates(short) == [(coming.offering, 2)]
    with unit_of_work():
        assert timetable.copy(coming.coordinator, short, coming.offering.id) == 1
    assert [(item.title, item.place) for item in timetable.of(short)] == [("主题党课", "一楼报告厅")]
    with pytest.raises(Invalid), unit_of_work():
        timetable.copy(coming.coordinator, coming.offering, coming.offering.id)


# private talks


def test_a_guest_has_one_time_and_may_change_it(coming: Stay) -> None:
    one, two = coming.person(), coming.person()
    coming.place([one, two], [(0, 1), (0, 2)])
    first, second, third = talks(coming)
    with unit_of_work():
        slots.book(one, coming.offering, first, "睡不好")
    with pytest.raises(DomainError, match="约走了"), unit_of_work():
        slots.book(two, coming.offering, first)
    with unit_of_work():
        slots.book(one, coming.offering, second)
    assert [slot.id for slot in slots.free(coming.offering)] == [first, third]
    with unit_of_work():
        slots.cancel(one, coming.offering)
    assert slots.counts(coming.offering) == slots.Counts(3, 0)
    assert [slot.note for slot in slots.of_offering(coming.offering)] == [None] * 3


def test_only_guests_book(coming: Stay) -> None:
    slot = talks(coming)[0]
    with pytest.raises(NotFound), unit_of_work():
        slots.book(coming.person(), coming.offering, slot)


def test_times_of_one_counsellor_do_not_overlap(coming: Stay) -> None:
    talks(coming)
    for series, field in (
        (Series(2, "15:00", 30, 1, ""), "from_time"),
        (Series(9, "10:00", 50, 1, ""), "day"),
        (Series(1, "23:00", 50, 3, ""), "count"),
        (Series(1, "10:00", 50, 0, ""), "count"),
    ):
        with pytest.raises(Invalid) as wrong, unit_of_work():
            slots.add(coming.coordinator, coming.offering, COUNSELLOR, "", series)
        assert wrong.value.field == field


def test_what_somebody_wants_to_talk_about_is_sealed_and_in_no_record(coming: Stay) -> None:
    one = coming.person()
    coming.place([one], [(0, 1)])
    slot = talks(coming)[0]
    with unit_of_work():
        slots.book(one, coming.offering, slot, "不想让别人知道")
    raw = bytes(db.session.execute(text("select note from stay_slot where note is not null")).scalar_one())
    assert "不想" not in raw.decode("utf-8", "ignore")
    mine = slots.of_counsellor(slots.of_offering(coming.offering)[0].counsellor)
    assert mine[0].note == "不想让别人知道"
    for entry in db.session.scalars(select(AuditEntry)):
        assert one.name not in f"{entry.changes}{entry.subject_label}{entry.reason}"


def test_the_counsellor_calls_off_and_the_guest_is_told(coming: Stay) -> None:
    one = coming.person()
    coming.place([one], [(0, 1)])
    slot_id = talks(coming, 1)[0]
    with unit_of_work():
        slots.book(one, coming.offering, slot_id)
    counsellor = slots.of_offering(coming.offering)[0].counsellor
    with pytest.raises(Forbidden), unit_of_work():
        slots.call_off(coming.coordinator, slot_id)
    with unit_of_work():
        slots.call_off(counsellor, slot_id)
    kinds = db.session.scalars(select(Notice.kind).where(Notice.person_id == one.id)).all()
    assert kinds == ["stay.slot_cancelled"]
    assert slots.of_offering(coming.offering) == []


def test_who_withdraws_gives_the_time_back(coming: Stay) -> None:
    one = coming.person()
    party = coming.place([one], [(0, 1)])
    slot = talks(coming)[0]
    with unit_of_work():
        slots.book(one, coming.offering, slot)
    with unit_of_work():
        registration.withdraw(party, party.signed_up_by, "去不了")
    assert slots.counts(coming.offering).booked == 0


# leaders


def test_one_of_the_group_leads_it(coming: Stay) -> None:
    one = coming.person()
    coming.place([one], [(0, 1)])
    coming.offering.leader_phone = "12351"
    make.save(coming.offering)
    with unit_of_work():
        account = leaders.appoint_member(coming.coordinator, coming.offering, one.id).account
    assert (coming.offering.leader_name, coming.offering.leader_phone) == (one.name, "")
    leaders.require(account, coming.offering)
    with unit_of_work():
        leaders.note(account, coming.offering, "大巴 8:30 到")
    assert [note.words for note in leaders.notes(coming.offering)] == ["大巴 8:30 到"]
    with pytest.raises(Forbidden):
        leaders.require(coming.coordinator, coming.offering)
    with pytest.raises(Invalid), unit_of_work():
        leaders.appoint_member(coming.coordinator, coming.offering, coming.person().id)
    with unit_of_work():
        leaders.appoint(coming.coordinator, coming.offering, "13977778888", "高老师")
    with pytest.raises(Forbidden):
        leaders.require(account, coming.offering)


# somebody else of the same unit


def replace(stay: Stay, party: Registration, came: Person, **values: Any) -> None:
    with unit_of_work():
        wish = Wish(came, values.get("needs", ()), values.get("declared", False), "临时出差")
        substitution.replace(stay.coordinator, party.members[0], wish)


def test_the_place_stays_and_who_goes_changes(coming: Stay) -> None:
    left, came = coming.person(), coming.person()
    party = coming.place([left], [(0, 1)])
    slot = talks(coming)[0]
    with unit_of_work():
        slots.book(left, coming.offering, slot)
    replace(coming, party, came)
    assert [m.person_id for m in party.members] == [came.id]
    place = db.session.scalars(select(BedPlace)).one()
    assert (place.member.person_id, place.room.name, place.bed) == (came.id, "101", 1)
    assert db.session.scalars(select(Participation.person_id)).all() == [came.id]
    told = {(n.person_id, n.kind) for n in db.session.scalars(select(Notice))}
    assert told == {(left.id, "stay.substituted"), (came.id, "stay.substitutes")}
    assert slots.counts(coming.offering).booked == 0
    assert [s.registration.reference for s in substitution.published(coming.programme)] == [party.reference]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "stay.substitute")).one()
    assert came.name not in str(entry.changes)


def test_who_may_not_go_instead_and_why(coming: Stay) -> None:
    left, roommate = coming.person(), coming.person()
    party = coming.place([left], [(0, 1)])
    coming.place([roommate], [(0, 2)])
    busy = coming.person()
    other = make.offering(make.programme(state="published", overlap="forbid"), make.venue(), in_days=4)
    coming.place([busy], [(0, 1)], other)
    for came, why in (
        (left, "另一位"),
        (make.person(make.unit(coming.district)), "同一单位"),
        (roommate, "已在报名"),
        (coming.person(sex="F"), "住宿规则"),
        (busy, "时间重叠"),
    ):
        with pytest.raises(Invalid, match=why):
            replace(coming, party, came)
    with pytest.raises(Invalid) as lacking:
        replace(coming, party, coming.person(), needs=["step_free"])
    assert lacking.value.field == "needs"
    make.rule(coming.programme, "years_of_service", years=30)
    with pytest.raises(Invalid, match="不符合条件"):
        replace(coming, party, coming.person())
    assert db.session.scalar(select(func.count(Notice.id))) == 0


def test_only_until_the_day_before(session: Session) -> None:
    for began, fine in ((-1, True), (0, False)):
        stay = Stay(began=began)
        party = stay.place([stay.person()], [(0, 1)])
        if fine:
            replace(stay, party, stay.person())
        else:
            with pytest.raises(DomainError, match="来不及"):
                replace(stay, party, stay.person())


def test_health_is_declared_again_where_it_is_asked(coming: Stay) -> None:
    party = coming.place([coming.person()], [(0, 1)])
    declared = HealthDeclaration(
        registration_id=party.id,
        venue_id=coming.venue.id,
        answers={"q": False},
        declared_at=clock.now() - dt.timedelta(days=9),
    )
    make.save(declared)
    with pytest.raises(Invalid) as refused:
        replace(coming, party, coming.person())
    assert refused.value.field == "declared"
    replace(coming, party, coming.person(), declared=True)


def test_a_nomination_goes_over_with_the_place(coming: Stay) -> None:
    left, came = coming.person(), coming.person()
    make.rule(coming.programme, "nominated")
    old = Nomination(
        programme=coming.programme,
        person=left,
        unit=coming.union,
        state="confirmed",
        merit="一线",
        uses=[],
        nominated_by_id=coming.coordinator.id,
        nominated_at=clock.now(),
    )
    make.save(old)
    party = coming.place([left], [(0, 1)])
    replace(coming, party, came)
    states = {n.person_id: n.state for n in db.session.scalars(select(Nomination))}
    assert states == {left.id: "withdrawn", came.id: "confirmed"}


# how it was


def over(count: int) -> tuple[Stay, list[Person]]:
    """A stay that ended today, with so many guests who came."""
    stay = Stay(began=5, rooms=(6,))
    people = [stay.person() for _ in range(count)]
    stay.place(people, [(0, bed) for bed in range(1, count + 1)])
    for person in people:
        with unit_of_work():
            desk.check_in(stay.coordinator, stay.offering, person.id)
    return stay, people


def say(stay: Stay, person: Person, mark: int = 4, **values: Any) -> None:
    marks = dict.fromkeys(survey.questions(stay.offering), mark) | values
    with unit_of_work():
        survey.answer(stay.offering, person, marks, mark > 3, "饭菜很好")


def test_figures_are_shown_from_five_answers_on(session: Session) -> None:
    stay, people = over(5)
    write(stay)
    assert survey.questions(stay.offering) == ["study", "food", "room", "service"]
    for mark, person in zip((5, 5, 4, 3), people, strict=False):
        say(stay, person, mark)
    results = survey.results([stay.offering.id])
    assert (results.count, results.figures, results.said) == (4, (), ())
    say(stay, people[4], 3)
    results = survey.results([stay.offering.id])
    assert (results.count, results.again, len(results.said)) == (5, 0.6, 5)
    food = results.figures[1]
    assert (food.label, food.average, food.shares) == ("饮食", 4.0, [0, 0, 0.4, 0.2, 0.4])
    write(stay, kind="health", title="体质辨识")
    assert len(survey.results([stay.offering.id]).figures) == 4


def test_once_a_guest_and_every_question(session: Session) -> None:
    stay, people = over(1)
    with pytest.raises(Invalid) as refused:
        say(stay, people[0], food=9)
    assert set(refused.value.faults) == {"food"}
    say(stay, people[0])
    with pytest.raises(DomainError, match="已经填过"):
        say(stay, people[0])
    assert db.session.scalar(select(func.count(StayOpinion.id))) == 1


def test_nothing_leads_from_an_answer_to_who_gave_it(session: Session) -> None:
    assert {column.name for column in StayOpinion.__table__.columns} == {
        "id",
        "offering_id",
        "marks",
        "again",
        "words",
    }
    stay, people = over(2)
    for person in people:
        say(stay, person)
    assert all(len(each.id) == 32 for each in db.session.scalars(select(StayOpinion)))
    assert [g.surveyed for g in db.session.scalars(select(StayGuest))] == [True, True]


def test_from_the_day_of_leaving_for_two_weeks(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Stay(began=2)
    one = running.person()
    running.place([one], [(0, 1)])
    with unit_of_work():
        desk.check_in(running.coordinator, running.offering, one.id)
    with pytest.raises(DomainError, match="离开当天起"):
        say(running, one)
    with unit_of_work():
        absence.left_early(running.coordinator, running.offering, one.id, clock.today(), "家里有事")
    say(running, one)
    stay, people = over(1)
    absent = stay.person()
    stay.place([absent], [(0, 6)])
    assert not survey.is_open(stay.offering, absent)
    assert [each.link.endpoint for each in features.ahead(people[0])] == ["stay.opinion"]
    at = clock.now() + dt.timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert not survey.is_open(stay.offering, people[0])


def test_who_is_ahead_sees_arrival_and_talk(coming: Stay) -> None:
    one = coming.person()
    party = coming.place([one], [(0, 1)])
    with unit_of_work():
        slots.book(one, coming.offering, talks(coming)[0])
    said = [each.words for each in features.ahead(one)]
    assert len(said) == 2
    assert "报到" in said[0]
    assert "心理疏导" in said[1]
    links = features.every()["stay"].own_links(party, one)
    assert [link.values for link in links] == [{"offering_id": coming.offering.id}]
    assert features.every()["stay"].own_links(party, coming.person()) == []
    assert guests.own(coming.offering, one).person_id == one.id
