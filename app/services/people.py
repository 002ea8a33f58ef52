"""One person, known once: found by identity number, never written over by somebody who signs them up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, Invalid
from app.extensions import db
from app.identity import IdentityFault, parse_passport, parse_phone, parse_resident_id
from app.models import Account, Person, Unit
from app.plain_text import visible
from app.vault import digest

NEW_TIER = 4
YOUNGEST_WORKER = 16


class IdentityTaken(DomainError):
    """Somebody with this identity is known, and nothing proves that they are the one who asks."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Who somebody says they are, checked: `identity` in its one spelling, sex and birth date known."""

    name: str
    identity_kind: str
    identity: str
    sex: str
    born_on: dt.date


def check_facts(
    name: str, identity_kind: str, identity: str, born_on: dt.date | None = None, sex: str | None = None
) -> Facts:
    """Facts from what was typed; of a resident number sex and birth date are read, not believed.

    Raises Invalid with the field that it belongs to.
    """
    plain = visible(name)
    if not plain:
        raise Invalid(_("请填写姓名"), "name")
    try:
        if identity_kind == "resident_id":
            holder = parse_resident_id(identity, clock.today())
            return Facts(plain, identity_kind, holder.number, holder.sex, holder.born_on)
        number = parse_passport(identity)
    except IdentityFault as fault:
        raise Invalid(fault.message, "identity") from fault
    if sex not in ("F", "M"):
        raise Invalid(_("请选择护照上的性别"), "sex")
    if born_on is None or not dt.date(1900, 1, 1) <= born_on <= clock.today():
        raise Invalid(_("请按护照填写出生日期，例如 1985-06-01"), "born_on")
    return Facts(plain, identity_kind, number, sex, born_on)


def check_joined_on(joined_on: dt.date | None, facts: Facts) -> dt.date:
    """The first day of service, if it can be one. Raises Invalid (`joined_on`)."""
    if joined_on is None or not facts.born_on < joined_on <= clock.today():
        raise Invalid(_("参加工作日期应在出生之后、今天之前，请核对"), "joined_on")
    return joined_on


def known(identity_kind: str, identity: str) -> Person | None:
    """The person with this identity number, in any spelling; None when unknown or not a number."""
    try:
        if identity_kind == "resident_id":
            number = parse_resident_id(identity, clock.today()).number
        else:
            number = parse_passport(identity)
    except IdentityFault:
        return None
    return _by_number(identity_kind, number)


def _by_number(identity_kind: str, number: str) -> Person | None:
    return db.session.scalars(
        select(Person)
        .where(Person.identity_digest == digest(number), Person.identity_kind == identity_kind)
        .options(joinedload(Person.unit))
    ).first()


def same_name(person: Person, name: str) -> bool:
    return visible(person.name) == visible(name)


def identify(facts: Facts, unit: Unit, phone: str = "", joined_on: dt.date | None = None) -> Person:
    """The known person, or one made of these facts that is not in the database yet.

    Raises Invalid (`name`) when the identity number is known under another name.
    """
    person = _by_number(facts.identity_kind, facts.identity)
    if person is None:
        return _new(facts, unit, phone, joined_on)
    if not same_name(person, facts.name):
        raise Invalid(_("姓名和证件号码对不上，请对照证件核对；如果没有填错，请联系本单位工会经办人"), "name")
    return person


def remember(
    name: str,
    identity_kind: str,
    identity: str,
    phone: str,
    unit: Unit,
    born_on: dt.date | None = None,
    sex: str | None = None,
    joined_on: dt.date | None = None,
    tier: int = NEW_TIER,
    track: str = "front_line",
) -> Person:
    """The known person, unchanged, or a new one with these facts. `phone` may be empty.

    Raises Invalid with `field` in name, identity, sex, born_on, phone.
    """
    facts = check_facts(name, identity_kind, identity, born_on, sex)
    person = identify(facts, unit, check_phone(phone) if phone else "", joined_on)
    if person.id is None:
        person.tier, person.track = tier, track
        return _keep(person)
    return person


def check_phone(phone: str) -> str:
    """A mobile number in its one spelling. Raises Invalid (`phone`)."""
    try:
        return parse_phone(phone)
    except IdentityFault as fault:
        raise Invalid(fault.message, "phone") from fault


def _new(facts: Facts, unit: Unit, phone: str, joined_on: dt.date | None) -> Person:
    return Person(
        name=facts.name,
        identity_kind=facts.identity_kind,
        identity=facts.identity,
        identity_digest=digest(facts.identity),
        sex=facts.sex,
        born_on=facts.born_on,
        phone=phone or None,
        phone_digest=digest(phone) if phone else None,
        unit=unit,
        unit_id=unit.id,
        tier=NEW_TIER,
        track="front_line",
        joined_on=joined_on,
    )


def _keep(person: Person) -> Person:
    """Add a new person; if somebody else has done so meanwhile, theirs is the one."""
    kind, number, name = person.identity_kind, person.identity, person.name
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        other = _by_number(kind, number)
        if other is None or not same_name(other, name):
            raise Invalid(_("姓名和证件号码对不上，请对照证件核对"), "name") from None
        return other
    return person


def confirm(account: Account, facts: Facts, unit: Unit, joined_on: dt.date | None) -> Person:
    """Tie the account to the person it says it is: a new one, or a known one whose name and phone agree.

    Raises IdentityTaken otherwise, and never says whose the number is.
    """
    if account.person is not None:
        raise DomainError(_("这个账号已经确认过身份。需要更正时，请联系本单位工会经办人。"))
    person = _by_number(facts.identity_kind, facts.identity)
    if person is None:
        person = _keep(_new(facts, unit, account.phone, joined_on))
    if not (same_name(person, facts.name) and person.phone_digest == account.phone_digest) or _has_account(
        person
    ):
        raise IdentityTaken(_("这个证件号码已有登记，但与您填写的姓名或登录的手机号不一致。"))
    account.person = person
    account.display_name = person.name
    person.confirmed_at = person.confirmed_at or clock.now()
    db.session.flush()
    return person


def _has_account(person: Person) -> bool:
    return db.session.scalars(select(Account.id).where(Account.person_id == person.id)).first() is not None


def tier_words(tier: int) -> str:
    """A tier as people read it."""
    return str(_("一般职工") if tier >= NEW_TIER else _("第 %(tier)s 优先级", tier=tier))
