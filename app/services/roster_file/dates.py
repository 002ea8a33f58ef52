"""Dates as people write them and as spreadsheets hold them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from app.plain_text import compact, half_width, visible

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_DAY_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
# "2019.1" is what a spreadsheet leaves of October typed as 2019.10, so a single digit after a dot is unclear
_MONTH = re.compile(r"(\d{4})(?:[-/年](\d{1,2})月?|\.(\d{2})|(\d{2}))")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that never was
_SERIAL_START = date(1899, 12, 30)


@dataclass(frozen=True)
class WrittenDate:
    """The days that something written may mean: one day, or a whole month."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def may_be(self, day: date) -> bool:
        return self.first <= day <= self.last


def parse_date(text: str) -> WrittenDate | None:
    """Read 2019-03-01, 2019.3.1, 2019/3/1, 2019年3月1日, 20190301, a serial number, or a month alone.

    None if it is none of these or no such day exists.
    """
    plain = compact(_TIME.sub("", visible(half_width(text))))
    typed = re.sub(r"[\u2010-\u2015\u2212]", "-", plain).replace("。", ".")
    try:
        return _read(typed) if typed.isascii() or re.search("[年月]", typed) else None
    except (ValueError, OverflowError):
        return None


def _read(typed: str) -> WrittenDate | None:
    if parts := _DAY.fullmatch(typed) or _DAY_DIGITS.fullmatch(typed):
        day = date(*map(int, parts.groups()))
        return WrittenDate(day, day)
    if parts := _MONTH.fullmatch(typed):
        year, month = (int(part) for part in parts.groups() if part)
        return WrittenDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if parts := _SERIAL.fullmatch(typed):
        day = _SERIAL_START + timedelta(days=int(parts.group(1)))
        return WrittenDate(day, day)
    return None
