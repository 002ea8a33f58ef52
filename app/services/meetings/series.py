"""Many meetings from one rule: on some weekdays, at the same hours, without public holidays."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.errors import Invalid
from app.models import Account, Meeting, Offering
from app.services import offering_series
from app.services.meetings import timetable
from app.services.offering_series import Rule, Run

MOST = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """`runs` are days; `not_announced`: years whose holidays could not be avoided yet."""

    runs: Sequence[Run]
    not_announced: Sequence[int]

    @property
    def added(self) -> list[Run]:
        return [run for run in self.runs if not run.skipped]

    @property
    def digest(self) -> str:
        """Two plans that add the same days have the same."""
        return hashlib.sha256(",".join(str(run.starts_on) for run in self.added).encode()).hexdigest()[:16]


def plan(offering: Offering, rule: Rule, values: Mapping[str, Any]) -> Plan:
    """Which days the rule means, each with why it is left out or "". `values` as for one meeting, with
    `from_time` and `to_time` instead of instants. Raises Invalid when it means no day at all, or too many.
    """
    offering_series.refuse_endless(rule)
    runs: list[Run] = []
    for day in offering_series.starts(rule):
        runs.append(Run(day, day, _skipped(offering, rule, values, day)))
        if rule.count is not None and sum(not run.skipped for run in runs) >= rule.count:
            break
        if day > offering.ends_on:  # whatever the rule goes on to mean is outside as well
            break
    if not any(not run.skipped for run in runs):
        raise Invalid(_("这样一次也没有，请核对星期、日期和时间"), "first_on")
    if sum(not run.skipped for run in runs) > MOST:
        raise Invalid(_("一次最多添加 %(most)s 次，请提前结束", most=MOST), "until")
    return Plan(runs, offering_series.not_announced(runs) if rule.without_holidays else [])


def add(actor: Account, offering: Offering, rule: Rule, values: Mapping[str, Any]) -> list[Meeting]:
    """Write what `plan` says now; they are numbered on from those that are there."""
    found = plan(offering, rule, values)
    number = len(timetable.held(timetable.of_offering(offering)))
    return [
        timetable.add(actor, offering, {**_on(values, run.starts_on), **_numbered(values, number + k)})
        for k, run in enumerate(found.added, 1)
    ]


def instants(day: dt.date, from_time: str, to_time: str) -> dict[str, dt.datetime]:
    """When a meeting on `day` begins and ends, by column."""
    start, end = (
        dt.datetime.combine(day, dt.time.fromisoformat(time), clock.CITY) for time in (from_time, to_time)
    )
    return {"starts_at": start, "ends_at": end}


def _on(values: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """A meeting's columns on one of the days."""
    hours = instants(day, values["from_time"], values["to_time"])
    return {name: value for name, value in values.items() if name not in ("from_time", "to_time")} | hours


def _numbered(values: Mapping[str, Any], number: int) -> dict[str, str]:
    english = values["title_en"]
    return {"title": f"{values['title']} {number}", "title_en": f"{english} {number}" if english else ""}


def _skipped(offering: Offering, rule: Rule, values: Mapping[str, Any], day: dt.date) -> str:
    return next(_reasons(offering, rule, values, day), "")


def _reasons(offering: Offering, rule: Rule, values: Mapping[str, Any], day: dt.date) -> Iterator[str]:
    if rule.without_holidays and (found := offering_series.holiday(day, day)):
        yield found
    yield from timetable.faults(offering, _on(values, day)).values()
