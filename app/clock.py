"""The only source of "now". Instants are stored in UTC; people read Asia/Shanghai."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

CITY = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The calendar day in the city."""
    return now().astimezone(CITY).date()


def local(instant: dt.datetime) -> dt.datetime:
    """An instant as the city's clocks show it."""
    return instant.astimezone(CITY)
