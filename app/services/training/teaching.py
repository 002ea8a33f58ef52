"""Whoever leads a class: which ones, and that nobody else gets in."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import NotFound
from app.extensions import db
from app.models import Account, Host, Offering, Programme
from app.services import privacy


def taught_by(account: Account) -> list[Offering]:
    """The classes that the account leads, the latest first; without what is called off."""
    query = (
        select(Offering)
        .join(Host, Host.offering_id == Offering.id)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(Host.account_id == account.id, ~Offering.cancelled, Programme.state != "cancelled")
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
        .order_by(Offering.starts_on.desc(), Offering.id)
    )
    return [each for each in db.session.scalars(query) if "classes" in each.programme.features]


def load(account: Account, offering_id: int) -> Offering:
    """A class that the account leads. Raises NotFound, also for somebody else's; Forbidden."""
    found = next((each for each in taught_by(account) if each.id == offering_id), None)
    if found is None:
        raise NotFound(_("没有这个班，或不是您授课的班。"))
    privacy.require(account, found.programme)
    return found


def teaches(account: Account) -> bool:
    """Whether the account leads any class."""
    return bool(taught_by(account))
