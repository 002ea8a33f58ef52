"""What people take part in by signing up, without a place being given: some modes only record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Select, select

from app import clock
from app.models import Choice, Member, Offering, Programme, Registration
from app.services import modes


def held() -> Select[int, Offering]:
    """(person id, offering) of every choice in force: who chose it takes part in it."""
    return (
        select(Member.person_id, Offering)
        .join(Registration, Member.registration_id == Registration.id)
        .join(Choice, Choice.registration_id == Registration.id)
        .join(Offering, Choice.offering_id == Offering.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .where(
            Programme.mode.in_(_names()),
            Programme.state.in_(("open", "closed")),
            Registration.state == "submitted",
        )
    )


def took_part() -> Select[int, str, dt.datetime, dt.date, str]:
    """(person id, kind, end of sign-up, first day of what was chosen or None, slug), once that is over."""
    return (
        select(Member.person_id, Programme.kind, Programme.closes_at, Offering.starts_on, Programme.slug)
        .join(Registration, Member.registration_id == Registration.id)
        .join(Programme, Registration.programme_id == Programme.id)
        .outerjoin(Choice, Choice.registration_id == Registration.id)
        .outerjoin(Offering, Choice.offering_id == Offering.id)
        .where(
            Programme.mode.in_(_names()),
            Programme.state == "closed",
            Registration.state == "submitted",
            Member.active,
            # nothing chosen where there is nothing to choose; a run that is not held counts for nobody
            Offering.id.is_(None) | ~Offering.cancelled,
        )
    )


def on(closed_at: dt.datetime, first_day: dt.date | None) -> dt.date:
    """The day that counts: of the run, else when sign-up ended."""
    return first_day or clock.local(closed_at).date()


def _names() -> Sequence[str]:
    return [name for name, mode in modes.every().items() if mode.records]
