"""Coming to one meeting alone: a seat is claimed by a condition in the update, so none is given twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import Meeting, MeetingGuest, Offering, Person, Programme
from app.services import eligibility, notify, participants
from app.services.meetings import timetable

# called off as a whole it has no notice of its own for guests: they are found and told within this time
LATE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody cannot come to a meeting, and what to do instead."""

    message: str
    advice: str = ""


def find(meeting: Meeting, person: Person) -> MeetingGuest | None:
    """The person's seat as a guest."""
    mine = (MeetingGuest.meeting_id == meeting.id) & (MeetingGuest.person_id == person.id)
    return db.session.scalar(select(MeetingGuest).where(mine))


def free(meeting: Meeting) -> int:
    """Seats for guests that nobody has claimed."""
    return max(meeting.guest_seats - meeting.guests_taken, 0)


def is_open(meeting: Meeting) -> bool:
    """Whether anybody may come at all: guests are taken, and it is not over; one may walk in late."""
    offering = meeting.offering
    return (
        meeting.guest_seats > 0
        and meeting.ends_at > clock.now()
        and not timetable.is_off(meeting)
        and not offering.programme.private
        and offering.programme.state != "draft"
    )


def refusals(meeting: Meeting, person: Person) -> list[Refusal]:
    """What keeps the person from coming, all of it; empty: they may, if a seat is free."""
    if not is_open(meeting):
        return [Refusal(_("这一次不接受单次参加，或者已经结束、已经取消。"), _("请看看后面几次。"))]
    if participants.membership(meeting.offering, person) is not None:
        return [Refusal(_("您已经参加了这一期，每一次都可以来，不用预约。"))]
    return [Refusal(each.message, each.advice) for each in _against(meeting, person)]


def _against(meeting: Meeting, person: Person) -> list[eligibility.Ineligible]:
    """Rules of the programme that the person does not meet; those about answers need none here."""
    return eligibility.reasons(person, meeting.offering.programme)


def claim(meeting: Meeting, person: Person) -> MeetingGuest:
    """A seat at this meeting; saying it twice changes nothing.

    Raises DomainError with the reason when the person may not come, or no seat is left.
    """
    if (there := find(meeting, person)) is not None:
        return there
    if found := refusals(meeting, person):
        raise DomainError(" ".join(f"{each.message} {each.advice}".strip() for each in found))
    if not _take_seat(meeting):
        raise DomainError(_("这一次的名额刚刚满了，请看看后面几次。"))
    guest = MeetingGuest(meeting=meeting, person=person, at=clock.now())
    db.session.add(guest)
    db.session.flush()
    programme = meeting.offering.programme
    notify.tell(
        person, "meeting.guest", programme=programme.title, what=meeting.title, when=timetable.when(meeting)
    )
    return guest


def give_back(meeting: Meeting, person: Person) -> None:
    """They do not come: the seat is free again. Nothing when they have none.

    Raises DomainError once the meeting has begun.
    """
    if find(meeting, person) is None:
        return
    if meeting.starts_at <= clock.now():
        raise DomainError(_("这一次已经开始，不能再退。"))
    mine = (MeetingGuest.meeting_id == meeting.id) & (MeetingGuest.person_id == person.id)
    gone = db.session.execute(delete(MeetingGuest).where(mine))
    if isinstance(gone, CursorResult) and gone.rowcount == 1:
        _write_taken(meeting, -1)


def of_person(person: Person) -> list[Meeting]:
    """Meetings ahead to which the person comes alone."""
    mine = select(MeetingGuest.meeting_id).where(MeetingGuest.person_id == person.id)
    return list(db.session.scalars(timetable.coming().where(Meeting.id.in_(mine))))


def tell_called_off() -> int:
    """Guests of what was called off as a whole are told, and their seats given back; how many."""
    query = (
        select(MeetingGuest)
        .join(Meeting, MeetingGuest.meeting_id == Meeting.id)
        .join(Offering, Meeting.offering_id == Offering.id)
        .join(Programme, Offering.programme_id == Programme.id)
        .where(or_(Offering.cancelled, Programme.state == "cancelled"))
        .where(Meeting.cancelled_at.is_(None), Meeting.ends_at > clock.now() - LATE)
        .options(joinedload(MeetingGuest.meeting).joinedload(Meeting.offering))
    )
    found = db.session.scalars(query).all()
    for guest in found:
        meeting = guest.meeting
        notify.tell(
            guest.person,
            "meeting.cancelled",
            programme=meeting.offering.programme.title,
            what=meeting.title,
            when=timetable.when(meeting),
            why=_("主办单位取消了这一期"),
        )
        db.session.delete(guest)
        _write_taken(meeting, -1)
    return len(found)


def _take_seat(meeting: Meeting) -> bool:
    return _write_taken(meeting, 1, Meeting.guests_taken < Meeting.guest_seats)


def _write_taken(meeting: Meeting, count: int, *conditions: object) -> bool:
    statement = update(Meeting).where(Meeting.id == meeting.id, *conditions)  # type: ignore[arg-type]
    counted = statement.values(guests_taken=Meeting.guests_taken + count)
    done = db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.expire(meeting, ["guests_taken"])
    return isinstance(done, CursorResult) and done.rowcount == 1
