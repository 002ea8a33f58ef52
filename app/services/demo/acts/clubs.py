"""Reading clubs in mid-season, online and over, and the year's reading festival."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Meeting, Offering, Programme
from app.services import programmes, references, registration, sign_up_window
from app.services.demo.accounts import answer_to
from app.services.demo.acts import club_texts as texts
from app.services.demo.acts.club_life import Club
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Sketch
from app.services.meetings import guests, hosting, timetable
from app.services.meetings.series import instants
from app.services.party_plan import MemberPlan, PartyPlan

ORDER = 40
LINK = "https://meeting.example.org/gongxiang"


def act(stage: Stage) -> None:
    """Programmes of matters 34 and 35."""
    leader = account_of(answer_to(stage.population.saved(), "host"))
    phone = leader.phone
    running = _season(stage, texts.SEASON, -43, phone)
    _today(stage, running)
    season = Club(stage, running, leader)
    season.read(texts.BOOKS)
    season.attend(share=0.8)
    season.write_notes()
    season.vote()
    past = Club(stage, _season(stage, texts.PAST, -110, phone), leader)
    past.read(texts.PAST_BOOKS)
    past.attend(share=0.85)
    past.certify()
    online = Club(stage, _season(stage, texts.ONLINE, -43, phone), leader)
    online.read(texts.ONLINE_BOOKS)
    online.attend(share=0.7)
    _festival(stage)
    _classics(stage)


def _season(stage: Stage, sketch: Sketch, opens: int, phone: str) -> Offering:
    """A club whose sign-up began `opens` days from today, for a fortnight; its meetings, host and members."""
    programme = stage.write(sketch)
    programme.opens_at, programme.closes_at = at(opens, 9), at(opens + 14, 18)
    (club,) = programme.offerings
    length = club.ends_on - club.starts_on
    club.starts_on = clock.local(programme.closes_at).date() + dt.timedelta(days=2)
    club.ends_on = club.starts_on + length
    db.session.flush()
    with clock.as_of(programme.opens_at - dt.timedelta(days=1)):
        _plan(stage, club, online=sketch is texts.ONLINE)
        hosting.add(stage.staff.city, club, phone, "")
    stage.bring(sketch, programme)
    if sketch is not texts.ONLINE:
        _join(stage, programme)
    with clock.as_of(programme.closes_at):
        sign_up_window.close_sign_up(stage.staff.city, programmes.load(programme.id))
    return club


def _join(stage: Stage, programme: Programme) -> None:
    """The worker of the fixed phone is a member."""
    assert stage.worker.person is not None
    with clock.as_of(programme.opens_at + dt.timedelta(days=1)), references.drawn_by(stage.random("join")):
        plan = PartyPlan([MemberPlan(stage.worker.person)], [programme.offerings[0].id])
        registration.sign_up(programme, stage.worker, plan)


def _plan(stage: Stage, club: Offering, *, online: bool) -> None:
    step = 14 if online else 7
    days = range(0, (club.ends_on - club.starts_on).days + 1, step)
    for number, ahead in enumerate(days, 1):
        day = club.starts_on + dt.timedelta(days=ahead)
        values = _values(f"第 {number} 次共读", f"Meeting {number}", guest_seats=4, host_name="书屋志愿者")
        if online:
            values |= {"link": LINK, "guest_seats": 20}
        timetable.add(stage.staff.city, club, values | instants(day, club.from_time, club.to_time))


def _today(stage: Stage, club: Offering) -> None:
    """One evening is going on, whenever the city is made: its code can be seen, and used."""
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    values = _values("书屋开放：自由阅读", "Open house: reading freely", guest_seats=6)
    hours = {"starts_at": start, "ends_at": start + dt.timedelta(hours=4)}
    timetable.add(stage.staff.city, club, values | hours)


def _values(title: str, title_en: str, **more: Any) -> dict[str, Any]:
    """The columns of a meeting beside its instants."""
    usual = {"venue_id": None, "room": "", "host_name": "", "link": None, "link_minutes": 60}
    return {**usual, "title": title, "title_en": title_en, "credit_minutes": 0, "guest_seats": 0, **more}


def _festival(stage: Stage) -> None:
    programme = stage.write(texts.FESTIVAL)
    (festival,) = programme.offerings
    for ahead, venue, title, title_en, start, end, seats in texts.EVENTS:
        day = festival.starts_on + dt.timedelta(days=ahead)
        place = stage.venues[venue].id
        values = _values(title, title_en, venue_id=place, guest_seats=seats)
        timetable.add(stage.staff.city, festival, values | instants(day, start, end))
    stage.bring(texts.FESTIVAL, programme)
    meetings = timetable.of_offering(festival)
    _walk_in(stage, meetings)


def _walk_in(stage: Stage, meetings: Sequence[Meeting]) -> None:
    """Some come to one meeting alone: the smallest is full, and the worker has a seat at the second."""
    assert stage.worker.person is not None
    guests.claim(meetings[1], stage.worker.person)
    for meeting in meetings[2:6]:
        for person in stage.people(min(meeting.guest_seats, 3)):
            guests.claim(meeting, person)


def _classics(stage: Stage) -> None:
    """The club that is open for sign-up has its four evenings already."""
    query = select(Programme).where(Programme.slug == "reading-club-classics")
    for club in db.session.scalars(query).one().offerings:
        for number in range(1, 5):
            day = club.starts_on + dt.timedelta(days=7 * (number - 1))
            values = _values(f"第 {number} 次见面", f"Meeting {number}", guest_seats=3)
            timetable.add(stage.staff.city, club, values | instants(day, club.from_time, club.to_time))
