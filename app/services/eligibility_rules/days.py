"""Days that rules count from."""

from __future__ import annotations

import datetime as dt

from app.services.eligibility_rules.rule import Parameters


def years_before(day: dt.date, years: int) -> dt.date:
    """The same calendar day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def fixed(given: Parameters) -> dt.date | None:
    """The day that a rule names itself."""
    return dt.date.fromisoformat(given["on"]) if given.get("on") else None
