"""Who came to which half-day: read as a table, and written down from the list of those who were there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Account, CheckIn, Meeting, Member, Offering
from app.services import audit, check_ins, participants

EARLY_MINUTES = 60


def came(offering: Offering) -> dict[int, set[int]]:
    """By person id: the ids of the half-days to which they came."""
    query = select(CheckIn.person_id, CheckIn.meeting_id).where(
        CheckIn.offering_id == offering.id, CheckIn.meeting_id.is_not(None)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, meeting_id in db.session.execute(query):
        found[person_id].add(meeting_id or 0)
    return found


def half_day(offering: Offering, meeting_id: int) -> Meeting:
    """Raises NotFound."""
    found = db.session.get(Meeting, meeting_id)
    if found is None or found.offering_id != offering.id:
        raise NotFound(_("没有这个半天，可能已被删除。请从班次页面重新选择。"))
    return found


def may_be_recorded(meeting: Meeting) -> bool:
    """From a little before it begins."""
    return (meeting.starts_at - clock.now()).total_seconds() <= EARLY_MINUTES * 60


def record(
    actor: Account,
    offering: Offering,
    meeting: Meeting,
    there: Collection[int],
    shown: Collection[int],
    how: str,
) -> None:
    """Of the people `shown` (ids) those `there` came, the others did not. Whom the page did not show stays.

    Raises DomainError before it begins, and when it is called off.
    """
    if not may_be_recorded(meeting):
        raise DomainError(_("这个半天还没有开始，开始前一小时起可以登记到课。"))
    if offering.cancelled or meeting.cancelled_at is not None:
        raise DomainError(_("这一次已经取消，不能签到。"))
    before = check_ins.by_person(offering, meeting)
    for member in _listed(participants.of_offering(offering), shown):
        if member.person_id in there and member.person_id not in before:
            check_ins.record(offering, member.person, how, actor, meeting)
        elif member.person_id not in there and member.person_id in before:
            check_ins.undo(offering, member.person, meeting)
    now = len(check_ins.by_person(offering, meeting))
    audit.record(
        actor,
        "class.attendance",
        meeting,
        label=f"{offering.title or offering.venue.name} {meeting.title}",
        changes={"came": (len(before), now)},
    )


def _listed(members: Sequence[Member], shown: Collection[int]) -> list[Member]:
    return [member for member in members if member.person_id in shown]
