"""Public holidays as the State Council announces them, a year at a time, usually in November."""

from __future__ import annotations

import datetime as dt

import chinese_calendar

from app.words import is_english


def is_announced(year: int) -> bool:
    """Whether the holidays of `year` are known yet."""
    try:
        chinese_calendar.get_holiday_detail(dt.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def on(day: dt.date) -> str | None:
    """The holiday that `day` belongs to, in the reader's language. None: no holiday, or not announced yet.

    A weekend that has no name is no holiday, nor is a Saturday that is worked in exchange.
    """
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    if not free or name is None:
        return None
    return name if is_english() else str(chinese_calendar.Holiday(name).chinese)
