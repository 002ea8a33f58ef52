"""Who would lose something if an offering were changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import words
from app.extensions import db
from app.models import Choice, Member, Offering, Registration

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


def members(offering: Offering) -> list[Member]:
    """Everybody in the sent registrations that chose `offering`."""
    query = (
        select(Member)
        .join(Choice, Choice.registration_id == Member.registration_id)
        .where(Choice.offering_id == offering.id, Member.active)
        .options(joinedload(Member.person), joinedload(Member.registration))
        .order_by(Member.id)
    )
    return list(db.session.scalars(query))


def listed(references: list[str]) -> str:
    """The first few references, and that there are more."""
    return words.listed(references, SHOWN)
