"""Joining the union by the code of a unit: who scanned what, and becoming a member."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.identity import mask_name
from app.models import Account, JoinIntent, Person, Programme, Unit
from app.services import audit, party_checks

FEATURE = "joining"


def unit_of(code: str) -> Unit:
    """The grass-roots union of a code. Raises NotFound."""
    query = select(Unit).where(Unit.code == code, Unit.level == "grassroots")
    found = db.session.scalar(query.options(joinedload(Unit.parent)))
    if found is None:
        raise NotFound(_("没有这个单位的入会码，请向单位工会核对。"))
    return found


def programme() -> Programme | None:
    """The programme through which people join now; None: there is none."""
    query = select(Programme).where(Programme.state == "open").order_by(Programme.closes_at.desc())
    joining = [each for each in db.session.scalars(query) if FEATURE in each.features]
    return next((each for each in joining if party_checks.is_open(each)), None)


def remember(account: Account, unit: Unit) -> Programme:
    """Keep which unit the account wants to join, until it has applied. Raises DomainError when nobody can."""
    into = programme()
    if into is None:
        raise DomainError(_("现在不能网上申请入会，请联系单位工会。"))
    if account.person is not None and account.person.union_joined_on is not None:
        raise DomainError(_("您已经是工会会员，不需要再申请。换了单位的，请联系新单位的工会。"))
    former = (JoinIntent.account_id == account.id) & (JoinIntent.programme_id == into.id)
    db.session.execute(delete(JoinIntent).where(former))
    db.session.add(
        JoinIntent(account_id=account.id, programme_id=into.id, unit_id=unit.id, scanned_at=clock.now())
    )
    return into


def wanted(account: Account) -> Unit | None:
    """The unit whose code the account scanned last and has not applied to yet."""
    query = select(JoinIntent).where(JoinIntent.account_id == account.id).options(joinedload(JoinIntent.unit))
    intent = db.session.scalars(query.order_by(JoinIntent.scanned_at.desc())).first()
    return intent.unit if intent is not None else None


def admit(person: Person, unit: Unit, actor: Account | None) -> None:
    """A member of the union from today on, if they were not one, and of this unit."""
    before = {"union_joined_on": person.union_joined_on or "", "unit_id": person.unit.name}
    if person.union_joined_on is None:
        person.union_joined_on = clock.today()
    person.unit = unit
    after = {"union_joined_on": person.union_joined_on.isoformat(), "unit_id": unit.name}
    changes = {name: (before[name], after[name]) for name in before if str(before[name]) != after[name]}
    audit.record(actor, "person.join_union", person, label=mask_name(person.name), unit=unit, changes=changes)


def units(within: ColumnElement[bool]) -> list[Unit]:
    """Grass-roots unions of a part of the tree, that have codes to put up."""
    query = select(Unit).where(Unit.level == "grassroots", within)
    return list(db.session.scalars(query.options(joinedload(Unit.parent)).order_by(Unit.path)))


def picture(address: str) -> str:
    """The address as a QR code, as a data address for an image."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("a code leads to a page of ours")
    return str(segno.make(address, error="m").svg_data_uri(scale=8, border=2))
