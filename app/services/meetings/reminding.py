"""The day before a meeting, who comes to it is reminded, once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Meeting
from app.services.meetings import guests, telling, timetable
from app.unit_of_work import unit_of_work

# from six in the evening of the day before; nobody is woken, and there is time to arrange the next day
HOUR = 18


def remind_due() -> int:
    """What is due by now, one unit of work a meeting; how many were told."""
    told = 0
    for meeting_id in _due():
        with unit_of_work():
            told += _remind(meeting_id)
    return told


def guests_of_called_off() -> int:
    """Guests of what was called off as a whole are told; begins a unit of work when there are some."""
    with unit_of_work():
        return guests.tell_called_off()


def _due() -> list[int]:
    """Meetings of tomorrow, from the evening on, and those of today that began after they were planned."""
    tomorrow = clock.today() + dt.timedelta(days=1)
    last = tomorrow if clock.local(clock.now()).hour >= HOUR else clock.today()
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), clock.CITY)
    query = timetable.coming().where(
        Meeting.reminded_at.is_(None), Meeting.starts_at < until, Meeting.starts_at > clock.now()
    )
    found = [meeting.id for meeting in db.session.scalars(query)]
    db.session.rollback()
    return found


def _remind(meeting_id: int) -> int:
    """Another worker may have been faster, and it may have been moved or called off meanwhile."""
    locked = select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    meeting = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if meeting.reminded_at is not None or timetable.is_off(meeting) or meeting.starts_at <= clock.now():
        return 0
    meeting.reminded_at = clock.now()
    return telling.everybody(meeting, "meeting.reminder", what=meeting.title, when=timetable.when(meeting))
