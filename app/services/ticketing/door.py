"""The door: a ticket lets in once, and whatever else is held up to it is said plainly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models import Account, CheckIn, Offering, Person, Registration, Ticket
from app.services import audit, check_ins, participants, references
from app.vault import digest

IN, ALREADY, OTHER, VOID, UNKNOWN, NOT_TODAY, CANCELLED = (
    "in",
    "already",
    "other",
    "void",
    "unknown",
    "not_today",
    "cancelled",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a ticket at the door: one of the kinds above; `at`: when it was let in."""

    kind: str
    ticket: Ticket | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Of an event: tickets that are good, and people who are in."""

    tickets: int
    inside: int


def event(offering_id: int) -> Offering:
    """An event whose programme has tickets. Raises NotFound."""
    found = db.session.get(Offering, offering_id, options=[joinedload(Offering.programme)])
    if found is None or "tickets" not in found.programme.features or found.programme.state == "draft":
        raise NotFound(_("没有这一场，或者它不用票。"))
    return found


def admit(offering: Offering, typed: str, by: Account) -> Outcome:
    """Let in whoever holds the ticket of this code, or the only ticket of this reference."""
    ticket = _ticket(offering, references.normal(typed) or "")
    return Outcome(UNKNOWN) if ticket is None else let_in(offering, ticket, by)


def let_in(offering: Offering, ticket: Ticket, by: Account) -> Outcome:
    """Once: of two doors at the same moment, the second is told so."""
    if ticket.offering_id != offering.id:
        return Outcome(OTHER, ticket)
    if offering.cancelled:
        return Outcome(CANCELLED, ticket)
    if ticket.void_at is not None or participants.membership(offering, ticket.person) is None:
        return Outcome(VOID, ticket)
    if not offering.starts_on <= clock.today() <= offering.ends_on:
        return Outcome(NOT_TODAY, ticket)
    check_in, is_first = check_ins.arrive(offering, ticket.person, "desk", by)
    return Outcome(IN if is_first else ALREADY, ticket, check_in.at)


def undo(offering: Offering, ticket: Ticket, by: Account) -> None:
    """They were let in by mistake."""
    if check_ins.find(offering, ticket.person) is not None:
        check_ins.undo(offering, ticket.person)
        label = f"{ticket.registration.reference} {offering.title or offering.venue.name}"
        audit.record(by, "tickets.undo", ticket, label=label, unit=ticket.person.unit)


def count(offering: Offering) -> Count:
    """As it is at this moment."""
    good = (Ticket.offering_id == offering.id) & Ticket.void_at.is_(None)
    tickets = db.session.scalar(select(func.count()).select_from(Ticket).where(good)) or 0
    came = (CheckIn.offering_id == offering.id) & CheckIn.meeting_id.is_(None)
    return Count(tickets, db.session.scalar(select(func.count()).select_from(CheckIn).where(came)) or 0)


def listed(offering: Offering, name: str, most: int = 200) -> list[tuple[Ticket, CheckIn | None]]:
    """People with good tickets whose name contains `name`, by name, and who of them is in."""
    query = (
        select(Ticket, CheckIn)
        .join(Person, Ticket.person_id == Person.id)
        .outerjoin(
            CheckIn,
            (CheckIn.offering_id == Ticket.offering_id)
            & (CheckIn.person_id == Ticket.person_id)
            & CheckIn.meeting_id.is_(None),
        )
        .where(Ticket.offering_id == offering.id, Ticket.void_at.is_(None))
        .options(joinedload(Ticket.person).joinedload(Person.unit))
        .order_by(Person.name, Ticket.id)
        .limit(most)
    )
    if name:
        query = query.where(Person.name.contains(name, autoescape=True))
    return [(ticket, came) for ticket, came in db.session.execute(query)]


def load(offering: Offering, ticket_id: int) -> Ticket:
    """A ticket of this event. Raises NotFound."""
    found = db.session.get(Ticket, ticket_id)
    if found is None or found.offering_id != offering.id:
        raise NotFound(_("这一场没有这张票。"))
    return found


def _ticket(offering: Offering, code: str) -> Ticket | None:
    query = select(Ticket).options(joinedload(Ticket.person), joinedload(Ticket.offering))
    if (found := db.session.scalar(query.where(Ticket.code_digest == digest(code)))) is not None:
        return found
    good = (Ticket.offering_id == offering.id) & Ticket.void_at.is_(None)
    parties = query.join(Registration, Ticket.registration_id == Registration.id)
    theirs: Sequence[Ticket] = db.session.scalars(parties.where(Registration.reference == code, good)).all()
    return theirs[0] if len(theirs) == 1 else None
