"""Where a registration stands, and after publication the slot: campus, dates, rooms, beds, who is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import words
from app.extensions import db
from app.identity import mask_name, surname_of
from app.models import AllocationRun, BedPlace, Member, Offering, Person, Placement, Registration, Room
from app.services import outcomes, party_checks, reasons
from app.services.allocation import waitlist
from app.services.reasons import WhyNot


@dataclass(frozen=True)
class Sleeper:
    """A member of the party and their bed, if the stay has beds."""

    name: str
    is_reader: bool
    room: Room | None
    bed: int | None


@dataclass(frozen=True)
class Slot:
    """A place that the party has; `roommates` are (masked surname, unit) of other parties' people."""

    offering: Offering
    rank: int | None
    sleepers: tuple[Sleeper, ...]
    roommates: tuple[tuple[str, str], ...]

    @property
    def own(self) -> Sleeper | None:
        """The reader's bed; None when the reader does not travel."""
        return next((sleeper for sleeper in self.sleepers if sleeper.is_reader), None)

    @property
    def companions(self) -> tuple[Sleeper, ...]:
        return tuple(sleeper for sleeper in self.sleepers if not sleeper.is_reader)

    @property
    def timetable(self) -> Iterator[tuple[str, str]]:
        """(weekday, what happens)"""
        for day in self.offering.timetable:
            date = self.offering.starts_on + dt.timedelta(days=day["day"] - 1)
            yield words.weekday(date), words.entry(day)


@dataclass(frozen=True)
class Standing:
    """`state`: open, waiting, placed, unplaced, ineligible, withdrawn, given_back or cancelled.

    `reasons` has one for each choice that the party would rather have than what it got. `waits_at` is its
    place on the waitlist, from 1, while it may still come in.
    """

    state: str
    slots: tuple[Slot, ...] = ()
    reasons: tuple[WhyNot, ...] = ()
    run: AllocationRun | None = None
    waits_at: int | None = None


def standing(registration: Registration, reader: Person | None = None) -> Standing:
    """Where the registration stands, in the eyes of `reader` (None: somebody who is not named)."""
    programme = registration.programme
    if registration.state == "withdrawn":
        return Standing("given_back" if _was_placed(registration) else "withdrawn")
    if programme.state == "cancelled":
        return Standing("cancelled")
    if programme.state != "published":
        return Standing("open" if party_checks.is_open(programme) else "waiting")
    run = _published_run(programme.id)
    why = reasons.in_words(registration, outcomes.reasons(registration))
    if placements := outcomes.placements([registration]).get(registration.id):
        slots = tuple(_slot(registration, placement, reader) for placement in placements)
        return Standing("placed", slots=slots, reasons=why, run=run)
    ineligible = any(each.reason == reasons.INELIGIBLE for each in why)
    if ineligible:
        return Standing("ineligible", reasons=why, run=run)
    return Standing("unplaced", reasons=why, run=run, waits_at=waitlist.eligible_position(registration, run))


def states(registrations: list[Registration]) -> dict[int, str]:
    """The states of many registrations by id, with few queries."""
    placed = outcomes.placements(registrations)
    return {each.id: _state(each, each.id in placed) for each in registrations}


def _state(registration: Registration, placed: bool) -> str:
    programme = registration.programme
    if registration.state == "withdrawn":
        return "withdrawn"
    if programme.state == "published":
        return "placed" if placed else "unplaced"
    if programme.state == "cancelled":
        return "cancelled"
    return "open" if party_checks.is_open(programme) else "waiting"


def room_words(room: Room) -> str:
    """双人间，有电梯"""
    sizes = {1: _("单人间"), 2: _("双人间"), 3: _("三人间"), 4: _("四人间")}
    size = sizes.get(room.beds) or _("%(count)s 人间", count=room.beds)
    return str(_("，").join([size, *(words.feature(feature) for feature in room.features)]))


def _was_placed(registration: Registration) -> bool:
    query = select(Placement.id).where(Placement.registration_id == registration.id).limit(1)
    return db.session.scalar(query) is not None


def _published_run(programme_id: int) -> AllocationRun | None:
    return db.session.scalar(
        select(AllocationRun).where(
            AllocationRun.programme_id == programme_id, AllocationRun.state == "published"
        )
    )


def _slot(registration: Registration, placement: Placement, reader: Person | None) -> Slot:
    beds = {bed.member_id: bed for bed in placement.beds}
    sleepers = tuple(_sleeper(member, beds.get(member.id), reader) for member in registration.members)
    shown = [s.room.id for s in sleepers if s.room is not None and (reader is None or s.is_reader)]
    # who signed others up without travelling sees every room's company
    rooms = shown or [s.room.id for s in sleepers if s.room is not None]
    return Slot(placement.offering, placement.rank, sleepers, _roommates(placement, rooms))


def _sleeper(member: Member, bed: BedPlace | None, reader: Person | None) -> Sleeper:
    is_reader = reader is not None and member.person_id == reader.id
    name = member.person.name if is_reader else mask_name(member.person.name)
    return Sleeper(name, is_reader, bed.room if bed else None, bed.bed if bed else None)


def _roommates(placement: Placement, rooms: list[int]) -> tuple[tuple[str, str], ...]:
    """Surname and unit of the other parties' people in these rooms; more is nobody's business."""
    query = (
        select(BedPlace)
        .join(Placement, BedPlace.placement_id == Placement.id)
        .where(
            Placement.run_id == placement.run_id,
            Placement.offering_id == placement.offering_id,
            Placement.withdrawn_at.is_(None),
            Placement.id != placement.id,
            BedPlace.room_id.in_(rooms),
        )
        .options(joinedload(BedPlace.member).joinedload(Member.person).joinedload(Person.unit))
        .order_by(BedPlace.room_id, BedPlace.bed)
    )
    people = [bed.member.person for bed in db.session.scalars(query)]
    return tuple((f"{surname_of(person.name)}*", words.in_language(person.unit, "name")) for person in people)
