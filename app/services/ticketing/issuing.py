"""Everybody who has a place in an event has one ticket; it is void once the place was given back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models import Offering, Person, Programme, Registration, Ticket
from app.services import participants, references
from app.services.ticketing import seats
from app.unit_of_work import unit_of_work
from app.vault import digest

FEATURE = "tickets"
PREFIX = "PW"
ATTEMPTS = 5
BATCH = 200


def issue(registration: Registration, offering: Offering) -> None:
    """A ticket for each of the party, side by side where seats are numbered; said twice, nothing is doubled.

    Who is no longer in the party loses theirs.
    """
    people = {member.person_id for member in registration.members}
    there = {ticket.person_id: ticket for ticket in of(registration) if ticket.offering_id == offering.id}
    for person_id in there.keys() - people:
        there[person_id].void_at = clock.now()
    db.session.flush()
    lacking = [member.person for member in registration.members if member.person_id not in there]
    if lacking:
        _issue(registration, offering, lacking)


def void(registration: Registration, offering: Offering | None = None) -> None:
    """The party's tickets let nobody in any more: of one event, or all."""
    mine = (Ticket.registration_id == registration.id) & Ticket.void_at.is_(None)
    which = mine if offering is None else mine & (Ticket.offering_id == offering.id)
    db.session.execute(update(Ticket).where(which).values(void_at=clock.now()))


def of(registration: Registration) -> Sequence[Ticket]:
    """The party's tickets that are good, by event and in the order of the party."""
    query = (
        select(Ticket)
        .where(Ticket.registration_id == registration.id, Ticket.void_at.is_(None))
        .options(joinedload(Ticket.person), joinedload(Ticket.offering).joinedload(Offering.venue))
        .order_by(Ticket.offering_id, Ticket.id)
    )
    return db.session.scalars(query).all()


def issue_owed() -> int:
    """Tickets for those who have a place and none: of modes that publish, and where tickets came later."""
    made = 0
    for registration_id, offering_id in _owed():
        with unit_of_work():
            offering = db.session.get_one(Offering, offering_id)
            issue(db.session.get_one(Registration, registration_id), offering)
        made += 1
    return made


def _owed() -> list[tuple[int, int]]:
    """(registration id, offering id), in the order of registrations: who came first sits further in front."""
    having = [
        programme_id
        for programme_id, features in db.session.execute(
            select(Programme.id, Programme.features).where(Programme.state.not_in(("draft", "cancelled")))
        )
        if FEATURE in features
    ]
    found: set[tuple[int, int]] = set()
    for pairs in participants.pairs() if having else ():
        living = (Ticket.offering_id == Offering.id) & Ticket.void_at.is_(None)
        lacking = (
            pairs.outerjoin(Ticket, living & (Ticket.person_id == participants.PERSON))
            .where(Ticket.id.is_(None), Offering.programme_id.in_(having), ~Offering.cancelled)
            .where(Offering.ends_on >= clock.today())
            .limit(BATCH)
        )
        found |= {
            (registration_id, offering_id) for registration_id, offering_id in db.session.execute(lacking)
        }
    db.session.rollback()
    return sorted(found)


def _issue(registration: Registration, offering: Offering, people: Sequence[Person]) -> None:
    """Others may have been faster with a seat: the database says so, and the next ones are tried."""
    for attempt in range(ATTEMPTS):
        given = seats.beside(offering, len(people))
        try:
            with db.session.begin_nested():
                for person, seat in zip(people, given, strict=True):
                    db.session.add(_ticket(registration, offering, person, seat))
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return


def _ticket(
    registration: Registration, offering: Offering, person: Person, seat: seats.Seat | None
) -> Ticket:
    code = references.drawn(PREFIX)
    return Ticket(
        offering_id=offering.id,
        registration_id=registration.id,
        person_id=person.id,
        code=code,
        code_digest=digest(code),
        row_number=seat[0] if seat is not None else None,
        seat_number=seat[1] if seat is not None else None,
        issued_at=clock.now(),
    )
