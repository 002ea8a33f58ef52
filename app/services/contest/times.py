"""Where and when an event's practice is: the place, its stations, the times of its heats."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Account, ContestEvent, HeatSlot, Venue
from app.services import audit, changes
from app.services.contest import contests, placing

MOST_SLOTS = 60


def put_place(actor: Account | None, event: ContestEvent, venue: Venue, first: int, count: int) -> None:
    """Stations `first` to `first + count - 1` of the venue. Raises DomainError once heats are published."""
    _hold(event)
    values = {"venue_id": venue.id, "first_station": first, "station_count": count}
    if found := changes.apply(event, values):
        label = f"{event.programme.title} {event.title}"
        audit.record(actor, "contest_event.edit", event, label=label, changes=found)


def add(
    actor: Account | None, event: ContestEvent, starts_at: dt.datetime, minutes: int, pause: int, count: int
) -> None:
    """`count` heats one after the other, `pause` minutes between.

    Raises Invalid (`starts_at`, `count`) for times that are past or overlap those that are there.
    """
    _hold(event)
    if starts_at <= clock.now():
        raise Invalid(_("请填写将来的时间"), "starts_at")
    if len(event.slots) + count > MOST_SLOTS:
        raise Invalid(_("一个项目最多 %(most)s 场", most=MOST_SLOTS), "count")
    step, length = dt.timedelta(minutes=minutes + pause), dt.timedelta(minutes=minutes)
    for number in range(count):
        begins = starts_at + number * step
        ends = begins + length
        if any(begins < slot.ends_at and slot.starts_at < ends for slot in event.slots):
            raise Invalid(_("与已有的场次时间重叠，请核对"), "starts_at")
        event.slots.append(HeatSlot(starts_at=begins, ends_at=ends))
    event.slots.sort(key=lambda slot: slot.starts_at)
    _record(actor, event, f"+{count}")


def remove(actor: Account, event: ContestEvent, slot_id: int) -> None:
    """One time less. Raises NotFound."""
    _hold(event)
    slot = next((slot for slot in event.slots if slot.id == slot_id), None)
    if slot is None:
        raise NotFound(_("没有这个场次，可能已被删除。"))
    event.slots.remove(slot)
    db.session.flush()
    _record(actor, event, f"-{clock.local(slot.starts_at):%m-%d %H:%M}")


def _hold(event: ContestEvent) -> None:
    contest = contests.of(event.programme)
    contests.hold(contest)
    if placing.published(contest) is not None:
        raise DomainError(_("编组已经公布，场地和时间不能再改。"))


def _record(actor: Account | None, event: ContestEvent, what: str) -> None:
    label = f"{event.programme.title} {event.title}"
    audit.record(actor, "contest_event.slots", event, label=label, changes={"slots": ("", what)})
