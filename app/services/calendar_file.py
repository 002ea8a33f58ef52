"""A slot for the phone's calendar."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from app import clock, words
from app.models import Offering, Registration
from app.services.slots import Slot
from app.services.standing import Standing


def of(registration: Registration, standing: Standing) -> bytes:
    """An iCalendar file: one event a slot, whose identity stays when it is made again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nuanxin//slots//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    published_at = standing.run.published_at if standing.run is not None else None
    for slot in standing.slots:
        calendar.add_component(_event(registration, slot, published_at or registration.changed_at))
    data: bytes = calendar.to_ical()
    return data


def _event(registration: Registration, slot: Slot, stamp: dt.datetime) -> Event:
    offering, venue = slot.offering, slot.offering.venue
    event = Event()
    event.add("uid", f"{registration.reference}-{offering.id}@nuanxin")
    event.add("dtstamp", stamp)
    event.add(
        "summary",
        _(
            "%(what)s：%(venue)s",
            what=words.in_language(registration.programme, "title"),
            venue=words.offering_name(offering),
        ),
    )
    first, last = span(offering)
    event.add("dtstart", first)
    event.add("dtend", last)
    event.add("location", _("，").join(words.in_language(venue, part) for part in ("name", "address")))
    event.add("description", "\n".join(_description(registration, slot)))
    event.add_component(_reminder(str(event["summary"])))
    return event


def span(offering: Offering) -> tuple[dt.date, dt.date]:
    """Its hours where it is on one day and has hours; else whole days, the end being the first day after."""
    if offering.starts_on == offering.ends_on and offering.from_time and offering.to_time:
        hours = (dt.time.fromisoformat(time) for time in (offering.from_time, offering.to_time))
        first, last = (dt.datetime.combine(offering.starts_on, time, clock.CITY) for time in hours)
        return first.astimezone(dt.UTC), last.astimezone(dt.UTC)
    return offering.starts_on, offering.ends_on + dt.timedelta(days=1)


def _description(registration: Registration, slot: Slot) -> list[str]:
    offering = slot.offering
    lines = [
        words.offering_when(offering),
        _("编号 %(reference)s", reference=registration.reference),
    ]
    if offering.with_beds:
        day = words.day(offering.starts_on)
        lines[0] = _("%(day)s %(time)s 前报到", day=day, time=offering.check_in_by)
    if slot.own is not None and slot.own.room is not None:
        lines.append(_("房间 %(room)s，%(bed)s 号床", room=slot.own.room.name, bed=slot.own.bed))
    return lines


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", dt.timedelta(days=-1, hours=9))
    return alarm
