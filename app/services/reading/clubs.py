"""A club is an offering of a programme that reads: who is in it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import DomainError, Forbidden, NotFound
from app.extensions import db
from app.models import Offering, Person, Programme
from app.services import participants

NAME = "reading"


def load(offering_id: int) -> Offering:
    """The club with its programme and place. Raises NotFound, also for an offering that does not read."""
    found = db.session.scalar(
        select(Offering)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(Offering.id == offering_id, Programme.state != "draft")
        .options(joinedload(Offering.programme), joinedload(Offering.venue))
    )
    if found is None or NAME not in found.programme.features:
        raise NotFound(_("没有这个读书会，请从“我的”里重新选择。"))
    return found


def require_member(club: Offering, person: Person) -> None:
    """Raises Forbidden for whoever is not in the club, DomainError when it was called off."""
    if participants.membership(club, person) is None:
        raise Forbidden(_("只有这个读书会的成员能看。想参加，请看项目页面。"))
    if club.cancelled or club.programme.state == "cancelled":
        raise DomainError(_("这个读书会已经取消。"))
