"""Private programmes: who has signed up and what for is for the person and the case workers alone.

Coordinators and administrators see that the programme exists and how many take part, and nobody's name.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from app.errors import Forbidden
from app.extensions import db
from app.models import Account, CaseWorker, Programme


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


def visible_to(account: Account) -> ColumnElement[bool]:
    """A condition on Programme for lists of people: not private, or the account works on it."""
    mine = select(CaseWorker.programme_id).where(
        CaseWorker.account_id == account.id, CaseWorker.left_at.is_(None)
    )
    return or_(~Programme.private, Programme.id.in_(mine))
