"""The only source of "now". Instants are stored in UTC; people read Asia/Shanghai."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

CITY = ZoneInfo("Asia/Shanghai")
_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    return _told.get() or dt.datetime.now(dt.UTC)


@contextmanager
def as_of(instant: dt.datetime) -> Iterator[None]:
    """Inside, it is `instant`: for a demonstration that tells a past by doing what was done then."""
    token = _told.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> dt.date:
    """The calendar day in the city."""
    return now().astimezone(CITY).date()


def local(instant: dt.datetime) -> dt.datetime:
    """An instant as the city's clocks show it."""
    return instant.astimezone(CITY)


def local_time() -> str:
    """The hour in the city as offerings keep it: "09:15"."""
    return f"{now().astimezone(CITY):%H:%M}"
