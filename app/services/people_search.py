"""Finding workers of a part of the tree: by name, a reference, a phone or an identity number."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import defer, joinedload

from app.errors import NotFound
from app.extensions import db
from app.models import Account, AuditEntry, Member, Person, Registration, Unit
from app.services import privacy
from app.services.references import normal

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Criteria:
    """What to look for. `digests` are keyed: a number itself never stands in an address."""

    text: str = ""
    digests: tuple[str, ...] = ()


def page(
    criteria: Criteria, within: ColumnElement[bool], number: int, reader: Account | None = None
) -> Pagination:
    """One page of the workers `within` a part of the tree (a condition on Unit), by name."""
    query = select(Person).join(Unit, Person.unit_id == Unit.id).where(within)
    if criteria.digests:
        keys = criteria.digests
        query = query.where(or_(Person.identity_digest.in_(keys), Person.phone_digest.in_(keys)))
    if criteria.text:
        query = query.where(_matches(criteria.text, reader))
    # a list shows no numbers, and decrypting them takes its time
    query = query.options(joinedload(Person.unit), defer(Person.identity), defer(Person.phone))
    return db.paginate(
        query.order_by(Person.name, Person.id), page=number, per_page=PER_PAGE, error_out=False
    )


def _matches(text: str, reader: Account | None) -> ColumnElement[bool]:
    """Part of a name, or the whole reference of a registration that somebody is in and `reader` may see."""
    named = Person.name.icontains(text, autoescape=True)
    if (reference := normal(text)) is None:
        return named
    members = select(Member.person_id).join(Registration, Member.registration_id == Registration.id)
    seen = Registration.programme.has(privacy.visible_to(reader))
    return or_(named, Person.id.in_(members.where(Registration.reference == reference, seen)))


def load(person_id: int, within: ColumnElement[bool]) -> Person:
    """Raises NotFound: who lies outside is not to be told apart from who is not there."""
    query = select(Person).join(Unit, Person.unit_id == Unit.id).where(within, Person.id == person_id)
    found = db.session.scalars(query.options(joinedload(Person.unit))).first()
    if found is None:
        raise NotFound(gettext("没有这位职工，或不在您负责的单位范围内。"))
    return found


def colleagues(person: Person, text: str = "") -> list[Person]:
    """Others of the same unit by name, those whose name contains `text`; no more than a page shows."""
    query = select(Person).where(Person.unit_id == person.unit_id, Person.id != person.id)
    if text:
        query = query.where(Person.name.icontains(text, autoescape=True))
    query = query.options(joinedload(Person.unit), defer(Person.identity), defer(Person.phone))
    return list(db.session.scalars(query.order_by(Person.name, Person.id).limit(PER_PAGE)))


def history(person: Person, reader: Account | None = None) -> list[AuditEntry]:
    """What was recorded of somebody and `reader` may read, the newest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == Person.__tablename__,
        AuditEntry.subject_id == person.id,
        privacy.records_seen_by(reader),
    )
    return list(
        db.session.scalars(
            query.options(joinedload(AuditEntry.account)).order_by(AuditEntry.id.desc()).limit(100)
        )
    )
