"""One calendar a person: what people hold confirmed elsewhere, and what of it overlaps what they want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.errors import Invalid
from app.extensions import db
from app.identity import mask_name
from app.models import (
    AllocationRun,
    Meeting,
    Member,
    Offering,
    Person,
    Placement,
    Programme,
    Registration,
    WaitlistEntry,
)
from app.services import recorded
from app.services.outcomes import still_held

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Clash:
    """`person` has `with_offering` of another programme, and cannot be in `offering` as well."""

    person: Person
    offering: Offering
    with_offering: Offering

    @property
    def words(self) -> str:
        """Who, what is wanted and what stands against it; the name masked.

        Whoever signs somebody up must not learn of what private thing they have at the time.
        """
        if self.with_offering.programme.private:
            return str(
                _(
                    "%(name)s：%(wanted)s 与已确定的另一项安排时间重叠",
                    name=mask_name(self.person.name),
                    wanted=words.offering(self.offering),
                )
            )
        return str(
            _(
                "%(name)s：%(wanted)s 与已确定的“%(programme)s”（%(held)s）时间重叠",
                name=mask_name(self.person.name),
                wanted=words.offering(self.offering),
                programme=words.in_language(self.with_offering.programme, "title"),
                held=words.offering(self.with_offering),
            )
        )


def clashes(
    people: Sequence[Person], offerings: Sequence[Offering], but: Programme | None = None
) -> list[Clash]:
    """Overlaps of `offerings` with what `people` hold confirmed in programmes other than `but`.

    Held is a place that was given and not given back, one that is being offered from a waitlist, or what was
    chosen where signing up is enough. People who are not in the database yet hold nothing. In the order of
    the offerings, then of the people.
    """
    held = _held([person.id for person in people if person.id is not None], but)
    hours = _hours([*offerings, *(other for each in held.values() for other in each)])
    return [
        Clash(person, offering, other)
        for offering in offerings
        for person in people
        for other in held.get(person.id, ())
        if overlap(offering, other, hours)
    ]


def check(programme: Programme, people: Sequence[Person], offerings: Sequence[Offering]) -> None:
    """Raises Invalid (`choices`) where the programme forbids what overlaps and something does."""
    if programme.overlap != "forbid":
        return
    if found := clashes(people, offerings, programme):
        raise Invalid(refusal(found), "choices")


def barred(programme: Programme, registrations: Sequence[Registration]) -> dict[int, dict[int, Offering]]:
    """Choices that a party cannot have any more, where the programme forbids what overlaps.

    {registration id: {offering id: what somebody of the party holds elsewhere by now}}, for thousands at
    once; without choices that are cancelled.
    """
    if programme.overlap != "forbid":
        return {}
    held = _held([member.person_id for each in registrations for member in each.members], programme)
    wanted = [choice.offering for each in registrations for choice in each.choices]
    hours = _hours([*wanted, *(other for each in held.values() for other in each)])
    found: dict[int, dict[int, Offering]] = {}
    for registration in registrations:
        others = [other for member in registration.members for other in held.get(member.person_id, ())]
        for choice in (each for each in registration.choices if not each.offering.cancelled):
            busy = next((other for other in others if overlap(choice.offering, other, hours)), None)
            if busy is not None:
                found.setdefault(registration.id, {})[choice.offering_id] = busy
    return found


def refusal(found: Sequence[Clash]) -> str:
    """With what it overlaps, and what to do about it."""
    said = words.clauses(clash.words for clash in found)
    return str(_("%(said)s。请换一个时间，或先在“我的”里退出重叠的那一项。", said=said))


Span = tuple[dt.datetime, dt.datetime]


def overlap(one: Offering, other: Offering, hours: Mapping[int, Sequence[Span]] | None = None) -> bool:
    """Whether nobody can be in both: they share a day and, where both have hours, a part of it.

    What is held in meetings (`hours`, by offering id) takes their time alone, not the days between them.
    """
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return False
    mine, theirs = (hours or {}).get(one.id), (hours or {}).get(other.id)
    if mine and theirs:
        return any(a[0] < b[1] and b[0] < a[1] for a in mine for b in theirs)
    if mine or theirs:
        whole = other if mine else one
        return any(_in_days_of(whole, span) for span in mine or theirs or ())
    if not all((one.from_time, one.to_time, other.from_time, other.to_time)):
        return True
    return one.from_time < other.to_time and other.from_time < one.to_time


def _in_days_of(offering: Offering, span: Span) -> bool:
    """Whether a meeting falls into the days, and where there are hours into the hours, of an offering."""
    first, last = clock.local(span[0]), clock.local(span[1])
    if last.date() < offering.starts_on or first.date() > offering.ends_on:
        return False
    if not (offering.from_time and offering.to_time) or first.date() != last.date():
        return True
    return f"{first:%H:%M}" < offering.to_time and offering.from_time < f"{last:%H:%M}"


def _hours(offerings: Sequence[Offering]) -> dict[int, list[Span]]:
    """When the meetings of these offerings are that are not called off, by offering id."""
    ids = sorted({offering.id for offering in offerings})
    found: dict[int, list[Span]] = {}
    for start in range(0, len(ids), CHUNK):
        meetings = select(Meeting.offering_id, Meeting.starts_at, Meeting.ends_at).where(
            Meeting.offering_id.in_(ids[start : start + CHUNK]), Meeting.cancelled_at.is_(None)
        )
        for offering_id, starts_at, ends_at in db.session.execute(meetings):
            found.setdefault(offering_id, []).append((starts_at, ends_at))
    return found


def _held(person_ids: Sequence[int], but: Programme | None) -> dict[int, list[Offering]]:
    """What each person holds, by person id, each offering once and in order of time."""
    found: dict[int, dict[int, Offering]] = {}
    for start in range(0, len(person_ids), CHUNK):
        for person_id, offering in _rows(person_ids[start : start + CHUNK]):
            if but is None or offering.programme_id != but.id:
                found.setdefault(person_id, {})[offering.id] = offering
    return {
        person_id: sorted(held.values(), key=lambda offering: (offering.starts_on, offering.id))
        for person_id, held in found.items()
    }


def _rows(person_ids: Sequence[int]) -> Iterator[tuple[int, Offering]]:
    placed = (
        select(Member.person_id, Offering)
        .join(Placement, Placement.registration_id == Member.registration_id)
        .outerjoin(AllocationRun, Placement.run_id == AllocationRun.id)
        .join(Offering, Placement.offering_id == Offering.id)
        .where(still_held())
    )
    offered = (
        select(Member.person_id, Offering)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Member.registration_id)
        .join(Offering, WaitlistEntry.offering_id == Offering.id)
        .where(WaitlistEntry.state == "offered")
    )
    yield from _of(placed, person_ids)
    yield from _of(offered, person_ids)
    yield from _of(recorded.held(), person_ids)


def _of(query: Select[int, Offering], person_ids: Sequence[int]) -> Iterator[tuple[int, Offering]]:
    """What still takes place, of people still in the party."""
    theirs = query.where(Member.person_id.in_(person_ids), Member.active, ~Offering.cancelled)
    loaded = theirs.options(joinedload(Offering.programme), joinedload(Offering.venue))
    yield from db.session.execute(loaded)
