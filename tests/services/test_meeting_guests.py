"""Being there, and coming to one meeting alone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import CheckIn, MeetingGuest, Notice
from app.services import check_ins, features
from app.services.meetings import arriving, attendance, guests
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.services.clubs import EVERYBODY, HOUR, MINUTE, Club


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_by_the_code_in_time_and_only_who_comes(session: Session) -> None:
    club = Club(members=1)
    meeting, (member,) = club.meeting(in_days=1), club.members
    with pytest.raises(DomainError, match="还没到签到时间"), unit_of_work():
        arriving.by_code(meeting, member, check_ins.code(meeting))
    with clock.as_of(meeting.starts_at - 29 * MINUTE):
        with pytest.raises(DomainError, match="名单里没有您"), unit_of_work():
            arriving.by_code(meeting, club.course.worker(), check_ins.code(meeting))
        stale = check_ins.code(meeting)
        with pytest.raises(DomainError, match="签到码不对"), unit_of_work():
            arriving.by_code(meeting, member, "1234 5678")
    assert count(CheckIn) == 0
    with clock.as_of(meeting.starts_at + 5 * MINUTE):
        with pytest.raises(DomainError, match="签到码不对"), unit_of_work():
            arriving.by_code(meeting, member, stale)
        code = check_ins.code(meeting)
        for typed in (f"{code[:4]} {code[4:]}", code):
            with unit_of_work():
                arriving.by_code(meeting, member, typed)
    assert count(CheckIn) == 1
    with clock.as_of(meeting.ends_at), pytest.raises(DomainError, match="找主持人"), unit_of_work():
        arriving.by_code(meeting, club.join(), check_ins.code(meeting))


def test_by_the_host_afterwards_too_and_undone(session: Session) -> None:
    club = Club(members=2)
    meeting, (here, away) = club.meeting(in_days=-1, guest_seats=1), club.members
    make.save(MeetingGuest(meeting=meeting, person=(guest := club.course.worker()), at=clock.now()))
    with unit_of_work():
        for person in (here, away, guest):
            arriving.by_host(club.host, meeting, person.id, EVERYBODY)
        arriving.undo(club.host, meeting, away.id, EVERYBODY)
        with pytest.raises(NotFound):
            arriving.by_host(club.host, meeting, club.course.worker().id, EVERYBODY)
    listed = arriving.expected(meeting, EVERYBODY)
    assert {each.person.id: (each.guest, each.came is not None) for each in listed} == {
        here.id: (False, True),
        away.id: (False, False),
        guest.id: (True, True),
    }
    table = attendance.of(club.offering)
    assert {row.person.id: (row.attended, row.held) for row in table.rows} == {
        here.id: (1, 1),
        away.id: (0, 1),
    }
    assert (table.guests, table.count(meeting)) == ({meeting.id: 1}, 1)


def test_a_seat_for_one_meeting_and_back(session: Session) -> None:
    club = Club(members=1)
    meeting = club.meeting(guest_seats=1)
    first, second = club.course.worker(), club.course.worker()
    for _ in range(2):
        with unit_of_work():
            guests.claim(meeting, first)
    assert (meeting.guests_taken, count(MeetingGuest)) == (1, 1)
    with pytest.raises(DomainError, match="满了"), unit_of_work():
        guests.claim(meeting, second)
    with pytest.raises(DomainError, match="已经参加"), unit_of_work():
        guests.claim(meeting, club.members[0])
    for _ in range(2):
        with unit_of_work():
            guests.give_back(meeting, first)
    assert (meeting.guests_taken, count(MeetingGuest)) == (0, 0)
    with unit_of_work():
        guests.claim(meeting, second)
    with clock.as_of(meeting.starts_at), pytest.raises(DomainError, match="已经开始"), unit_of_work():
        guests.give_back(meeting, second)


def test_the_programmes_rules_are_asked_and_said(session: Session) -> None:
    club = Club(members=0)
    make.rule(club.programme, "tracks", tracks=["model"])
    meeting = club.meeting(guest_seats=1)
    (refusal,) = guests.refusals(meeting, person := club.course.worker())
    assert refusal.message
    with pytest.raises(DomainError) as raised, unit_of_work():
        guests.claim(meeting, person)
    assert refusal.message in raised.value.message
    assert meeting.guests_taken == 0


@pytest.mark.parametrize("closed", ["private", "over", "off", "none"])
def test_not_where_guests_are_not_taken(session: Session, closed: str) -> None:
    club = Club(members=0, private=closed == "private")
    values = {"over": {"in_days": -2}, "off": {"cancelled_at": clock.now()}, "none": {"guest_seats": 0}}
    meeting = club.meeting(**{"guest_seats": 3, **values.get(closed, {})})
    with pytest.raises(DomainError, match="不接受"), unit_of_work():
        guests.claim(meeting, club.course.worker())
    assert count(MeetingGuest) == 0


def test_guests_of_what_is_called_off_as_a_whole_are_told(session: Session) -> None:
    club = Club(members=0)
    meeting = club.meeting(guest_seats=2)
    with unit_of_work():
        guests.claim(meeting, club.course.worker())
    club.offering.cancelled = True
    make.save(club.offering)
    assert [features.every()["meetings"].each_minute() for _ in range(2)] == [1, 0]
    told = session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert told == ["meeting.guest", "meeting.cancelled"]
    assert (count(MeetingGuest), meeting.guests_taken) == (0, 0)


def test_late_is_not_too_late(session: Session) -> None:
    """Somebody walks in when it has begun: a seat, and then the code."""
    club = Club(members=0)
    meeting, person = club.meeting(in_days=0.5, guest_seats=1), club.course.worker()
    with clock.as_of(meeting.starts_at + HOUR), unit_of_work():
        guests.claim(meeting, person)
        assert arriving.by_code(meeting, person, check_ins.code(meeting)).how == "code"
