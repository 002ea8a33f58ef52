"""Meetings for the phone's calendar; the link is not written into a file that leaves our hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from app import clock, words
from app.models import Meeting


def of(meetings: Sequence[Meeting]) -> bytes:
    """An iCalendar file: one event a meeting, whose identity stays when it is made again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nuanxin//meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    data: bytes = calendar.to_ical()
    return data


def _event(meeting: Meeting) -> Event:
    event = Event()
    programme = words.in_language(meeting.offering.programme, "title")
    event.add("uid", f"meeting-{meeting.id}@nuanxin")
    event.add("dtstamp", clock.now())
    title = words.in_language(meeting, "title")
    event.add("summary", _("%(programme)s：%(what)s", programme=programme, what=title))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("location", where(meeting))
    if meeting.link:
        minutes = meeting.link_minutes
        event.add("description", _("开始前 %(minutes)s 分钟，在“我的”里可以看到链接。", minutes=minutes))
    if meeting.cancelled_at is not None:
        event.add("status", "CANCELLED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", dt.timedelta(hours=-2))
    event.add_component(alarm)
    return event


def where(meeting: Meeting) -> str:
    """Place, room and address in one line; online, that."""
    place = meeting.place
    if place is None:
        return str(_("线上"))
    parts = (words.in_language(place, "name"), meeting.room, words.in_language(place, "address"))
    return str(_("，").join(part for part in parts if part))
