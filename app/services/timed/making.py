"""Weeks of quarter-hours from opening hours, in one go."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import insert, select

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Offering, OpeningHours, Programme, Venue
from app.services import audit, offerings, programmes, public_holidays
from app.services.timed import plans

MOST = 20_000
FURTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Hours:
    """What a coordinator asks for; times as "08:00", the break "" where there is none, Monday is 0."""

    first_on: dt.date
    last_on: dt.date
    weekdays: Sequence[int]
    from_time: str
    to_time: str
    break_from: str
    break_to: str
    minutes: int
    without_holidays: bool


@dataclass(frozen=True, slots=True)
class Date:
    """A day that is meant: the times that would be made on it, or why there will be none."""

    on: dt.date
    times: Sequence[tuple[str, str]]
    skipped: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be made. `rooms` are open in each; `not_announced`: years whose holidays are not known."""

    dates: Sequence[Date]
    rooms: int
    not_announced: Sequence[int]

    @property
    def count(self) -> int:
        return sum(len(date.times) for date in self.dates)

    @property
    def digest(self) -> str:
        """Two plans that make the same have the same."""
        said = ";".join(f"{date.on}:{date.times}" for date in self.dates) + f"x{self.rooms}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def times(hours: Hours) -> list[tuple[str, str]]:
    """The quarter-hours of one day, none of which reaches into the break or beyond the end."""
    end, found = _minute(hours.to_time), []
    pause = (_minute(hours.break_from), _minute(hours.break_to)) if hours.break_from else (end, end)
    start = _minute(hours.from_time)
    while start + hours.minutes <= end:
        stop = start + hours.minutes
        if start < pause[1] and pause[0] < stop:
            start = pause[1]
            continue
        found.append((_clock(start), _clock(stop)))
        start = stop
    return found


def plan(programme: Programme, venue: Venue, hours: Hours) -> Plan:
    """Which quarter-hours the hours mean; those that overlap what is there already are left out.

    Raises Invalid when they mean none, or too many.
    """
    _refuse_unsound(hours)
    count = len(plans.open_rooms(programme, venue.id))
    if count == 0:
        raise Invalid(_("这个地点还没有可用的房间，请先添加房间"), "venue_id")
    wanted, there = times(hours), _there(programme, venue)
    dates = [_date(day, wanted, there.get(day, ()), hours) for day in _days(hours)]
    if not dates or not wanted:
        raise Invalid(_("这样一个时段也没有，请核对日期、星期和时间"), "last_on")
    found = Plan(dates, count, _not_announced(dates) if hours.without_holidays else [])
    if found.count > MOST:
        raise Invalid(_("一次最多放出 %(most)s 个时段，请提前结束", most=MOST), "last_on")
    return found


def make(actor: Account | None, programme: Programme, venue: Venue, hours: Hours) -> int:
    """Write what `plan` says now; how many. Raises Invalid when nothing is left to be made."""
    programmes.hold(programme)
    if programme.state not in offerings.EDITABLE_STATES:
        raise DomainError(_("这个项目的结果已经公布或项目已取消，时段不能再加。"))
    found = plan(programme, venue, hours)
    if found.count == 0:
        raise Invalid(_("这些时段都有了，或者都遇节假日，没有可以放出的"), "first_on")
    alike = {
        "programme_id": programme.id,
        "venue_id": venue.id,
        "with_beds": False,
        "seats": found.rooms,
    }
    rows = [
        {**alike, "starts_on": date.on, "ends_on": date.on, "from_time": start, "to_time": stop}
        | {"check_in_by": start}
        for date in found.dates
        for start, stop in date.times
    ]
    db.session.execute(insert(Offering), rows)
    db.session.add(_kept(programme, venue, hours, len(rows)))
    label = f"{venue.name} {hours.first_on} – {hours.last_on}"
    audit.record(actor, "slots.make", programme, label=label, changes={"count": ("", len(rows))})
    db.session.expire(programme, ["offerings"])
    return len(rows)


def made(programme: Programme) -> list[OpeningHours]:
    """The hours from which quarter-hours were made, the latest first."""
    query = select(OpeningHours).where(OpeningHours.programme_id == programme.id)
    return list(db.session.scalars(query.order_by(OpeningHours.id.desc())))


def _kept(programme: Programme, venue: Venue, hours: Hours, count: int) -> OpeningHours:
    return OpeningHours(
        programme_id=programme.id,
        venue_id=venue.id,
        first_on=hours.first_on,
        last_on=hours.last_on,
        weekdays=sorted(set(hours.weekdays)),
        from_time=hours.from_time,
        to_time=hours.to_time,
        break_from=hours.break_from,
        break_to=hours.break_to,
        minutes=hours.minutes,
        without_holidays=hours.without_holidays,
        made_count=count,
        made_at=clock.now(),
    )


def _refuse_unsound(hours: Hours) -> None:
    if hours.last_on < hours.first_on:
        raise Invalid(_("最后一天不能早于第一天"), "last_on")
    if hours.last_on - hours.first_on > FURTHEST:
        raise Invalid(_("一次最多安排一年，请提前结束"), "last_on")
    if hours.first_on < clock.today():
        raise Invalid(_("第一天已经过去，请改到今天或以后"), "first_on")
    if hours.to_time <= hours.from_time:
        raise Invalid(_("结束要晚于开始"), "to_time")
    if bool(hours.break_from) != bool(hours.break_to) or hours.break_to < hours.break_from:
        raise Invalid(_("休息的开始和结束要么都填，要么都不填，结束要晚于开始"), "break_to")


def _days(hours: Hours) -> list[dt.date]:
    span = (hours.last_on - hours.first_on).days + 1
    every = (hours.first_on + dt.timedelta(days=ahead) for ahead in range(span))
    return [day for day in every if day.weekday() in hours.weekdays]


def _date(
    day: dt.date, wanted: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]], hours: Hours
) -> Date:
    holiday = public_holidays.on(day) if hours.without_holidays else None
    if holiday is not None:
        return Date(day, (), str(_("遇%(name)s", name=holiday)))
    free = [one for one in wanted if not any(one[0] < other[1] and other[0] < one[1] for other in there)]
    return Date(day, free, "" if free else str(_("已经放出")))


def _there(programme: Programme, venue: Venue) -> dict[dt.date, list[tuple[str, str]]]:
    """Hours that are taken by what the programme holds at the venue already, by day."""
    rows = db.session.execute(
        select(Offering.starts_on, Offering.from_time, Offering.to_time).where(
            Offering.programme_id == programme.id, Offering.venue_id == venue.id, ~Offering.cancelled
        )
    )
    found: dict[dt.date, list[tuple[str, str]]] = {}
    for day, start, stop in rows:
        found.setdefault(day, []).append((start or "00:00", stop or "24:00"))
    return found


def _not_announced(dates: Sequence[Date]) -> list[int]:
    years = {date.on.year for date in dates}
    return sorted(year for year in years if not public_holidays.is_announced(year))


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return 60 * int(hours) + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
