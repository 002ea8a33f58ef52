"""Who takes part in an offering, however its places were decided."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    AllocationRun,
    Choice,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    Registration,
)
from app.services import modes
from app.services.outcomes import still_held


def of_offering(offering: Offering) -> list[Member]:
    """Everybody who has a place in it, or has signed up where that is enough; by unit and name."""
    found: dict[int, Member] = {}
    for query in queries():
        rows = db.session.scalars(
            query.where(Offering.id == offering.id).options(
                joinedload(Member.person).joinedload(Person.unit), joinedload(Member.registration)
            )
        )
        found |= {member.person_id: member for member in rows}
    return sorted(found.values(), key=lambda m: (m.person.unit.path, m.person.name, m.person_id))


def offerings_of(person: Person) -> list[Offering]:
    """What somebody takes part in, past and to come, in order of time; without what is called off."""
    found: dict[int, Offering] = {}
    for query in queries():
        taken = query.with_only_columns(Offering).where(
            Member.person_id == person.id, ~Offering.cancelled, Programme.state != "cancelled"
        )
        loaded = taken.options(joinedload(Offering.programme), joinedload(Offering.venue))
        found |= {offering.id: offering for offering in db.session.scalars(loaded)}
    return sorted(found.values(), key=lambda offering: (offering.starts_on, offering.id))


def membership(offering: Offering, person: Person) -> Member | None:
    """The person's part in it; None for somebody who has no place there."""
    for query in queries():
        mine = query.where(Offering.id == offering.id, Member.person_id == person.id)
        if (found := db.session.scalars(mine.limit(1)).first()) is not None:
            return found
    return None


# the person of each row of `pairs`
PERSON = Member.person_id


def pairs() -> list[Select[int, int]]:
    """Queries of (registration id, offering id), a row for each PERSON who takes part in an offering."""
    return [query.with_only_columns(Member.registration_id, Offering.id) for query in queries()]


def queries() -> tuple[Select[Member], Select[Member]]:
    """Members with the offering that they have: of places still held, and of modes that only record."""
    placed = (
        select(Member)
        .join(Registration, Member.registration_id == Registration.id)
        .join(Placement, Placement.registration_id == Registration.id)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .where(still_held(), Member.active)
    )
    records = [name for name, mode in modes.every().items() if mode.records]
    recorded = (
        select(Member)
        .join(Registration, Member.registration_id == Registration.id)
        .join(Choice, Choice.registration_id == Registration.id)
        .join(Offering, Choice.offering_id == Offering.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .where(Programme.mode.in_(records), Programme.state.in_(("open", "closed")), Member.active)
    )
    return placed, recorded
