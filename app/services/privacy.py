"""Private programmes: who has signed up and what for is for the person and the case workers alone.

Coordinators and administrators see that the programme exists and how many take part, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Set

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from app.errors import Forbidden
from app.extensions import db
from app.models import Account, AuditEntry, Base, CaseWorker, Programme, Registration

# fewer than this would let somebody guess who it is
FEWEST = 5


def works_on(account: Account, programme: Programme) -> bool:
    """Whether the account is one of the programme's case workers now."""
    mine = select(CaseWorker.id).where(
        CaseWorker.programme_id == programme.id,
        CaseWorker.account_id == account.id,
        CaseWorker.left_at.is_(None),
    )
    return db.session.scalar(mine) is not None


def may_see_people(account: Account, programme: Programme) -> bool:
    """Whether the account, acting for the federation, may see who is in the programme."""
    return not programme.private or works_on(account, programme)


def require(account: Account, programme: Programme) -> None:
    """Raises Forbidden for whoever may not see who is in the programme."""
    if not may_see_people(account, programme):
        raise Forbidden(_("这是保密项目，只有本人和专办人员能查看。"))


def visible_to(account: Account | None) -> ColumnElement[bool]:
    """A condition on Programme for lists of people: not private, or the account works on it."""
    if account is None:
        return ~Programme.private
    return or_(~Programme.private, Programme.id.in_(_worked_on(account)))


def kept_from(account: Account | None) -> Set[int]:
    """Ids of the private programmes that the account does not work on."""
    return set(db.session.scalars(select(Programme.id).where(~visible_to(account))))


def records_seen_by(account: Account | None) -> ColumnElement[bool]:
    """A condition on AuditEntry: it tells of nobody in a private programme, or the account works on that."""
    of_nobody = AuditEntry.private_id.is_(None)
    return of_nobody if account is None else or_(of_nobody, AuditEntry.private_id.in_(_worked_on(account)))


def told_of(subject: Base) -> Programme | None:
    """The private programme of whose people a record about `subject` would tell; None: there is none."""
    registration = subject if isinstance(subject, Registration) else getattr(subject, "registration", None)
    programme = registration.programme if isinstance(registration, Registration) else None
    return programme if programme is not None and programme.private else None


def few(count: int) -> bool:
    """Whether a count of people is so small that it is not said."""
    return 0 < count < FEWEST


def _worked_on(account: Account) -> Select[int]:
    return select(CaseWorker.programme_id).where(
        CaseWorker.account_id == account.id, CaseWorker.left_at.is_(None)
    )
