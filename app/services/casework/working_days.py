"""Deadlines in working days: weekends and public holidays do not count, Saturdays worked in exchange do.

Of a year whose holidays are not announced yet, Monday to Friday are taken for working days.
"""

from __future__ import annotations

import datetime as dt

import chinese_calendar

from app import clock

# a deadline ends with the offices
CLOSING = dt.time(18, 0)
DAY = dt.timedelta(days=1)


def is_one(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def after(instant: dt.datetime, days: int) -> dt.datetime:
    """When `days` working days are over, not counting the day of `instant` itself."""
    day = clock.local(instant).date()
    for _number in range(days):
        day += DAY
        while not is_one(day):
            day += DAY
    return dt.datetime.combine(day, CLOSING, clock.CITY)


def between(start: dt.datetime, end: dt.datetime) -> int:
    """How many working days come after the day of `start`, up to that of `end`; 0 when it is not later."""
    day, last = clock.local(start).date(), clock.local(end).date()
    count = 0
    while day < last:
        day += DAY
        count += is_one(day)
    return count
