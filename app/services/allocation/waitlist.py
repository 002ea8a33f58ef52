"""Who waits for a place in a published programme, in the order in which gaps are filled: tier, then lot."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from app import clock
from app.extensions import db
from app.models import (
    AllocationRun,
    Choice,
    Lock,
    Member,
    Offering,
    Person,
    Placement,
    Registration,
    UnplacedReason,
    WaitlistEntry,
)
from app.services.allocation.eligible import split
from app.services.reasons import INELIGIBLE


def in_order(run: AllocationRun) -> list[Registration]:
    """Everybody who waits, with what a refill is made from. Eligibility is looked at when a turn comes."""
    person = selectinload(Registration.members).joinedload(Member.person)
    sealed = (person.defer(Person.identity), person.defer(Person.phone))
    choices = selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue)
    query = _with_lead(select(Registration)).where(*_waits(run))
    ordered = query.order_by(Person.tier, Registration.lottery_number)
    return list(db.session.scalars(ordered.options(person.joinedload(Person.unit), *sealed, choices)))


def count(run: AllocationRun) -> int:
    """How many parties wait."""
    return db.session.scalar(select(func.count(Registration.id)).where(*_waits(run))) or 0


def position(registration: Registration, run: AllocationRun | None) -> int | None:
    """Where in the order the party stands, from 1; None when it does not wait.

    Whoever waits ahead counts, also who will turn out not to be eligible any more when their turn comes.
    """
    if run is None:
        return None
    own = db.session.execute(
        _with_lead(select(Person.tier, Registration.lottery_number).select_from(Registration)).where(
            *_waits(run), Registration.id == registration.id
        )
    ).one_or_none()
    if own is None:
        return None
    tier, lot = own
    ahead = or_(Person.tier < tier, and_(Person.tier == tier, Registration.lottery_number < lot))
    counted = select(func.count(Registration.id)).select_from(Registration)
    return 1 + (db.session.scalar(_with_lead(counted).where(*_waits(run), ahead)) or 0)


def eligible_position(registration: Registration, run: AllocationRun | None) -> int | None:
    """The same; None also for a party that would be passed over: somebody may not take part any more."""
    found = position(registration, run)
    if found is None or split([registration], registration.programme)[1]:
        return None
    return found


def open_offerings(run: AllocationRun) -> ColumnElement[bool]:
    """Offerings that somebody may still come into: their first day lies ahead."""
    return and_(
        Offering.programme_id == run.programme_id, ~Offering.cancelled, Offering.starts_on > clock.today()
    )


def _with_lead(statement: Any) -> Any:
    """A party's tier is its lead's."""
    lead = and_(Member.registration_id == Registration.id, Member.position == 1)
    return statement.join(Member, lead).join(Person, Person.id == Member.person_id)


def _waits(run: AllocationRun) -> tuple[ColumnElement[bool], ...]:
    """In force, drawn, in the published problem, without a place or a lock, and with a choice still ahead."""
    told = and_(UnplacedReason.run_id == run.id, UnplacedReason.registration_id == Registration.id)
    called_off = and_(
        told, UnplacedReason.reason == "cancelled", UnplacedReason.offering_id == Choice.offering_id
    )
    return (
        Registration.programme_id == run.programme_id,
        Registration.state == "submitted",
        Registration.lottery_number.is_not(None),
        ~_has_had_a_place(run),
        ~exists().where(WaitlistEntry.registration_id == Registration.id, WaitlistEntry.state == "offered"),
        ~exists().where(told, UnplacedReason.reason == INELIGIBLE),
        ~exists().where(Lock.registration_id == Registration.id, Lock.removed_at.is_(None)),
        exists().where(
            Choice.registration_id == Registration.id,
            Choice.offering_id == Offering.id,
            open_offerings(run),
            ~exists().where(called_off),
        ),
    )


def _has_had_a_place(run: AllocationRun) -> ColumnElement[bool]:
    """Has one, or has given one back; what was lost because it is not held does not count."""
    held = aliased(Offering)
    return exists().where(
        Placement.run_id == run.id,
        Placement.registration_id == Registration.id,
        Placement.offering_id == held.id,
        or_(Placement.withdrawn_at.is_(None), ~held.cancelled),
    )
