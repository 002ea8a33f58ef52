"""The certificates that a coordinator has seen of a worker, as the rules of eligibility look at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, or_, select

from app import clock
from app.errors import Invalid, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Certificate, Person, Programme
from app.services import audit, changes, privacy


def of(person: Person, reader: Account | None = None) -> list[Certificate]:
    """What is recorded of somebody and `reader` may see, by name, the latest first."""
    query = select(Certificate).where(Certificate.person_id == person.id, _seen_by(reader))
    return list(db.session.scalars(query.order_by(Certificate.kind, Certificate.issued_on.desc())))


def load(person: Person, certificate_id: int, reader: Account | None = None) -> Certificate:
    """Raises NotFound for what is not this person's, and for what was issued here: that may be revoked."""
    mine = select(Certificate).where(Certificate.id == certificate_id, Certificate.person_id == person.id)
    found = db.session.scalar(mine.where(_seen_by(reader)))
    if found is None:
        raise NotFound(gettext("没有这份证书，可能已被删除。"))
    if found.programme_id is not None:
        raise NotFound(gettext("这份证书由本站颁发，不能在这里修改；需要时由市总工会在项目里撤销。"))
    return found


def _seen_by(reader: Account | None) -> ColumnElement[bool]:
    """What was shown to a coordinator, or issued by a programme whose people `reader` may see."""
    return or_(
        Certificate.programme_id.is_(None),
        Certificate.programme_id.in_(select(Programme.id).where(privacy.visible_to(reader))),
    )


def save(
    actor: Account,
    person: Person,
    certificate: Certificate | None,
    values: Mapping[str, Any],
    reason: str,
) -> None:
    """Add a certificate, or change one; `values` are its columns, `reason` is how it was verified.

    Raises Invalid for days that cannot be, and for one that is there already.
    """
    if faults := _faults(person, values):
        raise Invalid(gettext("日期不对，请核对"), faults=faults)
    _refuse_twice(person, certificate, values)
    action = "certificate.edit" if certificate else "certificate.add"
    if certificate is None:
        certificate = Certificate(person_id=person.id)
        db.session.add(certificate)
    found = changes.apply(certificate, values)
    if found:
        _record(actor, action, person, certificate, _masked(found), reason)


def remove(actor: Account, person: Person, certificate: Certificate, reason: str) -> None:
    """It was recorded by mistake, or has been taken back."""
    _record(actor, "certificate.remove", person, certificate, {}, reason)
    db.session.delete(certificate)


def _record(
    actor: Account,
    action: str,
    person: Person,
    certificate: Certificate,
    found: Mapping[str, tuple[Any, Any]],
    reason: str,
) -> None:
    """Under the person's own history, where it is looked for."""
    label = f"{mask_name(person.name)} {certificate.kind}"
    audit.record(actor, action, person, label=label, unit=person.unit, changes=found, reason=reason)


def _masked(found: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The name stands as the certificate's, the number not at all."""
    plain = dict(found)
    if "kind" in plain:
        plain["certificate"] = plain.pop("kind")
    if "number" in plain:
        before, after = ("****" if text else "" for text in plain.pop("number"))
        plain["certificate_number"] = (before, after)
    return plain


def _faults(person: Person, values: Mapping[str, Any]) -> dict[str, str]:
    faults = {}
    if not person.born_on < values["issued_on"] <= clock.today():
        faults["issued_on"] = gettext("这一天应在出生之后，不晚于今天，请核对")
    if values["expires_on"] is not None and values["expires_on"] < values["issued_on"]:
        faults["expires_on"] = gettext("有效期不能早于发证日期")
    return faults


def _refuse_twice(person: Person, certificate: Certificate | None, values: Mapping[str, Any]) -> None:
    same = select(Certificate.id).where(
        Certificate.person_id == person.id,
        Certificate.kind == values["kind"],
        Certificate.number == values["number"],
    )
    other = db.session.scalars(same).first()
    if other is not None and (certificate is None or other != certificate.id):
        raise Invalid(gettext("这份证书已经登记过，请直接修改那一份"), "kind")
