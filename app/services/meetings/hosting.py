"""Who leads an offering's meetings, and whom somebody may see and check in there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import Forbidden, Invalid, NotFound
from app.extensions import db
from app.models import Account, Host, Meeting, Offering, Person, Programme, Unit
from app.services import accounts, audit, notify, privacy
from app.services.meetings import timetable
from app.services.reviewing.reviewers import name


class Part(Protocol):
    """The parts of the tree in which somebody coordinates: `access.Scope`."""

    @property
    def paths(self) -> tuple[str, ...]: ...

    @property
    def whole_city(self) -> bool: ...

    def covers(self, unit: Unit) -> bool: ...


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom somebody may see in an offering: everybody, or the people of their part of the tree."""

    everybody: bool
    scope: Part

    def covers(self, person: Person) -> bool:
        return self.everybody or self.scope.covers(person.unit)


def reach(account: Account, scope: Part, offering: Offering) -> Reach:
    """What the account may do in the offering. Raises Forbidden for whoever neither leads nor coordinates.

    In a private programme only its case workers, even among those who lead.
    """
    privacy.require(account, offering.programme)
    everybody = scope.whole_city or leads(account, offering)
    if not everybody and not scope.paths:
        raise Forbidden(_("只有主持人和经办人能打开这一页。"))
    return Reach(everybody, scope)


def require_host(account: Account, scope: Part, offering: Offering) -> None:
    """Raises Forbidden for whoever neither leads the offering nor coordinates the whole city."""
    if not reach(account, scope, offering).everybody:
        raise Forbidden(_("只有主持人和市总工会经办人能办理。"))


def leads(account: Account, offering: Offering) -> bool:
    """Whether the account is one of the offering's hosts."""
    mine = select(Host.id).where(Host.offering_id == offering.id, Host.account_id == account.id)
    return db.session.scalar(mine) is not None


def is_host(account: Account) -> bool:
    """Whether the account leads anything at all."""
    return db.session.scalar(select(Host.id).where(Host.account_id == account.id).limit(1)) is not None


def ahead(account: Account) -> list[Meeting]:
    """What the account leads from now on, in order of time."""
    mine = select(Host.offering_id).where(Host.account_id == account.id)
    return list(db.session.scalars(timetable.coming().where(Meeting.offering_id.in_(mine))))


def offerings(account: Account) -> list[Offering]:
    """What the account leads, the latest first."""
    query = (
        select(Offering)
        .join(Host, Host.offering_id == Offering.id)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(Host.account_id == account.id, Programme.state != "draft")
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
    )
    return list(db.session.scalars(query.order_by(Offering.starts_on.desc(), Offering.id)))


def listed(offering: Offering) -> list[Host]:
    """The offering's hosts in the order of their adding."""
    query = select(Host).where(Host.offering_id == offering.id).order_by(Host.id)
    return list(db.session.scalars(query.options(joinedload(Host.account).joinedload(Account.person))))


def add(actor: Account, offering: Offering, phone: str, called: str) -> Host:
    """Let the account of `phone` lead. Raises Invalid (`field` phone)."""
    account = accounts.of_phone(phone, called)
    if leads(account, offering):
        raise Invalid(_("这位已经是主持人"), "phone")
    host = Host(offering=offering, account=account)
    db.session.add(host)
    audit.record(actor, "host.add", host, label=_label(host))
    if account.person is not None:
        notify.tell(account.person, "host.added", programme=offering.programme.title)
    return host


def remove(actor: Account, offering: Offering, host_id: int, reason: str) -> None:
    """They lead no longer; what they have done stands. Raises NotFound."""
    host = load(offering, host_id)
    audit.record(actor, "host.remove", host, label=_label(host), reason=reason)
    db.session.delete(host)


def load(offering: Offering, host_id: int) -> Host:
    """Raises NotFound, also for a host of another offering."""
    host = db.session.get(Host, host_id)
    if host is None or host.offering_id != offering.id:
        raise NotFound(_("没有这位主持人，可能已被移除。"))
    return host


def _label(host: Host) -> str:
    return f"{host.offering.programme.title} {name(host.account)}"
