"""Quarter-hours: made in weeks, one room a person, closed, rebooked and reminded."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Notice, Offering, Placement, Registration, RoomPlace
from app.services import places, registration
from app.services.timed import closing, desk, making, picker, plans, rebooking, reminders
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.first_come import later
from tests.timed_city import CheckUp

MORNING = ("09:00", "09:15", "09:30", "09:45")


def hours(**other: object) -> making.Hours:
    usual = {
        "first_on": dt.date(2026, 9, 28),
        "last_on": dt.date(2026, 10, 11),
        "weekdays": range(5),
        "from_time": "08:00",
        "to_time": "12:00",
        "break_from": "",
        "break_to": "",
        "minutes": 15,
        "without_holidays": True,
    }
    return making.Hours(**{**usual, **other})  # type: ignore[arg-type]


def test_a_morning_with_a_break() -> None:
    """Worked by hand: the quarter-hour that would reach into the break begins after it."""
    asked = hours(from_time="08:00", to_time="09:50", break_from="08:25", break_to="09:00")
    assert making.times(asked) == [
        ("08:00", "08:15"),
        ("09:00", "09:15"),
        ("09:15", "09:30"),
        ("09:30", "09:45"),
    ]


clock_times = st.integers(0, 1439).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")


@given(st.lists(clock_times, min_size=4, max_size=4), st.integers(5, 240), st.booleans())
def test_times_lie_inside_the_hours_and_outside_the_break(
    times: list[str], minutes: int, pauses: bool
) -> None:
    start, pause, on, end = sorted(times)
    asked = hours(
        from_time=start,
        to_time=end,
        break_from=pause if pauses else "",
        break_to=on if pauses else "",
        minutes=minutes,
    )
    found = making.times(asked)
    for first, last in found:
        assert start <= first < last <= end
        assert not pauses or last <= pause or first >= on
    assert all(last <= first for (_first, last), (first, _last) in itertools.pairwise(found))


def test_holidays_are_left_out_and_what_is_there_is_not_made_twice(session: Session) -> None:
    check_up = CheckUp()
    assert check_up.made == 7 * 4
    with pytest.raises(Invalid, match="都有了"), unit_of_work():
        making.make(None, check_up.programme, check_up.venue, check_up.hours())
    longer = check_up.hours(to_time="10:30")
    with unit_of_work():
        assert making.make(None, check_up.programme, check_up.venue, longer) == 7 * 2
    with clock.as_of(dt.datetime(2026, 9, 20, tzinfo=clock.CITY)):
        found = making.plan(check_up.programme, check_up.venue, hours())
    skipped = [date.on.day for date in found.dates if "国庆" in date.skipped]
    assert set(range(1, 8)) - {3, 4} <= set(skipped)
    assert found.count == (10 - len(skipped)) * 16


def test_rooms_are_given_evenly_and_never_twice(session: Session) -> None:
    check_up = CheckUp(rooms=2)
    first, second, third = (check_up.worker() for _ in range(3))
    check_up.book(first, check_up.at("09:00"))
    check_up.book(second, check_up.at("09:15"))
    assert {check_up.room_of(account.person) for account in (first, second)} == {"诊室 1", "诊室 2"}  # type: ignore[arg-type]
    check_up.book(third, check_up.at("09:00"))
    full = check_up.at("09:00")
    assert len(set(db.session.scalars(select(RoomPlace.slot_room_id).filter_by(offering_id=full.id)))) == 2
    with pytest.raises(Invalid, match="名额已满"):
        check_up.book(check_up.worker(), full)
    place = db.session.scalars(select(RoomPlace).filter_by(offering_id=full.id)).first()
    assert place is not None
    twin = {name: getattr(place, name) for name in ("offering_id", "slot_room_id", "registration_id")}
    with pytest.raises(IntegrityError):
        make.save(RoomPlace(**twin, person_id=second.person_id, created_at=clock.now()))
    db.session.rollback()


def test_rebooking_keeps_the_old_time_unless_the_new_one_is_had(session: Session) -> None:
    check_up = CheckUp(rooms=1)
    mine, other = check_up.worker(), check_up.worker()
    sent = check_up.book(mine, check_up.at("09:00"))
    check_up.book(other, check_up.at("09:15"))
    with pytest.raises(DomainError, match="原来的名额还在"), unit_of_work():
        rebooking.rebook(mine, sent, check_up.at("09:15"))
    assert [each.offering.from_time for each in places.held(sent)] == ["09:00"]
    with unit_of_work():
        rebooking.rebook(mine, sent, check_up.at("09:30", ahead=1))
    assert [each.offering.from_time for each in places.held(sent)] == ["09:30"]
    assert check_up.at("09:00").taken == 0
    assert db.session.scalars(select(RoomPlace.offering_id).filter_by(person_id=mine.person_id)).all() == [
        check_up.at("09:30", ahead=1).id
    ]


def test_rebooking_is_over_some_hours_before(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    check_up = CheckUp()
    mine = check_up.worker()
    sent, wanted = check_up.book(mine, check_up.at("09:00")), check_up.at("09:30", ahead=3)
    limit = rebooking.until(sent, check_up.at("09:00"))
    monkeypatch.setattr(clock, "now", lambda: limit - dt.timedelta(minutes=1))
    assert rebooking.too_late(sent) == ""
    monkeypatch.setattr(clock, "now", lambda: limit)
    for act in (
        lambda: rebooking.rebook(mine, sent, wanted),
        lambda: registration.sign_up(check_up.programme, mine, _plan(sent, wanted), sent),
    ):
        with pytest.raises(DomainError, match="改约要在"), unit_of_work():
            act()
    assert places.held(sent)[0].offering_id == check_up.at("09:00").id


def _plan(sent: Registration, wanted: Offering) -> registration.PartyPlan:
    return registration.PartyPlan([registration.MemberPlan(sent.lead.person)], [wanted.id])


def test_withdrawing_frees_the_room(session: Session) -> None:
    check_up = CheckUp(rooms=1)
    mine = check_up.worker()
    sent = check_up.book(mine, check_up.at())
    with unit_of_work():
        registration.withdraw(sent, mine)
    assert db.session.scalar(select(func.count()).select_from(RoomPlace)) == 0
    check_up.book(check_up.worker(), check_up.at())


def test_who_waits_for_a_full_time_moves_up_into_its_room(session: Session) -> None:
    check_up = CheckUp(rooms=1, settings={"waitlist_most": 5, "answer_hours": 0})
    mine, other = check_up.worker(), check_up.worker()
    sent, waits = check_up.book(mine, check_up.at()), check_up.book(other, check_up.at())
    assert places.held(waits) == []
    with unit_of_work():
        registration.withdraw(sent, mine)
    assert [each.offering_id for each in places.held(waits)] == [check_up.at().id]
    assert check_up.room_of(waits.lead.person) == "诊室 1"


def test_the_reminder_comes_once_on_the_day_before(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    check_up = CheckUp()
    sent = check_up.book(check_up.worker(), check_up.at("09:00"))
    day_before = dt.datetime.combine(check_up.first_on - dt.timedelta(days=1), dt.time(17), clock.CITY)
    assert reminders.remind() == 0
    monkeypatch.setattr(clock, "now", lambda: day_before - dt.timedelta(minutes=1))
    assert reminders.remind() == 0
    monkeypatch.setattr(clock, "now", lambda: day_before)
    assert reminders.remind() == 1
    assert reminders.remind() == 0
    told = db.session.scalars(select(Notice).filter_by(kind="slots.tomorrow")).all()
    assert [notice.registration_id for notice in told] == [sent.id]


def test_a_closed_room_moves_who_can_be_moved_and_tells_the_others(session: Session) -> None:
    check_up = CheckUp(rooms=2)
    alone, one, two = (check_up.worker() for _ in range(3))
    for account, time in ((alone, "09:00"), (one, "09:15"), (two, "09:15")):
        check_up.book(account, check_up.at(time))
    room = next(each for each in plans.rooms(check_up.programme) if each.name == "诊室 1")
    shut = closing.Closing(check_up.venue, room, check_up.first_on, check_up.first_on, "", "")
    assert closing.foreseen(check_up.programme, shut)[0] == 4
    with unit_of_work():
        effect = closing.close(check_up.coordinator, check_up.programme, shut, "检修")
    assert (effect.times, len(effect.lost)) == (4, 1)
    assert check_up.room_of(alone.person) == "诊室 2"  # type: ignore[arg-type]
    assert {(each.seats, each.taken) for each in (check_up.at(time) for time in MORNING)} == {(1, 1), (1, 0)}
    told = db.session.scalars(select(Notice).filter_by(kind="slots.closed")).all()
    assert [notice.registration_id for notice in told] == [effect.lost[0].id]
    lost = effect.lost[0]
    assert places.held(lost) == []
    with unit_of_work():
        rebooking.rebook(lost.signed_up_by, lost, check_up.at("09:45"))
    assert [each.offering.from_time for each in places.held(lost)] == ["09:45"]


def test_a_closed_hour_is_not_held_and_nobody_waits_in_it(session: Session) -> None:
    check_up = CheckUp(rooms=1)
    mine, other = check_up.worker(), check_up.worker()
    sent, kept = check_up.book(mine, check_up.at("09:15")), check_up.book(other, check_up.at("09:30"))
    shut = closing.Closing(check_up.venue, None, check_up.first_on, check_up.first_on, "09:00", "09:30")
    with unit_of_work():
        effect = closing.close(check_up.coordinator, check_up.programme, shut, "停电")
    assert [each.reference for each in effect.lost] == [sent.reference]
    assert [check_up.at(time).cancelled for time in MORNING] == [True, True, False, False]
    assert places.held(kept)
    with unit_of_work():
        again = making.make(None, check_up.programme, check_up.venue, check_up.hours())
    assert again == 2


def test_a_room_closed_for_good_is_not_counted_again(session: Session) -> None:
    check_up = CheckUp(rooms=1)
    room = plans.rooms(check_up.programme)[0]
    shut = closing.Closing(check_up.venue, room, check_up.first_on, None, "", "")
    with unit_of_work():
        closing.close(check_up.coordinator, check_up.programme, shut, "不再使用")
    assert picker.choice(check_up.programme).venue is None
    with pytest.raises(Invalid, match="没有可用的房间"):
        making.plan(check_up.programme, check_up.venue, check_up.hours())


def test_a_further_room_opens_in_what_lies_ahead(session: Session) -> None:
    check_up = CheckUp(rooms=1)
    with unit_of_work():
        plans.add_rooms(None, check_up.programme, check_up.venue, ["诊室 9"], ("", ""))
    assert check_up.at().seats == 2
    for account in (check_up.worker(), check_up.worker()):
        check_up.book(account, check_up.at())


def test_the_day_sheet_knows_who_came_and_who_did_not(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_up = CheckUp()
    came, missing = check_up.worker(), check_up.worker()
    sent = check_up.book(came, check_up.at("09:00"))
    check_up.book(missing, check_up.at("09:15"))
    everybody, day = make.Unit.id.is_not(None), check_up.first_on
    with pytest.raises(DomainError, match="还没有到这一天"), unit_of_work():
        desk.arrive(check_up.programme, check_up.venue, day, sent.reference, check_up.coordinator, everybody)
    later(monkeypatch, days=2 + 1)
    there = (check_up.programme, check_up.venue, day)
    for _twice in range(2):
        with unit_of_work():
            desk.arrive(*there, sent.reference.lower(), check_up.coordinator, everybody)
    visits = desk.sheet(*there, everybody)
    assert [(visit.place.offering.from_time, visit.missed) for visit in visits] == [
        ("09:00", False),
        ("09:15", True),
    ]
    counted = desk.counts(check_up.programme, day, day)[0]
    assert (counted.times, counted.seats, counted.taken, counted.came, counted.missed) == (4, 8, 2, 1, 1)
    with pytest.raises(DomainError, match="约的是"), unit_of_work():
        desk.arrive(
            check_up.programme,
            check_up.venue,
            day + dt.timedelta(days=1),
            sent.reference,
            check_up.coordinator,
            everybody,
        )


def test_quotas_of_units_hold_over_all_quarter_hours(session: Session) -> None:
    check_up = CheckUp()
    make.quota(check_up.programme, group="employer", scope="run", maximum=1)
    check_up.book(check_up.worker(), check_up.at("09:00"))
    with pytest.raises(Invalid, match="名额已满"):
        check_up.book(check_up.worker(), check_up.at("09:30", ahead=2))
    assert db.session.scalar(select(func.count()).select_from(Placement)) == 1
