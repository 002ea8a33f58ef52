"""Numbers and days from outside, within what the database and the calendar can hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


def whole_number(text: Any) -> int:
    """A number that a column can hold. Raises ValueError, as `args.get(type=…)` expects."""
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("larger than any number that we keep")
    return number


def day(text: str) -> dt.date:
    """2026-10-12, in years to which weeks can be added. Raises ValueError, likewise."""
    found = dt.date.fromisoformat(text)
    if not 1900 <= found.year < 2200:
        raise ValueError("nothing of ours was or will be then")
    return found


class NumberInPath(IntegerConverter):
    """What `<int:…>` means in our addresses: a number that no row can have leads nowhere."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)
