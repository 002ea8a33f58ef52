"""Certificates that the site issues: numbered, checked by anybody, taken back with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Certificate, Person, Programme
from app.services import audit, notify, references

PREFIX = "ZS"


def issue(
    actor: Account | None,
    person: Person,
    programme: Programme,
    kind: tuple[str, str],
    facts: Sequence[Mapping[str, str]] = (),
    expires_on: dt.date | None = None,
) -> Certificate:
    """Give `person` a certificate called `kind` (Chinese, English) for what `facts` say, and tell them.

    `facts` are lines of {"zh", "en"}. Who has one of the kind from the programme that is not revoked keeps
    that one as it is.
    """
    if (had := held(person, programme, kind[0])) is not None:
        return had
    made = Certificate(
        person=person,
        programme_id=programme.id,
        kind=kind[0],
        kind_en=kind[1],
        number=_new_number(),
        facts=[dict(line) for line in facts],
        issued_on=clock.today(),
        expires_on=expires_on,
    )
    db.session.add(made)
    db.session.flush()
    label = f"{mask_name(person.name)} {kind[0]}"
    audit.record(actor, "certificate.issue", person, label=label, unit=person.unit, about=programme)
    notify.tell(person, "certificate.issued", programme=programme.title, what=kind[0])
    return made


def held(person: Person, programme: Programme, kind: str) -> Certificate | None:
    """The certificate of the kind that the programme has given somebody, unless revoked."""
    query = select(Certificate).where(
        Certificate.person_id == person.id,
        Certificate.programme_id == programme.id,
        Certificate.kind == kind,
        Certificate.revoked_at.is_(None),
    )
    return db.session.scalar(query)


def revoke(actor: Account, certificate: Certificate, reason: str) -> None:
    """It counts no longer; whoever checks its number reads so. Raises DomainError when it is already."""
    if certificate.revoked_at is not None:
        raise DomainError(_("这份证书已经撤销，不需要再办。"))
    certificate.revoked_at, certificate.revoked_reason = clock.now(), reason
    person = certificate.person
    label = f"{mask_name(person.name)} {certificate.kind}"
    about = db.session.get(Programme, certificate.programme_id) if certificate.programme_id else None
    audit.record(
        actor, "certificate.revoke", person, label=label, unit=person.unit, reason=reason, about=about
    )
    notify.tell(person, "certificate.revoked", programme=certificate.kind, why=reason)


def by_number(typed: str) -> Certificate:
    """A certificate that the site has issued, revoked or not. Raises NotFound."""
    number = references.normal(typed) or typed
    query = select(Certificate).where(Certificate.number == number, Certificate.programme_id.is_not(None))
    found = db.session.scalar(query.options(joinedload(Certificate.person)))
    if found is None:
        raise NotFound(_("没有这个编号的证书，请核对编号。"))
    return found


def of_person(person: Person) -> list[Certificate]:
    """What the site has issued to somebody and not taken back, the latest first."""
    query = select(Certificate).where(
        Certificate.person_id == person.id,
        Certificate.programme_id.is_not(None),
        Certificate.revoked_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Certificate.issued_on.desc(), Certificate.id.desc())))


def _new_number() -> str:
    while True:
        number = references.drawn(PREFIX)
        if db.session.scalar(select(Certificate.id).where(Certificate.number == number)) is None:
            return number
