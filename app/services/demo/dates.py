"""When things happen, counted from today, so that what is open stays open whenever the city is made."""

from __future__ import annotations

import datetime as dt

from app import clock

SEASONS = (("冬", "Winter"), ("春", "Spring"), ("夏", "Summer"), ("秋", "Autumn"))


def monday_from(days: int) -> dt.date:
    """The first Monday at least `days` after today."""
    start = clock.today() + dt.timedelta(days=days)
    return start + dt.timedelta(days=-start.weekday() % 7)


def at(days: int, hour: int) -> dt.datetime:
    """`hour` o'clock in the city, `days` from today."""
    return dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time(hour), clock.CITY)


def season(first: dt.date, last: dt.date) -> tuple[str, str]:
    """How the time from `first` to `last` is called: 2026 年秋冬季, Autumn and winter 2026."""
    (zh_a, en_a), (zh_b, en_b) = _season_of(first), _season_of(last)
    years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if zh_a == zh_b:
        return f"{years} 年{zh_a}季", f"{en_a} {years}"
    return f"{years} 年{zh_a}{zh_b}季", f"{en_a} and {en_b.lower()} {years}"


def _season_of(day: dt.date) -> tuple[str, str]:
    return SEASONS[day.month % 12 // 3]
