"""Who judges a programme's entries, and which of them they may not judge."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import words
from app.errors import NotFound
from app.extensions import db
from app.models import (
    Account,
    Coordinator,
    Member,
    Person,
    Programme,
    Registration,
    Reviewer,
    Unit,
)
from app.services import accounts


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
    return accounts.name(account)


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
