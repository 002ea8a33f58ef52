"""Finding registrations by what people give on the phone: a reference, a name, a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.errors import NotFound
from app.extensions import db
from app.identity import IdentityFault, parse_passport, parse_phone, parse_resident_id
from app.models import Account, AuditEntry, Choice, Member, Offering, Person, Programme, Registration, Unit
from app.plain_text import compact, half_width, visible
from app.services import modes, privacy
from app.services.references import normal
from app.vault import digest

PER_PAGE = 30
RAISED_BY = ("person.correct", "person.confirm_tier")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What to look for. `digests` are keyed: a number itself never stands in an address."""

    text: str = ""
    digests: tuple[str, ...] = ()
    programme_id: int | None = None
    state: str = ""
    unit_id: int | None = None
    tier_unconfirmed: bool = False


def term(typed: str) -> tuple[str, tuple[str, ...]]:
    """What was typed as (text, digests): digests for an identity number, passport or phone, else text."""
    found = []
    for read in (lambda t: parse_resident_id(t, clock.today()).number, parse_phone, _numbered_passport):
        try:
            found.append(digest(read(typed)))
        except IdentityFault:
            continue
    return ("", tuple(found)) if found else (visible(typed), ())


def _numbered_passport(typed: str) -> str:
    """A passport has digits and no hyphens, unlike a reference; a name in Latin letters is not one."""
    number = parse_passport(typed)
    if "-" in half_width(typed) or normal(typed) or sum(character.isdigit() for character in number) < 5:
        raise IdentityFault("passport_characters", found=number)
    return number


def search(
    criteria: Criteria, within: ColumnElement[bool], reader: Account | None = None
) -> Select[Registration]:
    """Registrations with a member `within` a part of the tree (a condition on Unit), the latest first.

    Of private programmes only those on which `reader` works.
    """
    query = select(Registration).where(Registration.id.in_(_members(within, criteria)))
    query = query.where(Registration.programme.has(privacy.visible_to(reader)))
    if criteria.text:
        query = query.where(_matches(criteria.text))
    if criteria.programme_id:
        query = query.where(Registration.programme_id == criteria.programme_id)
    if criteria.state:
        query = query.where(Registration.state == criteria.state)
    return query.order_by(Registration.submitted_at.desc(), Registration.id.desc())


def _members(within: ColumnElement[bool], criteria: Criteria) -> Select[int]:
    """Ids of registrations, by conditions that one and the same member has to meet."""
    query = select(Member.registration_id).join(Person, Member.person_id == Person.id)
    query = query.join(Unit, Person.unit_id == Unit.id).where(within)
    if criteria.digests:
        keys = criteria.digests
        query = query.where(or_(Person.identity_digest.in_(keys), Person.phone_digest.in_(keys)))
    if criteria.unit_id:
        path = select(Unit.path).where(Unit.id == criteria.unit_id).scalar_subquery()
        query = query.where(Unit.path.startswith(path))
    if criteria.tier_unconfirmed:
        weighing = [name for name, mode in modes.every().items() if mode.uses_tiers]
        query = query.where(tier_unconfirmed(), Registration.programme.has(Programme.mode.in_(weighing)))
    return query


def tier_unconfirmed() -> ColumnElement[bool]:
    """A condition on Person: signed up by themselves at the lowest tier, which nobody has looked at yet."""
    has_account = select(Account.id).where(Account.person_id == Person.id).exists()
    looked_at = select(AuditEntry.id).where(
        AuditEntry.subject_kind == "person",
        AuditEntry.subject_id == Person.id,
        AuditEntry.action.in_(RAISED_BY),
    )
    return (Person.tier >= 4) & has_account & ~looked_at.exists()


def _matches(text: str) -> ColumnElement[bool]:
    reference = normal(text) or compact(text).upper()
    named = select(Member.registration_id).join(Person, Member.person_id == Person.id)
    named = named.where(Person.name.icontains(text, autoescape=True))
    return or_(Registration.reference.startswith(reference, autoescape=True), Registration.id.in_(named))


def with_people(query: Select[Registration]) -> Select[Registration]:
    """`query`, loading what a list shows: programme, members and their units, choices."""
    return query.options(
        joinedload(Registration.programme),
        selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit),
        selectinload(Registration.choices).joinedload(Choice.offering).joinedload(Offering.venue),
    )


def page(query: Select[Registration], number: int) -> Pagination:
    """One page of a search with what its table shows."""
    return db.paginate(with_people(query), page=number, per_page=PER_PAGE, error_out=False)


def load(registration_id: int, within: ColumnElement[bool], reader: Account | None = None) -> Registration:
    """One registration that `within` covers. Raises NotFound: what lies outside is not to be told apart."""
    query = search(Criteria(), within, reader).where(Registration.id == registration_id)
    found = db.session.scalars(with_people(query).options(joinedload(Registration.signed_up_by))).first()
    if found is None:
        raise NotFound(gettext("没有这份报名，或不在您负责的单位范围内。"))
    return found


def is_visible(registration_id: int, within: ColumnElement[bool], reader: Account | None = None) -> bool:
    """Whether a member still stands `within` that part of the tree."""
    query = search(Criteria(), within, reader).where(Registration.id == registration_id)
    return db.session.scalars(query).first() is not None


def programmes() -> list[tuple[int, str]]:
    """(id, title) of the programmes that can have registrations, the latest first."""
    query = select(Programme).where(Programme.state != "draft").order_by(Programme.closes_at.desc())
    return [(programme.id, words.in_language(programme, "title")) for programme in db.session.scalars(query)]


def units(within: ColumnElement[bool]) -> list[Unit]:
    """The units of a part of the tree, parents before their own."""
    return list(db.session.scalars(select(Unit).where(within).order_by(Unit.path)))


def history(registration: Registration, reader: Account | None = None) -> list[AuditEntry]:
    """What happened to the registration and, in it, to its people; the newest first."""
    people = [member.person_id for member in registration.members]
    mine: Any = (AuditEntry.subject_kind == "registration") & (AuditEntry.subject_id == registration.id)
    theirs: Any = (AuditEntry.subject_kind == "person") & AuditEntry.subject_id.in_(people)
    query = (
        select(AuditEntry)
        .where(mine | theirs, privacy.records_seen_by(reader))
        .options(joinedload(AuditEntry.account))
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(100)))
