"""The campus's desk: who works there, whom a code is for, checking in and taking it back."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import Account, DeskWorker, Offering, Registration, Room, Venue
from app.services import accounts, audit, check_ins, my_registrations, offerings, outcomes
from app.services.stays import guests
from app.services.stays.guests import Guest


def venues(account: Account) -> list[Venue]:
    """The campuses at whose desks the account works: every one with rooms for the city's coordinators."""
    query = select(Venue).order_by(Venue.id)
    if any(each.unit.level == "city" for each in account.coordinates):
        query = query.where(Venue.id.in_(select(Room.venue_id)))
    else:
        mine = select(DeskWorker.venue_id).where(
            DeskWorker.account_id == account.id, DeskWorker.left_at.is_(None)
        )
        query = query.where(Venue.id.in_(mine))
    return list(db.session.scalars(query))


def works_somewhere(account: Account) -> bool:
    """Whether the account is a desk worker now."""
    mine = select(DeskWorker.id).where(DeskWorker.account_id == account.id, DeskWorker.left_at.is_(None))
    return db.session.scalar(mine.limit(1)) is not None


def load(account: Account, venue_id: int) -> Venue:
    """Raises NotFound, or Forbidden for who does not work there."""
    found = db.session.get(Venue, venue_id)
    if found is None:
        raise NotFound(_("没有这个院区。"))
    if found.id not in {venue.id for venue in venues(account)}:
        raise Forbidden(_("您不是这个院区的前台人员，请联系市总工会添加。"))
    return found


def offering_at(venue: Venue, offering_id: int) -> Offering:
    """A run of the campus that is going on today. Raises NotFound."""
    for each in guests.offerings_at(venue, clock.today()):
        if each.id == offering_id:
            return each
    raise NotFound(_("这一期今天不在这个院区，请核对。"))


def found_by(venue: Venue, typed: str) -> tuple[Offering, Registration]:
    """Whom a code or a typed reference is for. Raises Invalid (`reference`) saying what it is instead."""
    registration = my_registrations.by_reference(typed.strip())
    if registration is None or registration.programme.private:
        raise Invalid(_("没有这个编号，请对照职工的手机核对"), "reference")
    if registration.state == "withdrawn":
        raise Invalid(_("这份报名已经退出，没有床位"), "reference")
    held = outcomes.placements([registration]).get(registration.id, [])
    if not held:
        raise Invalid(_("这份报名没有安排上，没有床位"), "reference")
    today = clock.today()
    for placement in held:
        offering = placement.offering
        if offering.venue_id == venue.id and offering.starts_on <= today <= offering.ends_on:
            return offering, registration
    where = words.listed(words.offering(placement.offering) for placement in held)
    raise Invalid(_("这份报名不是今天这里的：%(where)s", where=where), "reference")


def check_in(actor: Account, offering: Offering, person_id: int) -> None:
    """A guest has come; saying it twice changes nothing. Raises DomainError when they are down as absent."""
    guest = guests.one(offering, person_id)
    _on_its_days(offering)
    if guest.state == "no_show":
        raise DomainError(_("已登记未到，请先撤销未到，再报到。"))
    if guest.check_in is not None:
        return
    check_ins.record(offering, guest.person, "desk", actor)
    _record(actor, "stay.check_in", guest)


def check_in_party(actor: Account, offering: Offering, registration: Registration) -> int:
    """Everybody of a party who is still due; how many."""
    due = [each for each in guests.party(offering, registration) if each.state == "due"]
    for guest in due:
        check_in(actor, offering, guest.member.person_id)
    return len(due)


def undo_check_in(actor: Account, offering: Offering, person_id: int) -> None:
    """It was somebody else. Raises DomainError for who is down as having left."""
    guest = guests.one(offering, person_id)
    if guest.state == "left":
        raise DomainError(_("已登记提前离开，请先撤销。"))
    if guest.check_in is None:
        return
    check_ins.undo(offering, guest.person)
    _record(actor, "stay.check_in_undo", guest)


def _on_its_days(offering: Offering) -> None:
    if not offering.starts_on <= clock.today() <= offering.ends_on:
        raise DomainError(_("不在这一期的日子里，不能办理报到。"))


def _record(actor: Account, action: str, guest: Guest) -> None:
    audit.record(
        actor,
        action,
        guest.member.registration,
        label=f"{guest.reference} · {offerings.label(guest.offering)}",
        unit=guest.person.unit,
    )


def workers(venue: Venue) -> list[DeskWorker]:
    """Who works at the desk now."""
    query = (
        select(DeskWorker)
        .where(DeskWorker.venue_id == venue.id, DeskWorker.left_at.is_(None))
        .options(joinedload(DeskWorker.account).joinedload(Account.person))
        .order_by(DeskWorker.id)
    )
    return list(db.session.scalars(query))


def add_worker(actor: Account, venue: Venue, phone: str, called: str) -> DeskWorker:
    """Let the account of `phone` work at the desk. Raises Invalid (`phone`)."""
    account = accounts.of_phone(phone, called)
    known = select(DeskWorker).where(DeskWorker.venue_id == venue.id, DeskWorker.account_id == account.id)
    worker = db.session.scalar(known)
    if worker is not None and worker.left_at is None:
        raise Invalid(_("这位已经是前台人员"), "phone")
    if worker is None:
        worker = DeskWorker(venue_id=venue.id, account=account)
        db.session.add(worker)
    worker.left_at = None
    audit.record(actor, "desk_worker.add", worker, label=f"{venue.name} {accounts.name(account)}")
    return worker


def remove_worker(actor: Account, venue: Venue, worker_id: int) -> None:
    """From now on they see nothing there. Raises NotFound."""
    worker = next((each for each in workers(venue) if each.id == worker_id), None)
    if worker is None:
        raise NotFound(_("没有这位前台人员，可能已被移除。"))
    worker.left_at = clock.now()
    label = f"{venue.name} {accounts.name(worker.account)}"
    audit.record(actor, "desk_worker.leave", worker, label=label)
