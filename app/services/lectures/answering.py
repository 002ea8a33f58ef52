"""The city answers an order: asks back, refuses with a reason, or sets day, lecturer and vehicle."""

from __future__ import annotations

import datetime as dt
import re

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock, words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, LectureResource, LectureStop, Meeting, Offering, Unit, Venue
from app.services import check_ins, notify, offering_guard, programmes
from app.services.lectures import ordering, resources
from app.services.lectures.ordering import WAITING


def ask(actor: Account, stop: LectureStop, question: str) -> None:
    """Ask the unit something before deciding; asking again replaces the question."""
    _open(stop)
    stop.state, stop.question, stop.reply = "asked", question, ""
    ordering.record(actor, "lecture.ask", stop)
    _tell(stop, "lecture.asked")


def refuse(actor: Account, stop: LectureStop, reason: str) -> None:
    """There will be no lecture."""
    _open(stop)
    stop.state, stop.reason, stop.answered_at = "refused", reason, clock.now()
    ordering.record(actor, "lecture.refuse", stop, reason=reason)
    _tell(stop, "lecture.refused", why=reason)


def confirm(
    actor: Account,
    stop: LectureStop,
    day: dt.date,
    from_time: str,
    lecturer: LectureResource,
    vehicle: LectureResource,
) -> Offering:
    """It is held on `day` from `from_time` ("09:00"): an offering of the programme with one meeting.

    Raises Invalid (`held_on`, `from_time`, `lecturer_id`, `vehicle_id`): past, over midnight, retired, out
    elsewhere that day. Two coordinators at once: the database refuses the second.
    """
    programmes.hold(stop.programme)
    _open(stop)
    if stop.programme.state != "open":
        raise DomainError(_("项目没有在报名，单位登记不了听课人。请先开放报名。"))
    if day <= clock.today():
        raise Invalid(_("请选今天以后的日期"), "held_on")
    _refuse_busy(stop, day, lecturer, vehicle)
    starts = dt.datetime.combine(day, dt.time.fromisoformat(from_time), clock.CITY)
    ends = starts + dt.timedelta(minutes=stop.topic.minutes)
    if ends.date() != day:
        raise Invalid(_("这个时间开始，当天讲不完，请提前"), "from_time")
    stop.offering = _offering(stop, lecturer, starts, ends)
    stop.held_on, stop.lecturer, stop.vehicle = day, lecturer, vehicle
    stop.state, stop.answered_at = "confirmed", clock.now()
    db.session.flush()
    changes = {
        "held_on": ("", day.isoformat()),
        "lecturer": ("", lecturer.name),
        "vehicle": ("", vehicle.name),
    }
    ordering.record(actor, "lecture.confirm", stop, changes)
    _tell(stop, "lecture.confirmed", day=day.isoformat())
    return stop.offering


def call_off(actor: Account, stop: LectureStop, reason: str) -> None:
    """A confirmed stop is not held after all: everybody enrolled is told, lecturer and vehicle are free.

    Raises DomainError when it has begun, or is not confirmed.
    """
    programmes.hold(stop.programme)
    ordering.hold(stop)
    offering = stop.offering
    if stop.state != "confirmed" or offering is None:
        raise DomainError(_("这一站没有确定，不用取消。"))
    begun = stop.held_on is not None and stop.held_on <= clock.today()
    if begun or check_ins.by_person(offering):
        raise DomainError(_("这一站已经到日子了，不能再取消。"))
    day = f"{stop.held_on}"
    for member in offering_guard.members(offering):
        notify.tell(member.person, "lecture.called_off", member.registration, day=day, why=reason)
    offering.cancelled = True
    for meeting in db.session.scalars(select(Meeting).where(Meeting.offering_id == offering.id)):
        meeting.cancelled_at, meeting.cancelled_reason = clock.now(), reason
    stop.state, stop.reason, stop.answered_at = "refused", reason, clock.now()
    ordering.record(actor, "lecture.call_off", stop, {"held_on": (day, "")}, reason)
    _tell(stop, "lecture.refused", why=reason)


def _open(stop: LectureStop) -> None:
    ordering.hold(stop)
    if stop.state not in WAITING:
        raise DomainError(_("这个预约刚刚已经办过，请看现在的状态。"))


def _refuse_busy(
    stop: LectureStop, day: dt.date, lecturer: LectureResource, vehicle: LectureResource
) -> None:
    out = resources.out_on([day], stop)[day]
    for field, resource in (("lecturer_id", lecturer), ("vehicle_id", vehicle)):
        if resource.retired_at is not None:
            raise Invalid(_("“%(name)s”已经停用，请换一个", name=resource.name), field)
        if (other := out.get(resource.id)) is not None:
            unit = words.in_language(other.unit, "name")
            raise Invalid(
                _("“%(name)s”当天已经去%(unit)s，请换一天或换一个", name=resource.name, unit=unit), field
            )


def _offering(
    stop: LectureStop, lecturer: LectureResource, starts: dt.datetime, ends: dt.datetime
) -> Offering:
    made = Offering(
        programme=stop.programme,
        venue=_venue(stop.unit, stop.place),
        title=f"{stop.unit.name}：{stop.topic.name}"[:120],
        title_en=f"{stop.unit.name_en or stop.unit.name}: {stop.topic.name_en or stop.topic.name}"[:160],
        starts_on=starts.date(),
        ends_on=starts.date(),
        from_time=f"{starts:%H:%M}",
        to_time=f"{ends:%H:%M}",
        check_in_by=f"{starts:%H:%M}",
        with_beds=False,
        seats=None,
    )
    db.session.add(made)
    db.session.add(
        Meeting(
            offering=made,
            title=stop.topic.name,
            title_en=stop.topic.name_en,
            starts_at=starts,
            ends_at=ends,
            room=stop.place[:60],
            host_name=lecturer.name[:60],
            credit_minutes=stop.topic.minutes,
        )
    )
    return made


def _venue(unit: Unit, place: str) -> Venue:
    """The unit as a place; its address is where the latest stop was."""
    slug = "unit-" + re.sub(r"[^a-z0-9]+", "-", unit.code.lower()).strip("-")
    found = db.session.scalar(select(Venue).where(Venue.slug == slug))
    if found is None:
        found = Venue(slug=slug, name=unit.name, name_en=unit.name_en)
        db.session.add(found)
    found.address = place
    return found


def _tell(stop: LectureStop, kind: str, **said: str) -> None:
    """Who ordered it, where they are a worker here too; the others read it at their desk."""
    if stop.ordered_by.person is not None:
        said |= {"programme": stop.programme.title, "topic": stop.topic.name}
        notify.tell(stop.ordered_by.person, kind, None, **said)
