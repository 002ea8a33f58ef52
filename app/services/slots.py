"""The places of a registration as its people see them: campus, dates, rooms, beds, who is there."""

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
from app.models import BedPlace, Member, Offering, Person, Placement, Registration, Room
from app.services import outcomes


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
    def words(self) -> str:
        """青岛院区 10月12日–17日"""
        return words.offering(self.offering)

    @property
    def timetable(self) -> Iterator[tuple[str, str]]:
        """(weekday, what happens)"""
        for day in self.offering.timetable:
            date = self.offering.starts_on + dt.timedelta(days=day["day"] - 1)
            yield words.weekday(date), words.entry(day)


def of(registration: Registration, reader: Person | None = None) -> tuple[Slot, ...]:
    """The places that the party has, in the eyes of `reader` (None: somebody who is not named)."""
    placements = outcomes.placements([registration]).get(registration.id, ())
    return tuple(_slot(registration, placement, reader) for placement in placements)


def room_words(room: Room) -> str:
    """双人间，有电梯"""
    sizes = {1: _("单人间"), 2: _("双人间"), 3: _("三人间"), 4: _("四人间")}
    size = sizes.get(room.beds) or _("%(count)s 人间", count=room.beds)
    return str(_("，").join([size, *(words.feature(feature) for feature in room.features)]))


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
