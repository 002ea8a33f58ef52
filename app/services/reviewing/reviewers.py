"""Who judges a programme's entries, and which of them they may not judge."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock, words
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.identity import IdentityFault, mask_phone, parse_phone
from app.models import (
    Account,
    Coordinator,
    Member,
    Person,
    Programme,
    Reading,
    Registration,
    Reviewer,
    Unit,
)
from app.services import audit, programmes
from app.vault import digest

SETTLED = ("noticed", "published", "cancelled")


def listed(programme: Programme) -> list[Reviewer]:
    """Everybody who judges or has judged, with what their units need, in order of their adding."""
    query = (
        select(Reviewer)
        .where(Reviewer.programme_id == programme.id)
        .options(
            joinedload(Reviewer.account).joinedload(Account.person).joinedload(Person.unit),
            joinedload(Reviewer.account).selectinload(Account.coordinates).joinedload(Coordinator.unit),
        )
        .order_by(Reviewer.id)
    )
    return list(db.session.scalars(query))


def active(programme: Programme) -> list[Reviewer]:
    """Those who can be given entries."""
    return [reviewer for reviewer in listed(programme) if reviewer.left_at is None]


def load(programme: Programme, reviewer_id: int) -> Reviewer:
    """Raises NotFound, also for a reviewer of another programme."""
    for reviewer in listed(programme):
        if reviewer.id == reviewer_id:
            return reviewer
    raise NotFound(_("没有这位评审，可能已被移除。"))


def name(account: Account) -> str:
    """How a coordinator knows an account."""
    person = account.person
    return account.display_name or (person.name if person else "") or mask_phone(account.phone)


def units(reviewer: Reviewer) -> list[Unit]:
    """The reviewer's own unit, and those that they act for."""
    account = reviewer.account
    own = [account.person.unit] if account.person else []
    return own + [coordinates.unit for coordinates in account.coordinates]


def in_conflict(reviewer: Reviewer, registration: Registration) -> bool:
    """Whether the entry is the reviewer's own, or from their unit or the units that they act for."""
    account = reviewer.account
    if registration.signed_up_by_id == account.id:
        return True
    theirs = units(reviewer)
    own = account.person.unit if account.person else None
    for member in registration.members:
        unit = member.person.unit
        if any(each.contains(unit) for each in theirs) or (own is not None and unit.contains(own)):
            return True
    return False


def add(actor: Account, programme: Programme, phone: str, called: str) -> Reviewer:
    """Let the account of `phone` judge; it is made when the phone is new, and then `called` so.

    Raises Invalid (`field` phone), DomainError once the result is on public notice.
    """
    programmes.hold(programme)
    _refuse_settled(programme)
    account = _account(phone, called)
    if account.blocked:
        raise Invalid(_("这个账号已停用，请换一位评审"), "phone")
    if any(coordinates.unit.level == "city" for coordinates in account.coordinates):
        raise Invalid(_("市总工会经办人管全市，每一份都要回避，请换一位评审"), "phone")
    known = select(Reviewer).where(Reviewer.programme_id == programme.id, Reviewer.account_id == account.id)
    reviewer = db.session.scalar(known)
    if reviewer is not None and reviewer.left_at is None:
        raise Invalid(_("这位已经是评审"), "phone")
    if reviewer is None:
        reviewer = Reviewer(programme_id=programme.id, account=account)
        db.session.add(reviewer)
    reviewer.left_at = None
    audit.record(actor, "reviewer.add", reviewer, label=_label(programme, reviewer))
    return reviewer


def leave(actor: Account, programme: Programme, reviewer: Reviewer, reason: str) -> None:
    """What they have not handed in is for others; what they have handed in stands.

    The caller shares it out (`assigning.again`). Raises DomainError once the result is on public notice.
    """
    programmes.hold(programme)
    _refuse_settled(programme)
    if reviewer.left_at is not None:
        return
    unread = (Reading.reviewer_id == reviewer.id) & Reading.handed_in_at.is_(None)
    db.session.execute(delete(Reading).where(unread))
    audit.record(actor, "reviewer.leave", reviewer, label=_label(programme, reviewer), reason=reason)
    has_read = select(Reading.id).where(Reading.reviewer_id == reviewer.id).limit(1)
    if db.session.scalar(has_read) is None:
        db.session.delete(reviewer)
    else:
        reviewer.left_at = clock.now()
    db.session.flush()


def units_in_words(reviewer: Reviewer) -> str:
    """Whose entries they never get, as the console shows it."""
    found = list(dict.fromkeys(words.in_language(unit, "name") for unit in units(reviewer)))
    return words.listed(found) or str(_("无"))


def of_account(account: Account) -> bool:
    """Whether the account judges anything at all."""
    return (
        db.session.scalar(select(Reviewer.id).where(Reviewer.account_id == account.id).limit(1)) is not None
    )


def entries(programme: Programme) -> list[Registration]:
    """What there is to judge, with the units of those who take part."""
    query = (
        select(Registration)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted")
        .options(selectinload(Registration.members).joinedload(Member.person).joinedload(Person.unit))
        .order_by(Registration.id)
    )
    return list(db.session.scalars(query))


def _refuse_settled(programme: Programme) -> None:
    if programme.state in SETTLED:
        raise DomainError(_("结果已经公示或项目已取消，评审不能再增减。"))


def _account(phone: str, called: str) -> Account:
    try:
        number = parse_phone(phone)
    except IdentityFault as fault:
        raise Invalid(str(fault.message), "phone") from fault
    account = db.session.scalar(select(Account).where(Account.phone_digest == digest(number)))
    if account is None:
        account = Account(phone=number, phone_digest=digest(number), created_at=clock.now())
        account.display_name = called
        db.session.add(account)
        db.session.flush()
    return account


def _label(programme: Programme, reviewer: Reviewer) -> str:
    return f"{programme.title} {name(reviewer.account)}"
