"""The same programme in another week: every day and every window moved by whole weeks, weekdays stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app import clock, plausible, words
from app.errors import Invalid
from app.services.eligibility_rules import RULES
from app.services.programme_file.content import Content, Values

WEEKS_OF_A_YEAR = 52


def first_day(content: Content) -> dt.date:
    """When the programme begins: its first run, or, without runs, the day on which sign-up opens."""
    starts = [offering["starts_on"] for offering in content.offerings]
    return min(starts, default=clock.local(content.programme["opens_at"]).date())


def weeks_between(content: Content, first_on: dt.date) -> int:
    """By how many weeks the programme moves to begin on `first_on`.

    Raises Invalid (`first_on`) for a day before, or on another day of the week.
    """
    first = first_day(content)
    days = (first_on - first).days
    if days < 0:
        raise Invalid(_("不能早于原来的第一天（%(day)s）", day=first.isoformat()), "first_on")
    if days % 7:
        before = first_on - dt.timedelta(days=days % 7)
        raise Invalid(
            _(
                "原来从%(weekday)s开始，日期按整周移动，请选 %(before)s 或 %(after)s",
                weekday=words.weekday(first),
                before=before.isoformat(),
                after=(before + dt.timedelta(weeks=1)).isoformat(),
            ),
            "first_on",
        )
    return days // 7


def by_weeks(content: Content, weeks: int) -> Content:
    """The content with all its days and instants so many weeks later, those in rules and questions too."""
    by = dt.timedelta(weeks=weeks)
    return replace(
        content,
        programme=_moved(content.programme, by),
        offerings=[_moved(each, by) for each in content.offerings],
        rules=[{**each, "parameters": _parameters(each, by)} for each in content.rules],
        questions=[{**each, "limits": _limits(each, by)} for each in content.questions],
    )


def _moved(values: Mapping[str, Any], by: dt.timedelta) -> Values:
    # an instant is a date too
    return {name: each + by if isinstance(each, dt.date) else each for name, each in values.items()}


def _parameters(rule: Values, by: dt.timedelta) -> Values:
    known = RULES.get(rule["rule"])
    shapes = known.parameters if known is not None else {}
    return {
        name: _day(each, by) if shapes.get(name, "").rstrip("?") == "day" else each
        for name, each in rule["parameters"].items()
    }


def _limits(question: Values, by: dt.timedelta) -> Values:
    limits: Values = question["limits"]
    if question["kind"] != "date":
        return limits
    return {name: _day(each, by) if name in ("min", "max") else each for name, each in limits.items()}


def _day(text: Any, by: dt.timedelta) -> Any:
    """A day in ISO's spelling so much later; anything else stays."""
    try:
        return (plausible.day(text) + by).isoformat()
    except (TypeError, ValueError):
        return text
