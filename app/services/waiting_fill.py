"""What is free goes to those who wait, in order: offers lapse, the next are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Offering, Programme, Registration, WaitlistEntry
from app.services import audit, capacity, commitments, eligibility, modes, notify, offerings, places
from app.services.waiting_line import Room, Waiting, in_line, wanted
from app.services.waiting_settings import ANSWER_HOURS, WHEN_UNFIT, value

LIVING = ("open", "closed", "published")


def fill(programme: Programme) -> int:
    """Let overdue offers lapse, then offer what is free in order; how many offers (or places) were given."""
    return settle(programme)[0]


def settle(programme: Programme) -> tuple[int, Room]:
    """The same, and what is left for others: nothing that is kept for somebody who waits."""
    capacity.hold(programme)
    if programme.state not in LIVING:
        return 0, Room({}, {}, (), {})
    for entry in _overdue(programme):
        _lapse(entry)
    held = wanted(programme)
    room = Room.of(programme, held)
    if not room.any_free:
        return 0, room
    waits, given = value(programme, WHEN_UNFIT) == "wait", 0
    by_id = {offering.id: offering for offering in held}
    for waiting in in_line(programme):
        given += _serve(waiting, room, by_id, waits)
        if not room.any_free:
            break
    return given, room


def why_not(registration: Registration, offering: Offering) -> list[str]:
    """Why the party could not have a place in the offering now, were there one: rules, other commitments.

    What somebody else of the party has signed up for is not told: some of it is private.
    """
    programme, people = registration.programme, [member.person for member in registration.members]
    judged = eligibility.of_registrations([registration], programme)
    found = [reason.message for of_one in judged.values() for reason in of_one if reason.blocks]
    if programme.overlap == "forbid":
        busy = {clash.person.id: clash.person for clash in commitments.clashes(people, [offering], programme)}
        found += [
            _("%(name)s当时另有已确定的安排（见本人“我的”）", name=mask_name(person.name))
            for person in busy.values()
        ]
    return found


def _serve(waiting: Waiting, room: Room, by_id: dict[int, Offering], waits: bool) -> int:
    """Offer the party the first of its choices that suffices; 1 when something was offered."""
    short = []
    for offering_id in waiting.wanted:
        if not room.suffices(waiting.units, offering_id):
            short.append(offering_id)
        elif _offer(waiting.entry_id, by_id[offering_id]):
            room.give(waiting.units, offering_id)
            return 1
    for offering_id in short if waits else ():
        if offering_id not in by_id or room.keeps(waiting.units, offering_id):
            continue
        entry = db.session.get_one(WaitlistEntry, waiting.entry_id)
        if not why_not(entry.registration, by_id[offering_id]):
            room.keep_for(waiting.units, offering_id)
    return 0


def _offer(entry_id: int, offering: Offering) -> bool:
    """Claim the place for the party, and ask it; without time to answer, it is theirs at once."""
    entry = db.session.get_one(WaitlistEntry, entry_id)
    registration = entry.registration
    if why_not(registration, offering) or capacity.claim(registration, offering) is not None:
        return False
    hours = int(value(entry.programme, ANSWER_HOURS))
    if hours == 0:
        entry.state, entry.answered_at = "placed", clock.now()
        places.give(registration, offering, rank_of(registration, offering))
        return True
    ask(entry, offering, hours)
    return True


def ask(
    entry: WaitlistEntry, offering: Offering, hours: int, kind: str = "waitlist.offered", **said: str
) -> None:
    """What has been claimed for the party is theirs if they say so in time; a notice of `kind` asks them."""
    entry.state, entry.offering, entry.offered_at = "offered", offering, clock.now()
    entry.answer_by = min(clock.now() + dt.timedelta(hours=hours), places.begins_at(offering))
    what, until = offerings.label(offering), f"{clock.local(entry.answer_by):%Y-%m-%d %H:%M}"
    for member in entry.registration.members:
        notify.tell(member.person, kind, entry.registration, what=what, until=until, **said)
    record(entry, "waitlist.offer", {"offering": ("", what), "answer_by": ("", until)})


def unanswered(entry: WaitlistEntry, state: str) -> str:
    """What an entry is whose offer was not taken: `state`; but nobody stops waiting for what they chose
    themselves because they did not want something else in its stead.
    """
    chosen = [choice.offering for choice in entry.registration.choices]
    if entry.offering in chosen or not modes.of(entry.programme).in_line:
        return state
    return "waiting" if any(places.takes_people(offering) for offering in chosen) else state


def rank_of(registration: Registration, offering: Offering) -> int | None:
    """The rank at which the party chose the offering."""
    return next((each.rank for each in registration.choices if each.offering_id == offering.id), None)


def record(
    entry: WaitlistEntry,
    action: str,
    changes: dict[str, tuple[str, str]],
    actor: Account | None = None,
    reason: str = "",
) -> None:
    """In the record of changes, beside what else has happened to the registration."""
    registration = entry.registration
    audit.record(
        actor,
        action,
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes=changes,
        reason=reason,
    )


def _overdue(programme: Programme) -> Sequence[WaitlistEntry]:
    query = (
        select(WaitlistEntry)
        .where(
            WaitlistEntry.programme_id == programme.id,
            WaitlistEntry.state == "offered",
            WaitlistEntry.answer_by <= clock.now(),
        )
        .order_by(WaitlistEntry.position, WaitlistEntry.id)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _lapse(entry: WaitlistEntry) -> None:
    """Nobody has answered in time: the place is free again, and the party waits no longer."""
    what = free_offer(entry, unanswered(entry, "lapsed"))
    for member in entry.registration.members:
        notify.tell(member.person, "waitlist.lapsed", entry.registration, what=what)
    record(entry, "waitlist.lapse", {"offering": (what, "")})


def free_offer(entry: WaitlistEntry, state: str) -> str:
    """What was held for the party is free; its entry is in `state`. Gives what the offering is called."""
    offering = entry.offering
    assert offering is not None
    capacity.release(entry.registration, offering)
    entry.state, entry.offering = state, None
    if state == "waiting":
        entry.offered_at = entry.answer_by = None
    return offerings.label(offering)
