"""Private talks during a stay: a counsellor's times, one for a guest; who has which is between the two.

Coordinators and administrators see how many there are and how many are booked, and nobody's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import Account, Offering, Person, StaySlot
from app.services import accounts, audit, notify, offerings, once
from app.services.stays import guests

MOST = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """All that others than the two of them know."""

    slots: int
    booked: int


@dataclass(frozen=True, slots=True)
class Series:
    """Times one after the other on one day of the stay, each of so many minutes."""

    day: int
    from_time: str
    minutes: int
    count: int
    place: str


def counts(offering: Offering) -> Counts:
    booked = [each.person_id is not None for each in of_offering(offering)]
    return Counts(len(booked), sum(booked))


def of_offering(offering: Offering) -> list[StaySlot]:
    """Every time in order; for the guests' page, which shows those that are free and one's own."""
    query = (
        select(StaySlot).where(StaySlot.offering_id == offering.id).options(joinedload(StaySlot.counsellor))
    )
    return list(db.session.scalars(query.order_by(StaySlot.starts_at, StaySlot.id)))


def free(offering: Offering) -> list[StaySlot]:
    """What can still be booked."""
    now = clock.now()
    return [each for each in of_offering(offering) if each.person_id is None and each.starts_at > now]


def own(offering: Offering, person: Person) -> StaySlot | None:
    """The guest's own time."""
    return db.session.scalar(
        select(StaySlot).where(StaySlot.offering_id == offering.id, StaySlot.person_id == person.id)
    )


def of_counsellor(account: Account) -> list[StaySlot]:
    """Whom a counsellor meets and when, from yesterday on."""
    query = (
        select(StaySlot)
        .where(StaySlot.counsellor_id == account.id, StaySlot.ends_at > clock.now() - dt.timedelta(days=1))
        .options(
            joinedload(StaySlot.person),
            joinedload(StaySlot.offering).joinedload(Offering.venue),
            joinedload(StaySlot.offering).joinedload(Offering.programme),
        )
        .order_by(StaySlot.starts_at, StaySlot.id)
    )
    return list(db.session.scalars(query))


def counsels(account: Account) -> bool:
    """Whether the account has any times at all."""
    mine = select(StaySlot.id).where(StaySlot.counsellor_id == account.id).limit(1)
    return db.session.scalar(mine) is not None


def add(actor: Account, offering: Offering, phone: str, called: str, series: Series) -> int:
    """A counsellor's times on one day of the stay; how many. Raises Invalid with the field."""
    counsellor = accounts.of_phone(phone, called)
    _check(offering, series)
    date = offering.starts_on + dt.timedelta(days=series.day - 1)
    start = dt.datetime.combine(date, dt.time.fromisoformat(series.from_time), clock.CITY)
    step = dt.timedelta(minutes=series.minutes)
    times = [(start + k * step, start + (k + 1) * step) for k in range(series.count)]
    if times[-1][1].date() != date:
        raise Invalid(_("最后一段会到第二天，请减少段数"), "count")
    if _overlapping(counsellor, times[0][0], times[-1][1]):
        raise Invalid(_("这位咨询师这段时间已有安排"), "from_time")
    db.session.add_all(
        StaySlot(
            offering_id=offering.id,
            counsellor_id=counsellor.id,
            starts_at=starts_at,
            ends_at=ends_at,
            place=series.place,
        )
        for starts_at, ends_at in times
    )
    changes = {"count": ("", len(times))}
    audit.record(actor, "stay.slots", offering, label=offerings.label(offering), changes=changes)
    return len(times)


def _check(offering: Offering, series: Series) -> None:
    length = (offering.ends_on - offering.starts_on).days + 1
    if not 1 <= series.day <= length:
        raise Invalid(_("这一期只有 %(count)s 天", count=length), "day")
    if not 1 <= series.count <= MOST:
        raise Invalid(_("一次最多 %(count)s 段", count=MOST), "count")


def _overlapping(counsellor: Account, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    busy = select(StaySlot.id).where(
        StaySlot.counsellor_id == counsellor.id, StaySlot.starts_at < ends_at, StaySlot.ends_at > starts_at
    )
    return db.session.scalar(busy.limit(1)) is not None


def remove_free(actor: Account, offering: Offering) -> int:
    """Take away the times that nobody has booked; how many."""
    ids = [each.id for each in of_offering(offering) if each.person_id is None]
    if ids:
        db.session.execute(delete(StaySlot).where(StaySlot.id.in_(ids), StaySlot.person_id.is_(None)))
        changes = {"count": (len(ids), 0)}
        audit.record(actor, "stay.slots", offering, label=offerings.label(offering), changes=changes)
    return len(ids)


def book(person: Person, offering: Offering, slot_id: int, note: str = "") -> None:
    """The guest takes a free time; another that they had is free again.

    Raises NotFound for who is no guest, DomainError when somebody was faster or it is too late.
    """
    guests.own(offering, person)
    slot = _load(offering, slot_id)
    if slot.person_id == person.id:
        return
    if slot.starts_at <= clock.now():
        raise DomainError(_("这个时间已经过了，请另选一个。"))
    cancel(person, offering, only_ahead=True)
    try:
        with db.session.begin_nested():
            taken = once.written(
                update(StaySlot)
                .where(StaySlot.id == slot_id, StaySlot.person_id.is_(None))
                .values(person_id=person.id, booked_at=clock.now(), note=note.strip() or None)
            )
    except IntegrityError as error:  # from another window at the same moment
        raise DomainError(_("您刚刚已经约好一个时间，请刷新后再看。")) from error
    if not taken:
        raise DomainError(_("这个时间刚刚被约走了，请另选一个。"))
    db.session.expire_all()


def cancel(person: Person, offering: Offering, *, only_ahead: bool = False) -> None:
    """The guest gives their time back, and what they wrote for it is gone.

    Raises DomainError once it has begun.
    """
    mine = own(offering, person)
    if mine is None:
        return
    if mine.starts_at <= clock.now():
        raise DomainError(
            _("谈话已经开始或已结束，不能再改。") if only_ahead else _("这个时间已经过了，不能取消。")
        )
    _release(mine)


def release(person: Person, offering: Offering) -> None:
    """Who is no longer a guest has no time any more."""
    mine = own(offering, person)
    if mine is not None:
        _release(mine)


def _release(slot: StaySlot) -> None:
    db.session.execute(
        update(StaySlot)
        .where(StaySlot.id == slot.id, StaySlot.person_id == slot.person_id)
        .values(person_id=None, booked_at=None, note=None)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def call_off(counsellor: Account, slot_id: int) -> None:
    """The counsellor cannot come: the time is gone, and who had it is told. Raises Forbidden, NotFound."""
    slot = db.session.get(StaySlot, slot_id)
    if slot is None:
        raise NotFound(_("没有这个时间，可能已被取消。"))
    if slot.counsellor_id != counsellor.id:
        raise Forbidden(_("这不是您的谈话时间。"))
    if slot.person is not None:
        # a message on a phone does not say that it was a talk
        title = slot.offering.programme.title
        notify.tell(slot.person, "stay.slot_cancelled", programme=title, at=words.moment(slot.starts_at))
    db.session.delete(slot)


def ahead(person: Person) -> Sequence[StaySlot]:
    """The times that somebody has booked and that are to come."""
    query = select(StaySlot).where(StaySlot.person_id == person.id, StaySlot.starts_at > clock.now())
    return list(db.session.scalars(query.order_by(StaySlot.starts_at)))


def _load(offering: Offering, slot_id: int) -> StaySlot:
    found = db.session.get(StaySlot, slot_id)
    if found is None or found.offering_id != offering.id:
        raise NotFound(_("没有这个时间，可能已被取消。"))
    return found
