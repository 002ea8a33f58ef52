"""Many offerings from one rule: every so many weeks on some weekdays, without public holidays."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.errors import Invalid
from app.models import Account, Offering, Programme
from app.services import offerings, public_holidays

MOST = 104
FURTHEST = dt.timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Rule:
    """From `first_on`, every `every` weeks on `weekdays` (Monday 0), each for `nights` nights.

    It ends with the day `until`, or with the `count`-th run that is held; with both, whichever comes first.
    """

    first_on: dt.date
    weekdays: Sequence[int]
    every: int
    until: dt.date | None
    count: int | None
    nights: int
    without_holidays: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A dated run of a series; `skipped`: why there will be none, "": it will be added."""

    starts_on: dt.date
    ends_on: dt.date
    skipped: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`not_announced`: years whose holidays are not known yet, and so could not be avoided."""

    runs: Sequence[Run]
    not_announced: Sequence[int]

    @property
    def added(self) -> list[Run]:
        return [run for run in self.runs if not run.skipped]

    @property
    def digest(self) -> str:
        """Two plans that add the same days have the same."""
        days = ",".join(f"{run.starts_on}/{run.ends_on}" for run in self.added)
        return hashlib.sha256(days.encode()).hexdigest()[:16]


def plan(programme: Programme, rule: Rule, values: Mapping[str, Any]) -> Plan:
    """Which days the rule means. Days on which the programme has the same run already are skipped.

    Raises Invalid when it means no day, or more than MOST runs or FURTHEST ahead.
    """
    refuse_endless(rule)
    there = _there(programme, values)
    runs: list[Run] = []
    for start in starts(rule):
        end = start + dt.timedelta(days=rule.nights)
        skipped = holiday(start, end) if rule.without_holidays else ""
        if not skipped and (start, end) in there:
            skipped = gettext("已有这一期")
        runs.append(Run(start, end, skipped))
        held = sum(not run.skipped or (run.starts_on, run.ends_on) in there for run in runs)
        if rule.count is not None and held >= rule.count:
            break
    if not runs:
        raise Invalid(gettext("这样一天也没有，请核对星期和截止日期"), "until")
    if sum(not run.skipped for run in runs) > MOST:
        raise Invalid(gettext("一次最多添加 %(most)s 期，请提前结束", most=MOST), "until")
    return Plan(runs, not_announced(runs) if rule.without_holidays else [])


def add(actor: Account, programme: Programme, rule: Rule, values: Mapping[str, Any]) -> list[Offering]:
    """Write what `plan` says now. Raises Invalid when there is nothing to add."""
    found = plan(programme, rule, values)
    if not found.added:
        raise Invalid(gettext("这些日期都跳过了，没有可以添加的期次"), "first_on")
    return [
        offerings.add(actor, programme, {**values, "starts_on": run.starts_on, "ends_on": run.ends_on})
        for run in found.added
    ]


def starts(rule: Rule) -> Iterator[dt.date]:
    """The days on which runs would begin, in order; weeks are counted from that of the first day."""
    monday = rule.first_on - dt.timedelta(days=rule.first_on.weekday())
    last = min(rule.until or dt.date.max, rule.first_on + FURTHEST)
    while monday <= last:
        for weekday in sorted(set(rule.weekdays)):
            day = monday + dt.timedelta(days=weekday)
            if rule.first_on <= day <= last:
                yield day
        monday += dt.timedelta(weeks=rule.every)


def refuse_endless(rule: Rule) -> None:
    """Raises Invalid for a rule without an end, or with one that it cannot have."""
    if rule.until is None and rule.count is None:
        raise Invalid(gettext("请填写到哪一天为止，或一共几期"), "until")
    if rule.until is not None and rule.until < rule.first_on:
        raise Invalid(gettext("截止日期不能早于首期第一天"), "until")
    if rule.until is not None and rule.until > rule.first_on + FURTHEST:
        raise Invalid(gettext("一次最多安排两年，请提前结束"), "until")


def holiday(start: dt.date, end: dt.date) -> str:
    """Words on the first public holiday from `start` to `end`; "": none that is announced."""
    for ahead in range((end - start).days + 1):
        if name := public_holidays.on(start + dt.timedelta(days=ahead)):
            return str(gettext("遇%(name)s", name=name))
    return ""


def not_announced(runs: Sequence[Run]) -> list[int]:
    years = {day.year for run in runs for day in (run.starts_on, run.ends_on)}
    return sorted(year for year in years if not public_holidays.is_announced(year))


def _there(programme: Programme, values: Mapping[str, Any]) -> set[tuple[dt.date, dt.date]]:
    """Days of the offerings that are the same but for their days: venue, hours and title."""
    alike = {name: values.get(name, "") for name in ("venue_id", "from_time", "to_time", "title")}
    return {
        (offering.starts_on, offering.ends_on)
        for offering in programme.offerings
        if not offering.cancelled and all(getattr(offering, name) == value for name, value in alike.items())
    }
