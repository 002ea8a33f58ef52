"""Giving entries to reviewers: evenly, none to its own unit, one more where the first are far apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _

from app import clock
from app.errors import DomainError
from app.extensions import db
from app.models import Account, Programme, Reading, Registration, Reviewer
from app.services import audit, notify, programmes
from app.services.reviewing import readings, reviewers, settings
from app.services.reviewing.even import share_out
from app.services.reviewing.scores import Judged


@dataclass(frozen=True, slots=True)
class Lack:
    """An entry with fewer readers than it needs; `free` reviewers could still be given it."""

    registration: Registration
    missing: int
    free: int


def assign(programme: Programme) -> int:
    """Give every entry the readers it lacks; what is handed in stays. How many readings are new.

    Entries for which there are not enough reviewers are left short: see `lacking`. A reviewer who may not
    read an entry any more, since somebody's unit was corrected, gives it back. Given again, nothing changes.
    """
    entries, active = reviewers.entries(programme), reviewers.active(programme)
    known = readings.by_entry(programme)
    may = {
        entry.id: {r.id for r in active if not reviewers.in_conflict(r, entry)} - _have_read(known, entry)
        for entry in entries
    }
    unread = {
        entry.id: {r.reviewer_id: r for r in known.get(entry.id, ()) if r.round == 1 and not r.handed_in_at}
        for entry in entries
    }
    shares = share_out(
        {entry.id: _wanted(programme, known.get(entry.id, ())) for entry in entries},
        may,
        {entry_id: given.keys() & may[entry_id] for entry_id, given in unread.items()},
        Counter(r.reviewer_id for given in known.values() for r in given if r.handed_in_at or r.round == 2),
    )
    given: Counter[int] = Counter()
    for entry in entries:
        for reviewer_id in unread[entry.id].keys() - shares[entry.id]:
            db.session.delete(unread[entry.id][reviewer_id])
        for reviewer_id in sorted(shares[entry.id] - unread[entry.id].keys()):
            _give(entry, reviewer_id, 1)
            given[reviewer_id] += 1
    db.session.flush()
    for entry, judged in readings.judged(programme):
        if (reading := call_one_more(entry, judged)) is not None:
            given[reading.reviewer_id] += 1
    _tell(programme, active, given)
    return given.total()


def again(actor: Account, programme: Programme) -> int:
    """Assign after something has changed. Raises DomainError before sign-up is over and on public notice."""
    programmes.hold(programme)
    if programme.state != "closed":
        raise DomainError(_("报名截止以后、结果公示以前才能分派评审。"))
    count = assign(programme)
    if count:
        audit.record(
            actor, "review.assign", programme, label=programme.title, changes={"readings": ("", count)}
        )
    return count


def call_one_more(registration: Registration, judged: Judged) -> Reading | None:
    """Call one more reviewer where the first are far apart: who has been given least.

    None where they are not, or nobody is free.
    """
    if not judged.wide or not judged.missing:
        return None
    free = _free(registration, judged)
    if not free:
        return None
    loads = {each.reviewer.id: each.given for each in readings.progress(registration.programme)}
    called = min(free, key=lambda reviewer: (loads[reviewer.id], reviewer.id))
    reading = _give(registration, called.id, 2)
    db.session.flush()
    audit.record(
        None,
        "review.one_more",
        registration,
        label=registration.reference,
        unit=registration.lead.person.unit,
        changes={"spread": ("", f"{(judged.spread or 0) / 100:.2f}")},
    )
    return reading


def lacking(programme: Programme, judged: list[tuple[Registration, Judged]]) -> list[Lack]:
    """The entries with fewer readers than they need, as `judged` has them."""
    active = reviewers.active(programme)
    found = []
    for entry, each in judged:
        if each.missing:
            found.append(Lack(entry, each.missing, len(_free(entry, each, active))))
    return found


def tell_called(reading: Reading) -> None:
    """Say to a reviewer that one more entry is theirs."""
    reviewer = db.session.get_one(Reviewer, reading.reviewer_id)
    _tell(reviewer.programme, [reviewer], Counter({reviewer.id: 1}))


def _free(registration: Registration, judged: Judged, active: list[Reviewer] | None = None) -> list[Reviewer]:
    reading = {each.reviewer_id for each in judged.readings}
    known = reviewers.active(registration.programme) if active is None else active
    return [r for r in known if r.id not in reading and not reviewers.in_conflict(r, registration)]


def _wanted(programme: Programme, known: list[Reading] | tuple[()]) -> int:
    """How many first readers an entry needs besides those who have handed in."""
    done = sum(1 for reading in known if reading.round == 1 and reading.handed_in_at)
    return max(settings.of(programme, "readers_each") - done, 0)


def _have_read(known: dict[int, list[Reading]], entry: Registration) -> set[int]:
    """Who cannot be given the entry once more: they have handed in, or were called later."""
    return {r.reviewer_id for r in known.get(entry.id, ()) if r.handed_in_at or r.round == 2}


def _give(registration: Registration, reviewer_id: int, round_: int) -> Reading:
    reading = Reading(
        registration_id=registration.id,
        reviewer_id=reviewer_id,
        round=round_,
        assigned_at=clock.now(),
        remark="",
    )
    db.session.add(reading)
    return reading


def _tell(programme: Programme, active: list[Reviewer], given: Counter[int]) -> None:
    """One message a reviewer, however many entries. Who is no worker looks at their page."""
    for reviewer in active:
        person = reviewer.account.person
        if given[reviewer.id] and person is not None:
            notify.tell(person, "review.assigned", programme=programme.title, count=given[reviewer.id])
