"""A meeting that will not be held: everybody who comes to it is told why."""

from __future__ import annotations

from flask_babel import gettext as _

from app import clock
from app.errors import DomainError
from app.models import Account, Meeting
from app.services import audit
from app.services.meetings import telling, timetable


def cancel(actor: Account, meeting: Meeting, reason: str) -> int:
    """Call it off; how many were told. Raises DomainError when it was called off before, or has ended."""
    timetable.hold(meeting)
    if meeting.cancelled_at is not None:
        raise DomainError(_("这一次已经取消，不需要再办。"))
    if meeting.ends_at <= clock.now():
        raise DomainError(_("这一次已经结束，不能取消。"))
    meeting.cancelled_at, meeting.cancelled_reason = clock.now(), reason
    audit.record(actor, "meeting.cancel", meeting, label=timetable.label(meeting), reason=reason)
    return telling.everybody(
        meeting, "meeting.cancelled", what=meeting.title, when=timetable.when(meeting), why=reason
    )
