"""First come: confirmed at once, changed without losing a place, or waiting as the programme says."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import AuditEntry, Notice, Participation, Placement, Registration, WaitlistEntry
from app.services import modes, offerings, places, registration, sign_up_window, waiting
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import Course, later, state


def has(sent: Registration) -> list[int]:
    return [placement.offering_id for placement in places.held(sent)]


def told(sent: Registration) -> list[str]:
    query = select(Notice.kind).where(Notice.registration_id == sent.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def used(sent: Registration) -> int:
    counted = select(func.count()).where(Participation.registration_id == sent.id)
    return db.session.scalar(counted) or 0


def standing(sent: Registration) -> str:
    return modes.explain(sent).state


def test_who_is_first_has_the_place_and_the_next_waits(session: Session) -> None:
    course = Course(seats=1)
    first, second = course.sign_up(course.worker()), course.sign_up(course.worker())
    assert (has(first), state(first), used(first)) == ([course.first.id], "", 1)
    assert (has(second), state(second), used(second)) == ([], "waiting", 0)
    assert told(first) == ["placement.given", "registration.sent"]
    assert told(second) == ["waitlist.joined", "registration.sent"]
    assert (standing(first), standing(second)) == ("confirmed", "waiting")


def test_the_best_choice_that_has_room(session: Session) -> None:
    course = Course(seats=1)
    second = course.offering(1)
    course.sign_up(course.worker())
    sent = course.sign_up(course.worker(), to=[course.first, second])
    assert has(sent) == [second.id]
    assert places.held(sent)[0].rank == 2


def test_a_party_is_in_together_or_not_at_all(session: Session) -> None:
    course = Course(seats=2, settings={"when_unfit": "pass_over"})
    course.sign_up(course.worker())
    pair = course.sign_up(course.worker(), course.worker())
    assert (has(pair), course.first.taken) == ([], 1)
    assert has(course.sign_up(course.worker())) == [course.first.id]


def test_a_newcomer_waits_behind_a_party_for_which_places_are_kept(session: Session) -> None:
    course = Course(seats=2, settings={"when_unfit": "wait"})
    course.sign_up(course.worker())
    pair = course.sign_up(course.worker(), course.worker())
    single = course.sign_up(course.worker())
    assert (state(pair), state(single), course.first.taken) == ("waiting", "waiting", 1)


def test_kept_places_are_those_of_the_quota_that_is_short(session: Session) -> None:
    course = Course(seats=9, settings={"when_unfit": "wait"})
    make.quota(course.programme, group="employer", scope="run", maximum=2)
    course.sign_up(course.worker())
    course.sign_up(course.worker(), course.worker())
    assert state(course.sign_up(course.worker())) == "waiting"
    elsewhere = make.unit(course.district)
    assert has(course.sign_up(course.worker(elsewhere))) == [course.first.id]


def test_nobody_waits_for_a_party_that_can_never_fit(session: Session) -> None:
    course = Course(seats=2)
    with pytest.raises(Invalid) as refused:
        course.sign_up(course.worker(), course.worker(), course.worker())
    assert "候补也轮不到" in refused.value.message
    assert session.scalar(select(func.count()).select_from(Registration)) == 0


def test_without_a_waitlist_it_says_that_it_is_full(session: Session) -> None:
    course = Course(seats=1, settings={"waitlist_most": 0})
    course.sign_up(course.worker())
    with pytest.raises(Invalid) as refused:
        course.sign_up(course.worker())
    assert "名额已满" in refused.value.message
    assert refused.value.field == "choices"
    assert session.scalar(select(func.count()).select_from(Registration)) == 1


def test_a_waitlist_has_an_end(session: Session) -> None:
    course = Course(seats=1, settings={"waitlist_most": 1})
    course.sign_up(course.worker())
    course.sign_up(course.worker())
    with pytest.raises(Invalid, match="满 1 组"):
        course.sign_up(course.worker())


def test_a_change_that_finds_no_place_keeps_the_old_one(session: Session) -> None:
    course = Course(seats=1)
    full = course.offering(1)
    course.sign_up(course.worker(), to=[full])
    person = course.worker()
    sent = course.sign_up(person)
    with pytest.raises(Invalid, match="原来的名额还在"):
        course.change(sent, person, to=[full])
    assert has(sent) == [course.first.id]
    assert [choice.offering_id for choice in sent.choices] == [course.first.id]
    assert (course.first.taken, full.taken, used(sent)) == (1, 1, 1)


def test_a_change_moves_the_place_and_frees_the_old_one(session: Session) -> None:
    course = Course(seats=1, settings={"answer_hours": 0})
    other = course.offering(1, in_days=40)
    person = course.worker()
    sent = course.sign_up(person)
    waits = course.sign_up(course.worker())
    course.change(sent, person, to=[other])
    assert (has(sent), has(waits)) == ([other.id], [course.first.id])
    assert (course.first.taken, other.taken, used(sent)) == (1, 1, 1)
    used_on = session.scalar(
        select(Participation.took_place_on).where(Participation.registration_id == sent.id)
    )
    assert used_on == other.starts_on


def test_a_change_of_the_party_keeps_the_place_where_there_is_room(session: Session) -> None:
    course = Course(seats=2)
    person, friend = course.worker(), course.worker()
    sent = course.sign_up(person)
    course.change(sent, person, friend, to=[course.first])
    assert (course.first.taken, used(sent), told(sent).count("placement.given")) == (2, 2, 1)
    with pytest.raises(Invalid):
        course.change(sent, person, friend, course.worker(), to=[course.first])
    course.change(sent, person, to=[course.first])
    assert (course.first.taken, used(sent)) == (1, 1)
    assert session.scalar(select(func.count()).select_from(Placement)) == 1


def test_who_changes_while_waiting_queues_anew(session: Session) -> None:
    course = Course(seats=2)
    course.sign_up(course.worker(), course.worker())
    person = course.worker()
    early, late = course.sign_up(person), course.sign_up(course.worker())
    course.change(early, person, course.worker(), to=[course.first])
    assert has(early) == []
    line = [entry.registration_id for entry in waiting.in_order(course.programme)]
    assert line == [late.id, early.id]


def test_no_change_while_an_offer_waits_for_its_answer(session: Session) -> None:
    course = Course(seats=1)
    first, person = course.sign_up(course.worker()), course.worker()
    sent = course.sign_up(person)
    course.withdraw(first)
    assert standing(sent) == "offered"
    with pytest.raises(DomainError, match="先接受或放弃"):
        course.change(sent, person, to=[course.first])
    assert state(sent) == "offered"


def test_a_place_given_back_was_not_used(session: Session) -> None:
    course = Course(seats=1)
    sent = course.sign_up(course.worker())
    course.withdraw(sent)
    assert (has(sent), used(sent), course.first.taken) == ([], 0, 0)


def test_a_place_given_back_too_late_was_used_and_is_free_all_the_same(session: Session) -> None:
    course = Course(seats=1, withdraw_free_until_on=clock.today() - dt.timedelta(days=1))
    sent, waits = course.sign_up(course.worker()), course.sign_up(course.worker())
    assert any("仍计入参加次数" in loss for loss in modes.explain(sent).losses)
    course.withdraw(sent)
    assert (used(sent), state(waits)) == (1, "offered")


def test_more_seats_go_to_who_waits(session: Session) -> None:
    course = Course(seats=1)
    course.sign_up(course.worker())
    one, two = course.sign_up(course.worker()), course.sign_up(course.worker())
    with unit_of_work():
        offerings.edit(make.account(coordinates=course.city), course.first, {"seats": 2})
    assert (state(one), state(two)) == ("offered", "waiting")


def test_what_has_begun_takes_nobody(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(seats=1)
    sent, waits = course.sign_up(course.worker()), course.sign_up(course.worker())
    later(monkeypatch, days=30)
    assert standing(waits) == "unplaced"
    with pytest.raises(DomainError, match="已经开始"):
        course.withdraw(sent)
    with unit_of_work():
        course.first.seats = 5
        assert waiting.fill(course.programme) == 0
    assert state(waits) == "waiting"


def test_an_offer_ends_when_the_offering_begins(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(seats=1, settings={"answer_hours": 72})
    soon = course.offering(1, in_days=2, from_time="09:00", to_time="10:00")
    first, waits = course.sign_up(course.worker(), to=[soon]), course.sign_up(course.worker(), to=[soon])
    course.withdraw(first)
    entry = waiting.entry_of(waits)
    assert entry is not None
    assert entry.answer_by == places.begins_at(soon)


def test_the_waitlist_outlives_the_window(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(seats=1)
    first, waits = course.sign_up(course.worker()), course.sign_up(course.worker())
    later(monkeypatch, days=8)
    with unit_of_work():
        sign_up_window.close_sign_up(make.account(coordinates=course.city), course.programme)
    course.withdraw(first)
    entry = waiting.entry_of(waits)
    assert entry is not None
    with unit_of_work():
        waiting.accept(entry)
    assert (has(waits), standing(waits)) == ([course.first.id], "confirmed")


def test_calling_off_leaves_nobody_with_a_place_or_hope(session: Session) -> None:
    course = Course(seats=1)
    sent, waits = course.sign_up(course.worker()), course.sign_up(course.worker())
    with unit_of_work():
        sign_up_window.cancel(make.account(coordinates=course.city), course.programme, "台风")
    assert (has(sent), used(sent), state(waits), course.first.taken) == ([], 0, "left", 0)
    assert {standing(sent), standing(waits)} == {"cancelled"}


def test_who_cannot_come_any_more_is_passed_over_and_told_why(session: Session) -> None:
    course = Course(seats=1)
    first = course.sign_up(course.worker())
    busy, free = course.worker(), course.worker()
    waits, behind = course.sign_up(busy), course.sign_up(free)
    elsewhere = make.programme(mode="first_come", results_on=None, title="合唱排练")
    same_day = make.offering(elsewhere, course.venue, nights=0, seats=5, with_beds=False)
    with unit_of_work():
        own = make.registration(elsewhere, [busy], [same_day], course.account(busy))
    with unit_of_work():
        modes.of(elsewhere).accept(own)
    course.withdraw(first)
    assert (state(waits), state(behind)) == ("waiting", "offered")
    assert any("会跳过" in said and "另有" in said for said in modes.explain(waits).said)
    with unit_of_work():
        registration.withdraw(own, own.signed_up_by)
        waiting.decline(entry_of(behind))
    assert state(waits) == "offered"


def entry_of(sent: Registration) -> WaitlistEntry:
    found = waiting.entry_of(sent)
    assert found is not None
    return found


def test_who_is_no_longer_eligible_is_passed_over(session: Session) -> None:
    course = Course(seats=1)
    first, person = course.sign_up(course.worker()), course.worker()
    waits, behind = course.sign_up(person), course.sign_up(course.worker())
    make.rule(course.programme, "tiers", tiers=[1, 2, 3])
    person.tier = 4
    session.commit()
    course.withdraw(first)
    assert (state(waits), state(behind)) == ("waiting", "offered")
    assert any("会跳过" in said for said in modes.explain(waits).said)


def test_the_record_names_every_place_and_offer(session: Session) -> None:
    course = Course(seats=1)
    first, waits = course.sign_up(course.worker()), course.sign_up(course.worker())
    course.withdraw(first)
    with unit_of_work():
        waiting.accept(entry_of(waits), waits.signed_up_by)
    query = select(AuditEntry.action).where(AuditEntry.subject_id == waits.id).order_by(AuditEntry.id)
    assert list(session.scalars(query)) == [
        "registration.send",
        "waitlist.offer",
        "registration.place",
        "waitlist.accept",
    ]


def test_what_the_coordinator_has_to_do(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(seats=1)
    mode = modes.of(course.programme)
    first = course.sign_up(course.worker())
    assert mode.todos(course.programme) == []
    assert "先报先得" not in mode.next_step(course.programme)
    course.sign_up(course.worker())
    course.sign_up(course.worker())
    course.withdraw(first)
    assert [todo.words for todo in mode.todos(course.programme)] == ["1 组待答复候补名额", "1 组正在候补"]
    later(monkeypatch, days=8)
    assert mode.todos(course.programme)[0].endpoint == "console_programmes.close"
