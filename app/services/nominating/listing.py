"""Nominations as coordinators see them: those of their part of the tree, by state."""

from __future__ import annotations

from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer, joinedload

from app.extensions import db
from app.models import Member, Nomination, Person, Programme, Unit
from app.models.nomination import NOMINATION_STATES

PER_PAGE = 30


def page(programme: Programme, within: ColumnElement[bool], state: str, number: int) -> Pagination:
    """One page `within` a part of the tree (a condition on Unit): undecided first, then the newest."""
    query = (
        select(Nomination)
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.programme_id == programme.id, within)
        .options(
            joinedload(Nomination.person).options(
                joinedload(Person.unit), defer(Person.identity), defer(Person.phone)
            ),
            joinedload(Nomination.unit),
        )
    )
    if state in NOMINATION_STATES:
        query = query.where(Nomination.state == state)
    undecided = Nomination.state != "nominated"
    return db.paginate(
        query.order_by(undecided, Nomination.id.desc()), page=number, per_page=PER_PAGE, error_out=False
    )


def counts(programme: Programme, within: ColumnElement[bool]) -> dict[str, int]:
    """How many there are `within`, by state."""
    rows = db.session.execute(
        select(Nomination.state, func.count())
        .join(Unit, Nomination.unit_id == Unit.id)
        .where(Nomination.programme_id == programme.id, within)
        .group_by(Nomination.state)
    )
    return {row[0]: row[1] for row in rows}


def signed_up(programme: Programme, person_ids: Sequence[int]) -> set[int]:
    """Who of these is in a party of the programme."""
    query = select(Member.person_id).where(
        Member.programme_id == programme.id, Member.active, Member.person_id.in_(person_ids)
    )
    return set(db.session.scalars(query))


def to_rank(person: Person) -> list[Nomination]:
    """Confirmed nominations of somebody who has not signed up and still can."""
    busy = select(Member.programme_id).where(Member.person_id == person.id, Member.active)
    query = (
        select(Nomination)
        .join(Programme, Nomination.programme_id == Programme.id)
        .where(
            Nomination.person_id == person.id,
            Nomination.state == "confirmed",
            Programme.state == "open",
            Programme.id.not_in(busy),
        )
        .options(joinedload(Nomination.programme))
        .order_by(Programme.closes_at)
    )
    return list(db.session.scalars(query))
