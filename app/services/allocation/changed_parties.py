"""The parties that two runs treat differently, with who they are and where they were and are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Member, Offering, Person, Registration
from app.services.allocation.comparison import Change, Comparison
from app.services.allocation.ids import OFFERING, PARTY, number

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Moved:
    registration: Registration
    before: tuple[Offering, ...]
    after: tuple[Offering, ...]


def lists(found: Comparison) -> dict[str, list[Moved]]:
    """The first fifty of those who gained a place, lost it, or moved."""
    shown = {"gained": found.gained[:SHOWN], "lost": found.lost[:SHOWN], "moved": found.moved[:SHOWN]}
    changes = [change for part in shown.values() for change in part]
    registrations = _registrations(changes)
    offerings = _offerings(changes)
    return {
        name: [
            Moved(
                registrations[number(PARTY, change.party)],
                tuple(offerings[number(OFFERING, o)] for o in change.before),
                tuple(offerings[number(OFFERING, o)] for o in change.after),
            )
            for change in part
        ]
        for name, part in shown.items()
    }


def _registrations(changes: Sequence[Change]) -> dict[int, Registration]:
    wanted = [number(PARTY, change.party) for change in changes]
    people = selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit)
    query = select(Registration).where(Registration.id.in_(wanted)).options(people)
    return {registration.id: registration for registration in db.session.scalars(query)}


def _offerings(changes: Sequence[Change]) -> dict[int, Offering]:
    wanted = {number(OFFERING, o) for change in changes for o in (*change.before, *change.after)}
    query = select(Offering).where(Offering.id.in_(wanted)).options(joinedload(Offering.venue))
    return {offering.id: offering for offering in db.session.scalars(query)}
