"""Who would lose something if an offering were changed."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app import words
from app.extensions import db
from app.models import Choice, Member, Offering, Placement, Programme, Registration

SHOWN = 5


def choosers(offering: Offering) -> list[str]:
    """References of the sent registrations that chose `offering`, in order of sending."""
    return list(
        db.session.scalars(
            select(Registration.reference)
            .join(Choice, Choice.registration_id == Registration.id)
            .where(Choice.offering_id == offering.id, Registration.state == "submitted")
            .order_by(Registration.id)
        )
    )


def holders(offering: Offering) -> list[Placement]:
    """The places that parties still have in it, with who they are, in the order in which they were given."""
    return _held(Placement.offering_id == offering.id)


def holders_in(programme: Programme) -> list[Placement]:
    """The places that parties still have in any offering of the programme."""
    return _held(Placement.registration.has(Registration.programme_id == programme.id))


def held_counts(programme: Programme) -> dict[int, int]:
    """By offering id: how many people have a place in it."""
    rows = db.session.execute(
        select(Placement.offering_id, func.count(Member.id))
        .join(Offering, Placement.offering_id == Offering.id)
        .join(Member, Member.registration_id == Placement.registration_id)
        .where(Offering.programme_id == programme.id, Placement.withdrawn_at.is_(None))
        .group_by(Placement.offering_id)
    )
    return {row[0]: row[1] for row in rows}


def _held(which: ColumnElement[bool]) -> list[Placement]:
    party = joinedload(Placement.registration)
    query = (
        select(Placement)
        .where(which, Placement.withdrawn_at.is_(None))
        .options(
            party.selectinload(Registration.members).joinedload(Member.person),
            joinedload(Placement.offering),
        )
        .order_by(Placement.id)
    )
    return list(db.session.scalars(query))


def members(offering: Offering) -> list[Member]:
    """Everybody in the sent registrations that chose `offering`, or have been given a place in it."""
    query = (
        select(Member)
        .join(Choice, Choice.registration_id == Member.registration_id)
        .where(Choice.offering_id == offering.id, Member.active)
        .options(joinedload(Member.person), joinedload(Member.registration))
        .order_by(Member.id)
    )
    return list(db.session.scalars(query))


def listed(references: list[str], programme: Programme | None = None) -> str:
    """The first few references, and that there are more; none of a private programme."""
    if programme is not None and programme.private and references:
        return str(_("保密，不列编号"))
    return words.listed(references, SHOWN)
