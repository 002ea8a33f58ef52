"""The people of a roster as far as the database knows them: a few queries, however long the roster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.models import Member, Person, Programme, Unit
from app.services import party_checks

CHUNK = 500
_COLUMNS = (
    Person.id,
    Person.name,
    Person.identity_kind,
    Person.identity_digest,
    Person.sex,
    Person.born_on,
    Person.phone_digest,
    Person.unit_id,
    Person.tier,
    Person.track,
    Person.joined_on,
    Person.union_joined_on,
)
T = TypeVar("T")


def by_digest(digests: Collection[str]) -> dict[str, Person]:
    """Copies of the known people, to look at: the session does not hold them, and nothing is decrypted."""
    rows = [
        row._mapping
        for chunk in _chunks(sorted(digests))
        for row in db.session.execute(select(*_COLUMNS).where(Person.identity_digest.in_(chunk)))
    ]
    units = _units({row["unit_id"] for row in rows})
    return {row["identity_digest"]: Person(**row, unit=units[row["unit_id"]]) for row in rows}


def members(programme: Programme, person_ids: Collection[int]) -> dict[int, Member]:
    """Who of these people is in a party of the programme, by person id."""
    found: dict[int, Member] = {}
    for chunk in _chunks(sorted(person_ids)):
        found |= party_checks.active_members(programme, chunk)
    return found


def unit_ids(within: ColumnElement[bool]) -> frozenset[int]:
    """Ids of a part of the tree (a condition on Unit)."""
    return frozenset(db.session.scalars(select(Unit.id).where(within)))


def _units(ids: Collection[int]) -> dict[int, Unit]:
    return {
        unit.id: unit
        for chunk in _chunks(sorted(ids))
        for unit in db.session.scalars(select(Unit).where(Unit.id.in_(chunk)))
    }


def _chunks(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), CHUNK):
        yield things[start : start + CHUNK]
