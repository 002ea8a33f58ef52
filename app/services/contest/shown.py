"""Numbers of a contest as people read and type them; kept exact, shown with two decimals."""

from __future__ import annotations

import re
from fractions import Fraction

HUNDREDTHS = 100
POINTS = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
TIME = re.compile(r"(?:(\d{1,2})[:：])?(\d{1,3})[:：](\d{2})")


def total(value: Fraction | None) -> str:
    """87.35: rounded half up; "" for none."""
    if value is None:
        return ""
    hundredths = (value * HUNDREDTHS + Fraction(1, 2)).__floor__()
    return f"{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02d}"


def points(hundredths: int | None) -> str:
    """86.5 of 8650; "" for none."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def duration(seconds: int | None) -> str:
    """42:07 of 2527 seconds, 1:02:03 of more than an hour; "" for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, left = divmod(minutes, 60)
    return f"{hours}:{left:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def typed_points(text: str) -> int | None:
    """Hundredths of what was typed, with at most two decimals; None for what is no such number."""
    plain = text.strip().replace("。", ".").replace("．", ".")
    if not POINTS.fullmatch(plain):
        return None
    whole, _dot, rest = plain.partition(".")
    return int(whole) * HUNDREDTHS + int((rest + "00")[:2])


def typed_duration(text: str) -> int | None:
    """Seconds of 42:07 or 1:02:03; None for what is no such time."""
    found = TIME.fullmatch(text.strip())
    if found is None or int(found[3]) >= 60 or (found[1] and int(found[2]) >= 60):
        return None
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
