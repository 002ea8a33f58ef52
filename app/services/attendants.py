"""Who serves at a programme's desk, door or till: joining, leaving, and what each may open."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import Forbidden, Invalid, NotFound
from app.extensions import db
from app.identity import IdentityFault, mask_phone, parse_phone
from app.models import Account, Attendant, Programme
from app.services import audit, privacy
from app.vault import digest


def listed(programme: Programme) -> list[Attendant]:
    """Everybody who serves or has served, in order of their adding."""
    query = select(Attendant).where(Attendant.programme_id == programme.id)
    return list(db.session.scalars(query.options(joinedload(Attendant.account)).order_by(Attendant.id)))


def load(programme: Programme, attendant_id: int) -> Attendant:
    """Raises NotFound, also for somebody of another programme."""
    found = db.session.get(Attendant, attendant_id)
    if found is None or found.programme_id != programme.id:
        raise NotFound(_("没有这位值守人员，可能已被移除。"))
    return found


def add(actor: Account | None, programme: Programme, phone: str, name: str) -> Attendant:
    """Let the account of `phone` serve as `name`; it is made when the phone is new.

    Raises Invalid (`field` phone).
    """
    account = _account(phone, name)
    if account.blocked:
        raise Invalid(_("这个账号已停用，请换一位"), "phone")
    known = select(Attendant).where(
        Attendant.programme_id == programme.id, Attendant.account_id == account.id
    )
    attendant = db.session.scalar(known)
    if attendant is not None and attendant.left_at is None:
        raise Invalid(_("这个手机号已经在值守名单里"), "phone")
    if attendant is None:
        attendant = Attendant(programme=programme, account=account, added_at=clock.now())
        db.session.add(attendant)
    attendant.name, attendant.left_at = name, None
    audit.record(actor, "attendant.add", attendant, label=_label(attendant))
    return attendant


def leave(actor: Account, attendant: Attendant) -> None:
    """They can open nothing of the programme any more; what they did stands."""
    if attendant.left_at is None:
        attendant.left_at = clock.now()
        audit.record(actor, "attendant.leave", attendant, label=_label(attendant))


def of(account: Account, programme: Programme) -> Attendant | None:
    """What the account serves as in the programme now."""
    mine = select(Attendant).where(
        Attendant.programme_id == programme.id,
        Attendant.account_id == account.id,
        Attendant.left_at.is_(None),
    )
    return db.session.scalar(mine)


def serves(account: Account) -> bool:
    """Whether the account serves anywhere now."""
    mine = exists().where(Attendant.account_id == account.id, Attendant.left_at.is_(None))
    return bool(db.session.scalar(select(mine)))


def programmes_of(account: Account) -> Sequence[Programme]:
    """What the account serves in now, the latest first."""
    mine = select(Attendant.programme_id).where(
        Attendant.account_id == account.id, Attendant.left_at.is_(None)
    )
    going = Programme.state.not_in(("draft", "cancelled"))
    query = select(Programme).where(Programme.id.in_(mine), going).order_by(Programme.id.desc())
    return db.session.scalars(query).all()


def require(account: Account, programme: Programme, *, whole_city: bool) -> Attendant | None:
    """What the account serves as; None for the city's coordinator, who may serve anywhere.

    Raises Forbidden for everybody else, and for a private programme also for those who are no case workers.
    """
    privacy.require(account, programme)
    attendant = of(account, programme)
    if attendant is None and not whole_city:
        raise Forbidden(_("您不在这个项目的值守名单里。请让市总工会经办人把您的手机号加进去。"))
    return attendant


def _account(phone: str, name: str) -> Account:
    try:
        number = parse_phone(phone)
    except IdentityFault as fault:
        raise Invalid(str(fault.message), "phone") from fault
    hashed = digest(number)
    found = db.session.scalar(select(Account).where(Account.phone_digest == hashed))
    if found is None:
        found = Account(phone=number, phone_digest=hashed, display_name=name, created_at=clock.now())
        db.session.add(found)
        db.session.flush()
    return found


def _label(attendant: Attendant) -> str:
    return f"{attendant.name} {mask_phone(attendant.account.phone)}"
