"""Being there: who may check in to a meeting, when, by its changing code or by the host's list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from app import clock, words
from app.errors import DomainError, NotFound
from app.extensions import db
from app.models import Account, CheckIn, Meeting, Person
from app.services import audit, check_ins, participants
from app.services.meetings import guests, telling, timetable
from app.services.meetings.hosting import Reach

# doors open so long before a meeting begins
BEFORE = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who comes: `guest` to this meeting alone; `came`: that they have."""

    person: Person
    guest: bool
    came: CheckIn | None


def refusal(meeting: Meeting) -> str:
    """Why nobody can check in by the code now; "": they can."""
    if timetable.is_off(meeting):
        return str(_("这一次已经取消，不用签到。"))
    if (opens_at := meeting.starts_at - BEFORE) > clock.now():
        return str(_("还没到签到时间，%(at)s 起可以签到。", at=words.moment(opens_at)))
    if meeting.ends_at <= clock.now():
        return str(_("这一次已经结束，不能再自己签到。人来了没签上的，请找主持人补签。"))
    return ""


def may_come(meeting: Meeting, person: Person) -> bool:
    """Whether the person takes part, or comes to this meeting alone."""
    if guests.find(meeting, person) is not None:
        return True
    return participants.membership(meeting.offering, person) is not None


def by_code(meeting: Meeting, person: Person, typed: str) -> CheckIn:
    """Somebody has seen the meeting's screen. Saying it twice changes nothing.

    Raises DomainError with what is wrong: not the time, not one of those who come, a code that has lapsed.
    """
    if why := refusal(meeting):
        raise DomainError(why)
    if not may_come(meeting, person):
        raise DomainError(_("名单里没有您：您没有参加这一期，也没有预约这一次。请找主持人核对。"))
    if not check_ins.code_is_fresh(meeting, "".join(typed.split())):
        raise DomainError(_("签到码不对或已经换新，请再看一眼屏幕上的数字，或重新扫码。"), "code")
    return check_ins.record(meeting.offering, person, "code", None, meeting)


def expected(meeting: Meeting, reach: Reach) -> list[Expected]:
    """Those of `reach` who take part, then guests; with who has come."""
    came = check_ins.by_person(meeting.offering, meeting)
    people = [(member.person, False) for member in participants.of_offering(meeting.offering)]
    known = {person.id for person, _guest in people}
    people += [(guest.person, True) for guest in telling.guests(meeting) if guest.person_id not in known]
    return [Expected(person, guest, came.get(person.id)) for person, guest in people if reach.covers(person)]


def by_host(actor: Account, meeting: Meeting, person_id: int, reach: Reach) -> CheckIn:
    """The host saw them. Raises NotFound for whoever does not come, DomainError before doors open."""
    if meeting.starts_at - BEFORE > clock.now():
        at = words.moment(meeting.starts_at - BEFORE)
        raise DomainError(_("还没到签到时间，%(at)s 起可以签到。", at=at))
    person = _of(meeting, person_id, reach)
    return check_ins.record(meeting.offering, person, "host", actor, meeting)


def undo(actor: Account, meeting: Meeting, person_id: int, reach: Reach) -> None:
    """It was a mistake. Raises NotFound for whoever does not come."""
    person = _of(meeting, person_id, reach)
    if check_ins.find(meeting.offering, person, meeting) is None:
        return
    check_ins.undo(meeting.offering, person, meeting)
    audit.record(actor, "check_in.undo", person, label=timetable.label(meeting), unit=person.unit)


def _of(meeting: Meeting, person_id: int, reach: Reach) -> Person:
    person = db.session.get(Person, person_id)
    if person is None or not reach.covers(person) or not may_come(meeting, person):
        raise NotFound(_("名单里没有这个人，可能已经退出。"))
    return person
