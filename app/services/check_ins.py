"""Who has come: to a meeting by its host's list or its changing code, to an offering at a desk."""

from __future__ import annotations

import base64
import hashlib

import pyotp
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, vault
from app.errors import DomainError
from app.extensions import db
from app.models import Account, CheckIn, Meeting, Offering, Person

# a code is shown for so long, and the one before it is still taken: walking to the screen takes a moment
CODE_SECONDS = 30
CODE_DIGITS = 8


def code(meeting: Meeting) -> str:
    """What the meeting's screen shows now; another after CODE_SECONDS (RFC 6238)."""
    return _changing(meeting).at(clock.now())


def code_is_fresh(meeting: Meeting, typed: str) -> bool:
    """Whether `typed` is the code of this moment or of the one before."""
    return _changing(meeting).verify(typed, for_time=clock.now(), valid_window=1)


def _changing(meeting: Meeting) -> pyotp.TOTP:
    secret = base64.b32encode(bytes.fromhex(vault.digest(f"meeting {meeting.id}"))).decode().rstrip("=")
    return pyotp.TOTP(secret, digits=CODE_DIGITS, interval=CODE_SECONDS, digest=hashlib.sha256)


def record(
    offering: Offering, person: Person, how: str, by: Account | None, meeting: Meeting | None = None
) -> CheckIn:
    """Somebody has come; saying it twice changes nothing. Who may be there is for the caller to know.

    Raises DomainError when the offering or the meeting is called off.
    """
    return arrive(offering, person, how, by, meeting)[0]


def arrive(
    offering: Offering, person: Person, how: str, by: Account | None, meeting: Meeting | None = None
) -> tuple[CheckIn, bool]:
    """The same, and whether it was said for the first time: of two doors at once, one alone hears so."""
    if offering.cancelled or (meeting is not None and meeting.cancelled_at is not None):
        raise DomainError(_("这一次已经取消，不能签到。"))
    if (there := find(offering, person, meeting)) is not None:
        return there, False
    made = CheckIn(offering=offering, meeting=meeting, person=person, at=clock.now(), how=how, by_id=None)
    made.by_id = by.id if by is not None else None
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # said at two doors at once
        if (there := find(offering, person, meeting)) is None:
            raise
        return there, False
    return made, True


def undo(offering: Offering, person: Person, meeting: Meeting | None = None) -> None:
    """It was a mistake: they have not come."""
    db.session.execute(delete(CheckIn).where(*_which(offering, meeting), CheckIn.person_id == person.id))


def find(offering: Offering, person: Person, meeting: Meeting | None = None) -> CheckIn | None:
    """That somebody has come, or None."""
    mine = select(CheckIn).where(*_which(offering, meeting), CheckIn.person_id == person.id)
    return db.session.scalar(mine)


def by_person(offering: Offering, meeting: Meeting | None = None) -> dict[int, CheckIn]:
    """Everybody who has come, by person id."""
    found = db.session.scalars(select(CheckIn).where(*_which(offering, meeting)))
    return {each.person_id: each for each in found}


def _which(offering: Offering, meeting: Meeting | None) -> tuple[ColumnElement[bool], ...]:
    if meeting is None:
        return CheckIn.offering_id == offering.id, CheckIn.meeting_id.is_(None)
    return (CheckIn.meeting_id == meeting.id,)
