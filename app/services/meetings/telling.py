"""Telling everybody who comes to a meeting: those who take part in its offering, and its guests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Meeting, MeetingGuest
from app.services import notify, participants


def everybody(meeting: Meeting, kind: str, **parameters: Any) -> int:
    """Owe each of them a notice of `kind`, once each; how many."""
    title = meeting.offering.programme.title
    told = set()
    for member in participants.of_offering(meeting.offering):
        told.add(member.person_id)
        notify.tell(member.person, kind, member.registration, programme=title, **parameters)
    for guest in guests(meeting):
        if guest.person_id not in told:
            told.add(guest.person_id)
            notify.tell(guest.person, kind, programme=title, **parameters)
    return len(told)


def guests(meeting: Meeting) -> list[MeetingGuest]:
    """Who comes to this meeting alone, in the order in which they said so."""
    query = select(MeetingGuest).where(MeetingGuest.meeting_id == meeting.id)
    return list(db.session.scalars(query.options(joinedload(MeetingGuest.person)).order_by(MeetingGuest.id)))
