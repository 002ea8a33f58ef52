"""The timetable of an offering: what cannot be planned, who is told of changes, and who leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Forbidden, Invalid
from app.extensions import db
from app.models import Meeting, Notice
from app.services import features, notify
from app.services.meetings import attendance, cancelling, guests, hosting, reminding, series, timetable
from app.services.offering_series import Rule
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.clubs import DAY, HOUR, MINUTE, Club, Everywhere


def told(kind: str) -> list[str]:
    found = db.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [notify.text(notice) for notice in found]


def refused(club: Club, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as raised, unit_of_work():
        timetable.add(club.coordinator, club.offering, club.values(**values))
    return raised.value.faults


def test_what_cannot_be_planned(session: Session) -> None:
    club = Club(members=0)
    with unit_of_work():
        timetable.add(club.coordinator, club.offering, club.values(room="二楼"))
    assert set(refused(club, in_days=60)) == {"on"}
    assert set(refused(club, in_days=-11)) == {"on"}
    assert "共读" in refused(club, in_days=3.05)["from_time"]
    other = Club(members=0)
    other.offering.venue = club.offering.venue
    session.commit()
    assert club.programme.title in refused(other, room="二楼")["room"]
    with unit_of_work():
        first = timetable.add(other.coordinator, other.offering, other.values(room="三楼"))
        # online it needs no room, whatever is written there; and right after the first one it is free
        online = other.values(in_days=3.2, room="二楼", link="https://a.example")
        timetable.add(other.coordinator, other.offering, online)
        after = other.values(room="二楼") | {"starts_at": first.ends_at, "ends_at": first.ends_at + HOUR}
        timetable.add(other.coordinator, other.offering, after)
    assert session.query(Meeting).count() == 4


def test_a_change_is_told_to_who_comes_and_a_correction_is_not(session: Session) -> None:
    club = Club(members=2)
    meeting = club.meeting(guest_seats=2)
    with unit_of_work():
        guests.claim(meeting, club.course.worker())
    same = {name: getattr(meeting, name) for name in club.values()}
    with unit_of_work():
        timetable.edit(club.coordinator, meeting, {**same, "title": "第一次共读"})
    assert told("meeting.changed") == []
    later = {"starts_at": meeting.starts_at + HOUR, "ends_at": meeting.ends_at + HOUR}
    with unit_of_work():
        timetable.edit(club.coordinator, meeting, {**same, **later})
    assert len(told("meeting.changed")) == 3
    with pytest.raises(Invalid) as raised, unit_of_work():
        timetable.edit(club.coordinator, meeting, {**same, **later, "guest_seats": 0})
    assert set(raised.value.faults) == {"guest_seats"}


def test_one_that_has_begun_stays_where_it_was(session: Session) -> None:
    club = Club(members=0)
    meeting = club.meeting(in_days=-1)
    same = {name: getattr(meeting, name) for name in club.values()}
    with pytest.raises(Invalid) as raised, unit_of_work():
        timetable.edit(club.coordinator, meeting, {**same, "starts_at": clock.now() + DAY})
    assert "starts_at" in raised.value.faults
    with unit_of_work():
        timetable.edit(club.coordinator, meeting, {**same, "host_name": "王师傅"})
    assert meeting.host_name == "王师傅"


def test_cancelling_tells_why_once(session: Session) -> None:
    club = Club(members=2)
    meeting = club.meeting()
    with unit_of_work():
        assert cancelling.cancel(club.coordinator, meeting, "书屋停电") == 2
    assert all("书屋停电" in words for words in told("meeting.cancelled"))
    with pytest.raises(DomainError, match="已经取消"), unit_of_work():
        cancelling.cancel(club.coordinator, meeting, "再来")
    with pytest.raises(DomainError, match="已经结束"), unit_of_work():
        cancelling.cancel(club.coordinator, club.meeting(in_days=-2), "太晚")


def rule(**values: Any) -> Rule:
    usual = {"first_on": dt.date(2026, 9, 24), "weekdays": [3], "every": 1, "until": None, "count": 3}
    return Rule(**{**usual, "nights": 0, "without_holidays": True, **values})


def test_a_series_leaves_out_holidays_and_what_is_there(session: Session) -> None:
    """Thursdays from 24 September 2026: 1 October is a holiday, 8 October has one already."""
    club = Club(members=0)
    club.offering.starts_on, club.offering.ends_on = dt.date(2026, 9, 20), dt.date(2026, 10, 31)
    make.save(club.offering)
    taken = series.instants(dt.date(2026, 10, 8), "19:00", "20:00")
    values = {k: v for k, v in club.values().items() if k not in ("starts_at", "ends_at")}
    hours = {"from_time": "18:30", "to_time": "20:30"}
    with unit_of_work():
        timetable.add(club.coordinator, club.offering, {**values, **taken})
        plan = series.plan(club.offering, rule(), {**values, **hours})
        added = series.add(club.coordinator, club.offering, rule(), {**values, **hours})
    assert [run.starts_on.day for run in plan.runs] == [24, 1, 8, 15, 22]
    assert [bool(run.skipped) for run in plan.runs] == [False, True, True, False, False]
    assert [(clock.local(m.starts_at).day, m.title) for m in added] == [
        (24, "共读 2"),
        (15, "共读 3"),
        (22, "共读 4"),
    ]
    with pytest.raises(Invalid), unit_of_work():
        series.plan(club.offering, rule(first_on=dt.date(2026, 12, 3)), {**values, **hours})


def test_a_reminder_in_the_evening_before_and_once(session: Session) -> None:
    club = Club(members=2)
    tomorrow = clock.today() + DAY
    starts_at = dt.datetime.combine(tomorrow, dt.time(18, 30), clock.CITY)
    meeting = club.meeting(starts_at=starts_at, ends_at=starts_at + HOUR)
    with clock.as_of(dt.datetime.combine(clock.today(), dt.time(17), clock.CITY)):
        assert reminding.remind_due() == 0
    with clock.as_of(dt.datetime.combine(clock.today(), dt.time(18, 1), clock.CITY)):
        assert features.every()["meetings"].each_minute() == 2
        assert reminding.remind_due() == 0
    session.refresh(meeting)
    assert meeting.reminded_at is not None
    assert len(told("meeting.reminder")) == 2


def test_who_leads_and_whom_they_see(session: Session) -> None:
    club = Club(members=1)
    far = club.join(make.unit(make.unit(club.course.city)))
    near = club.members[0]

    class Part:
        paths, whole_city = (club.course.district.path,), False

        def covers(self, unit: Any) -> bool:
            return bool(unit.path.startswith(self.paths[0]))

    class Nowhere(Part):
        paths = ()  # type: ignore[assignment]

    stranger = make.account()
    assert hosting.reach(club.host, Nowhere(), club.offering).covers(far)
    unit = hosting.reach(stranger, Part(), club.offering)
    assert (unit.covers(near), unit.covers(far)) == (True, False)
    assert [row.person.id for row in attendance.of(club.offering, unit.covers).rows] == [near.id]
    for scope in (Nowhere(), Part()):
        with pytest.raises(Forbidden):
            hosting.require_host(stranger, scope, club.offering)
    club.programme.private = True
    with pytest.raises(Forbidden):
        hosting.reach(club.host, Everywhere(), club.offering)


def test_hosts_are_added_by_phone_and_removed(session: Session) -> None:
    club = Club(members=0)
    with unit_of_work():
        host = hosting.add(club.coordinator, club.offering, "13900001234", "李老师")
    assert hosting.leads(host.account, club.offering)
    with pytest.raises(Invalid), unit_of_work():
        hosting.add(club.coordinator, club.offering, "139 0000 1234", "")
    with unit_of_work():
        hosting.remove(club.coordinator, club.offering, host.id, "换人")
    assert not hosting.is_host(host.account)


def test_what_comes_up_for_somebody(session: Session) -> None:
    club = Club(members=1)
    member, guest = club.members[0], club.course.worker()
    first, second = club.meeting(in_days=2, guest_seats=1), club.meeting(in_days=1)
    club.meeting(in_days=4, cancelled_at=clock.now())
    with unit_of_work():
        guests.claim(first, guest)
    assert [each.link.values["meeting_id"] for each in features.ahead(member)] == [second.id, first.id]
    assert [each.link.values["meeting_id"] for each in features.ahead(guest)] == [first.id]
    with clock.as_of(first.ends_at + MINUTE):
        assert features.ahead(guest) == []
