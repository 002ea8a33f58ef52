"""An offering's meetings in order of time: read, added and changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, Meeting, Offering, Programme, Venue
from app.services import audit, changes, programmes
from app.services.meetings import telling

# what would make it another meeting for whoever takes part
MOVING = ("venue_id", "room", "starts_at", "ends_at", "link")
NAME = "meetings"


def load(meeting_id: int) -> Meeting:
    """The meeting with its offering, programme and places. Raises NotFound, also while that is a draft."""
    found = db.session.scalar(_loaded().where(Meeting.id == meeting_id, Programme.state != "draft"))
    if found is None:
        raise NotFound(_("没有这次活动，可能已被取消。请从“我的”里重新选择。"))
    return found


def load_in(programme: Programme, meeting_id: int) -> Meeting:
    """The same for the console: of a draft as well, but of no other programme."""
    query = _loaded().where(Meeting.id == meeting_id, Offering.programme_id == programme.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("没有这次活动，可能已被取消。请从安排里重新选择。"))
    return found


def of_offering(offering: Offering) -> list[Meeting]:
    """All of them in order of time, those that were called off too."""
    query = _loaded().where(Meeting.offering_id == offering.id)
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def held(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Those that were not called off."""
    return [meeting for meeting in meetings if meeting.cancelled_at is None]


def coming() -> Select[Meeting]:
    """A query for those that are not over and not called off, in programmes that people know of."""
    return (
        _loaded()
        .where(Meeting.ends_at > clock.now(), Meeting.cancelled_at.is_(None), ~Offering.cancelled)
        .where(Programme.state.not_in(("draft", "cancelled")))
        .order_by(Meeting.starts_at, Meeting.id)
    )


def coming_of(programme: Programme, most: int | None = None) -> list[Meeting]:
    """What is ahead in a programme, the next first."""
    return list(db.session.scalars(coming().where(Offering.programme_id == programme.id).limit(most)))


def counts(programme: Programme) -> dict[int, int]:
    """How many meetings are to be held, by offering id; those without any are left out."""
    query = (
        select(Meeting.offering_id, func.count())
        .join(Offering, Meeting.offering_id == Offering.id)
        .where(Offering.programme_id == programme.id, Meeting.cancelled_at.is_(None))
        .group_by(Meeting.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def is_off(meeting: Meeting) -> bool:
    """Whether it will not be held: it was called off, or what it belongs to."""
    offering = meeting.offering
    return meeting.cancelled_at is not None or offering.cancelled or offering.programme.state == "cancelled"


def add(actor: Account, offering: Offering, values: Mapping[str, Any]) -> Meeting:
    """One more meeting. Raises Invalid by field, DomainError when the offering is called off."""
    _hold(offering, values)
    if found := faults(offering, values):
        raise Invalid(_("有些内容不能这样填写"), faults=found)
    meeting = Meeting(offering=offering, **_placed(values))
    db.session.add(meeting)
    audit.record(actor, "meeting.create", meeting, label=label(meeting))
    return meeting


def edit(actor: Account, meeting: Meeting, values: Mapping[str, Any]) -> None:
    """Write `values`; who takes part is told when time, place or link change.

    Raises Invalid by field, DomainError when it was called off.
    """
    _hold(meeting.offering, values)
    hold(meeting)
    if meeting.cancelled_at is not None:
        raise DomainError(_("这一次已经取消，不能再改；需要时请另外添加一次。"))
    wanted = audit.differences(meeting, values)
    moved = [name for name in MOVING if name in wanted]
    found = dict.fromkeys(moved, _("已经开始，不能再改")) if meeting.starts_at <= clock.now() else {}
    if found := found or faults(meeting.offering, values, meeting):
        raise Invalid(_("有些内容现在不能这样修改"), faults=found)
    before = when(meeting)
    written = changes.apply(meeting, _placed(values))
    if "link" in written:  # where it is held online is for those who take part alone
        written["link"] = ("", _("已改"))
    if not written:
        return
    audit.record(actor, "meeting.edit", meeting, label=label(meeting), changes=written)
    if moved:
        meeting.reminded_at = None
        telling.everybody(meeting, "meeting.changed", what=meeting.title, before=before, after=when(meeting))


def hold(meeting: Meeting) -> None:
    """Others who change it wait until we are done, and we see what they have written."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
    db.session.refresh(meeting)


def faults(offering: Offering, values: Mapping[str, Any], meeting: Meeting | None = None) -> dict[str, str]:
    """Why a meeting of `values` cannot be, by field; `meeting`: itself, as it is by now."""
    starts_at, ends_at = values["starts_at"], values["ends_at"]
    first, last = clock.local(starts_at).date(), clock.local(ends_at).date()
    if first < offering.starts_on or last > offering.ends_on:
        days = words.day_span(offering.starts_on, offering.ends_on)
        return {"on": _("要在这一期的日期里（%(days)s）", days=days)}
    if other := overlapping(offering, starts_at, ends_at, meeting):
        return {"from_time": _("与“%(other)s”时间重叠", other=other.title)}
    if other := _in_same_room(offering, values, meeting):
        what = words.in_language(other.offering.programme, "title")
        return {"room": _("这个时间“%(what)s”也在这里，请换一间或换时间", what=what)}
    if values["guest_seats"] and offering.programme.private:
        return {"guest_seats": _("保密项目不接受单次参加的人，请填 0")}
    if meeting is not None and values["guest_seats"] < meeting.guests_taken:
        taken = meeting.guests_taken
        return {"guest_seats": _("已有 %(count)s 人预约来这一次，不能少于这个数", count=taken)}
    return {}


def overlapping(
    offering: Offering, starts_at: dt.datetime, ends_at: dt.datetime, but: Meeting | None = None
) -> Meeting | None:
    """Another meeting of the offering at the same time."""
    query = select(Meeting).where(Meeting.offering_id == offering.id, *_at(starts_at, ends_at, but))
    return db.session.scalars(query.limit(1)).first()


def _in_same_room(offering: Offering, values: Mapping[str, Any], but: Meeting | None) -> Meeting | None:
    if not values["room"] or (values["venue_id"] is None and values["link"]):
        return None
    own_place = (Offering.venue_id == (values["venue_id"] or offering.venue_id)) & Meeting.link.is_(None)
    there = or_(
        Meeting.venue_id == (values["venue_id"] or offering.venue_id),
        Meeting.venue_id.is_(None) & own_place,
    )
    query = _loaded().where(
        there,
        Meeting.room == values["room"],
        ~Offering.cancelled,
        Programme.state != "cancelled",
        *_at(values["starts_at"], values["ends_at"], but),
    )
    return db.session.scalars(query.limit(1)).first()


def _at(starts_at: dt.datetime, ends_at: dt.datetime, but: Meeting | None) -> list[ColumnElement[bool]]:
    found = [Meeting.cancelled_at.is_(None), Meeting.starts_at < ends_at, Meeting.ends_at > starts_at]
    return found if but is None else [*found, Meeting.id != but.id]


def _hold(offering: Offering, values: Mapping[str, Any]) -> None:
    """Others who plan in the programme or at the same venue wait. Raises for what is called off."""
    programmes.hold(offering.programme)
    if offering.cancelled or offering.programme.state == "cancelled":
        raise DomainError(_("这一期或整个项目已经取消，安排不能再改。"))
    venue_id = values["venue_id"] or offering.venue_id
    found = db.session.scalar(select(Venue.id).where(Venue.id == venue_id).with_for_update())
    if found is None:
        raise Invalid(_("请重新选择地点"), "venue_id")


def _placed(values: Mapping[str, Any]) -> dict[str, Any]:
    venue_id = values["venue_id"]
    return {**values, "venue": db.session.get(Venue, venue_id) if venue_id is not None else None}


def _loaded() -> Select[Meeting]:
    return (
        select(Meeting)
        .join(Offering, Meeting.offering_id == Offering.id)
        .join(Programme, Offering.programme_id == Programme.id)
        .options(
            joinedload(Meeting.venue),
            joinedload(Meeting.offering).joinedload(Offering.programme),
            joinedload(Meeting.offering).joinedload(Offering.venue),
        )
    )


def label(meeting: Meeting) -> str:
    """What a meeting is called in the record."""
    return f"{meeting.offering.programme.title} {meeting.title} {clock.local(meeting.starts_at):%Y-%m-%d}"


def when(meeting: Meeting) -> str:
    """Day, hours and place as they stand in a notice."""
    start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    place = meeting.place
    where = _("线上") if place is None else f"{place.name} {meeting.room}".strip()
    return f"{start:%Y-%m-%d} {start:%H:%M}–{end:%H:%M} {where}"
