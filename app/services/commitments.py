"""One calendar a person: what people hold confirmed elsewhere, and what of it overlaps what they want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app import words
from app.errors import Invalid
from app.extensions import db
from app.identity import mask_name
from app.models import (
    AllocationRun,
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
    return [
        Clash(person, offering, other)
        for offering in offerings
        for person in people
        for other in held.get(person.id, ())
        if overlap(offering, other)
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
    found: dict[int, dict[int, Offering]] = {}
    for registration in registrations:
        others = [other for member in registration.members for other in held.get(member.person_id, ())]
        for choice in (each for each in registration.choices if not each.offering.cancelled):
            busy = next((other for other in others if overlap(choice.offering, other)), None)
            if busy is not None:
                found.setdefault(registration.id, {})[choice.offering_id] = busy
    return found


def refusal(found: Sequence[Clash]) -> str:
    """With what it overlaps, and what to do about it."""
    said = words.clauses(clash.words for clash in found)
    return str(_("%(said)s。请换一个时间，或先在“我的”里退出重叠的那一项。", said=said))


def overlap(one: Offering, other: Offering) -> bool:
    """Whether nobody can be in both: they share a day and, where both have hours, a part of it."""
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return False
    if not all((one.from_time, one.to_time, other.from_time, other.to_time)):
        return True
    return one.from_time < other.to_time and other.from_time < one.to_time


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
