"""What parameters may look like: they come from the database and from files, and are believed no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app import plausible
from app.services.eligibility_rules.rule import Rule

LARGEST_COUNT = 1000
LONGEST_TEXT = 200
MOST = 500


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and plausible.day(value).isoformat() == value
    except ValueError:
        return False


def _several(one: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and 0 < len(value) <= MOST and all(map(one, value))


SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "count": _count,
    "counts": _several(_count),
    "text": _text,
    "texts": _several(_text),
    "sex": lambda value: value in ("F", "M"),
    "day": _day,
}


def fits(rule: Rule, parameters: Any) -> bool:
    """Whether the rule can be applied: parameters it knows, each of its shape; "?" marks what may lack."""
    if not isinstance(parameters, Mapping) or not parameters.keys() <= rule.parameters.keys():
        return False
    for name, shape in rule.parameters.items():
        if name in parameters:
            if not SHAPES[shape.rstrip("?")](parameters[name]):
                return False
        elif not shape.endswith("?"):
            return False
    return rule.sound(parameters)
