"""The waitlist: joining it, leaving it, answering an offer, and changing its order."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Invalid
from app.extensions import db
from app.models import Account, Choice, Member, Offering, Person, Programme, Registration, WaitlistEntry
from app.services import capacity, places
from app.services.waiting_fill import fill, free_offer, rank_of, record, settle, unanswered, why_not

__all__ = [
    "accept",
    "call_off",
    "count",
    "decline",
    "entry_of",
    "fill",
    "in_order",
    "join",
    "leave",
    "move",
    "ordered",
    "place_in_line",
    "settle",
    "unanswered",
    "why_not",
]

IN_LINE = ("waiting", "offered")


def join(registration: Registration, position: int | None = None) -> WaitlistEntry:
    """Put the party at the end of its programme's line, or at `position`; who is in it stays as they are."""
    entry = entry_of(registration)
    if entry is not None and entry.state in IN_LINE:
        return entry
    place = _end(registration.programme) if position is None else position
    if entry is None:
        entry = WaitlistEntry(programme=registration.programme, registration=registration)
        db.session.add(entry)
    entry.position = place
    entry.state, entry.offering, entry.joined_at = "waiting", None, clock.now()
    entry.offered_at = entry.answer_by = entry.answered_at = None
    db.session.flush()
    return entry


def leave(registration: Registration) -> None:
    """The party waits no longer; what was held for it is free. The caller fills."""
    entry = entry_of(registration)
    if entry is None or entry.state not in IN_LINE:
        return
    if entry.state == "offered":
        free_offer(entry, "left")
    entry.state, entry.answered_at = "left", clock.now()
    db.session.flush()


def accept(entry: WaitlistEntry, actor: Account | None = None) -> None:
    """The party takes what was offered; a second time does nothing. Raises DomainError when it cannot."""
    _hold(entry)
    if entry.state == "placed":
        return
    offering = _offered(entry)
    if entry.answer_by is not None and entry.answer_by <= clock.now():
        at = words.moment(entry.answer_by)
        raise DomainError(_("答复期限（%(at)s）已过，这个名额会给下一位。", at=at))
    if not places.takes_people(offering):
        raise DomainError(_("这一期已经开始或取消，不能再接受。"))
    if why := why_not(entry.registration, offering):
        raise DomainError(_("现在不能接受：%(why)s。处理好以后，在期限内再接受。", why=words.clauses(why)))
    entry.state, entry.offering, entry.answered_at = "placed", None, clock.now()
    places.give(entry.registration, offering, rank_of(entry.registration, offering))
    record(entry, "waitlist.accept", {}, actor)


def decline(entry: WaitlistEntry, actor: Account | None = None) -> None:
    """The party does not want what was offered: it goes to the next. A second time does nothing."""
    _hold(entry)
    if entry.state == "declined":
        return
    _offered(entry)
    what = free_offer(entry, unanswered(entry, "declined"))
    entry.answered_at = clock.now()
    record(entry, "waitlist.decline", {"offering": (what, "")}, actor)
    fill(entry.programme)


def call_off(programme: Programme) -> None:
    """The programme is not held: nobody waits, has an offer or a place any more, and nobody has used one."""
    capacity.hold(programme)
    for entry in in_order(programme):
        leave(entry.registration)
    places.take_back_all(programme)


def move(actor: Account, entry: WaitlistEntry, place: int, reason: str) -> None:
    """Put who waits at `place` (from 1) among those who wait.

    Raises Invalid (`place` or `reason`), DomainError when the party waits no longer.
    """
    _hold(entry)
    if not reason.strip():
        raise Invalid(_("请写明调整的原因，会记入操作记录"), "reason")
    line = _waiting(entry.programme)
    if entry not in line:
        raise DomainError(_("这一组已经不在候补，顺序没有改。"))
    if not 1 <= place <= len(line):
        raise Invalid(_("现在有 %(count)s 组候补，请填写 1 到 %(count)s", count=len(line)), "place")
    before = line.index(entry) + 1
    if before == place:
        raise Invalid(_("这一组已经在第 %(place)s 位", place=place), "place")
    positions = [each.position for each in line]
    line.insert(place - 1, line.pop(before - 1))
    for each, position in zip(line, positions, strict=True):
        each.position = position
    record(entry, "waitlist.move", {"position": (str(before), str(place))}, actor, reason)
    db.session.flush()
    fill(entry.programme)


def entry_of(registration: Registration) -> WaitlistEntry | None:
    """The party's entry, whatever has become of it; None: it never waited."""
    query = select(WaitlistEntry).where(WaitlistEntry.registration_id == registration.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def in_order(programme: Programme) -> list[WaitlistEntry]:
    """Who waits and who has an offer, in order, with what a page shows of them."""
    mine = select(WaitlistEntry).where(WaitlistEntry.programme_id == programme.id)
    return list(db.session.scalars(ordered(mine)))


def ordered(entries: Select[WaitlistEntry]) -> Select[WaitlistEntry]:
    """Of these, who waits and who has an offer; the same, for some of them."""
    party = joinedload(WaitlistEntry.registration)
    return (
        entries.where(WaitlistEntry.state.in_(IN_LINE))
        .order_by(WaitlistEntry.position, WaitlistEntry.id)
        .options(
            party.selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit),
            party.selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue),
            joinedload(WaitlistEntry.offering).joinedload(Offering.venue),
        )
    )


def place_in_line(entry: WaitlistEntry, offering: Offering) -> int:
    """From 1: the place of a party among those who wait for this offering."""
    before = or_(
        WaitlistEntry.position < entry.position,
        (WaitlistEntry.position == entry.position) & (WaitlistEntry.id < entry.id),
    )
    query = (
        select(func.count())
        .select_from(WaitlistEntry)
        .join(Choice, Choice.registration_id == WaitlistEntry.registration_id)
        .where(
            WaitlistEntry.programme_id == entry.programme_id,
            WaitlistEntry.state == "waiting",
            Choice.offering_id == offering.id,
            before,
        )
    )
    return 1 + (db.session.scalar(query) or 0)


def count(programme: Programme, state: str = "waiting") -> int:
    """How many parties are in `state`."""
    mine = (WaitlistEntry.programme_id == programme.id) & (WaitlistEntry.state == state)
    return db.session.scalar(select(func.count()).select_from(WaitlistEntry).where(mine)) or 0


def _hold(entry: WaitlistEntry) -> None:
    """Others answer, claim and move before us or after us; we see what they have left."""
    capacity.hold(entry.programme)
    db.session.refresh(entry)


def _offered(entry: WaitlistEntry) -> Offering:
    if entry.offering is None:
        said = {
            "waiting": _("还没有轮到这一组，现在不用答复。"),
            "placed": _("这个名额已经接受了。去不了请退出报名。"),
            "lapsed": _("答复期限已过，这个名额已经给了下一位。"),
            "declined": _("这个名额已经放弃了。"),
        }
        raise DomainError(said.get(entry.state) or _("这份报名已经不在候补。"))
    return entry.offering


def _waiting(programme: Programme) -> list[WaitlistEntry]:
    query = select(WaitlistEntry).where(
        WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "waiting"
    )
    fresh = query.order_by(WaitlistEntry.position, WaitlistEntry.id)
    return list(db.session.scalars(fresh.execution_options(populate_existing=True)))


def _end(programme: Programme) -> int:
    query = select(func.max(WaitlistEntry.position)).where(WaitlistEntry.programme_id == programme.id)
    return 1 + (db.session.scalar(query) or 0)
