"""Who waits for what, in order, and what there is to give: read in a few queries, also for thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.models import Choice, Member, Offering, Person, Programme, Quota, Unit, WaitlistEntry
from app.services import capacity, places, quota_uses
from app.services.quota_uses import Asked, Key


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry's party: its people's units, and its choices (offering ids) in order of rank."""

    entry_id: int
    units: Sequence[Unit]
    wanted: Sequence[int]


@dataclass(slots=True)
class Room:
    """Free places and quotas as they stood when capacity was held, less what was given since.

    `kept` names what is left alone for a party that it does not suffice for. `beyond`: something is free
    that nobody waits for.
    """

    seats: dict[int, int | None]
    free: dict[int, int | None]
    quotas: Sequence[Quota]
    taken: dict[Key, int]
    kept: set[Hashable] = field(default_factory=set)
    beyond: bool = False

    @classmethod
    def of(cls, programme: Programme, offerings: Sequence[Offering]) -> Room:
        """`offerings` as they are since capacity is held."""
        going = [each for each in offerings if places.takes_people(each)]
        seats = {each.id: each.seats for each in going}
        free = {each.id: capacity.free(each) for each in going}
        taken = quota_uses.taken(programme)
        beyond = capacity.any_free(programme, places.ahead() & Offering.id.not_in(list(seats)))
        return cls(seats, free, programme.quotas, taken, beyond=bool(beyond))

    @property
    def any_free(self) -> bool:
        return self.beyond or any(free is None or free > 0 for free in self.free.values())

    def suffices(self, units: Sequence[Unit], offering_id: int) -> bool:
        """Whether people of `units` fit into the offering, and nothing of it is kept for others."""
        free = self.free.get(offering_id, 0)
        if self.keeps(units, offering_id) or (free is not None and free < len(units)):
            return False
        return not any(map(self._above, quota_uses.asked(self.quotas, units, offering_id)))

    def keeps(self, units: Sequence[Unit], offering_id: int) -> bool:
        """Whether a place there for people of `units` would be taken from who waits for it."""
        asked = quota_uses.asked(self.quotas, units, offering_id) if self.kept else ()
        return offering_id in self.kept or any(one.key in self.kept for one in asked)

    def keep_for(self, units: Sequence[Unit], offering_id: int) -> None:
        """Whoever comes later leaves alone what these people are short of, if it can ever suffice."""
        free, seats = self.free.get(offering_id, 0), self.seats.get(offering_id, 0)
        if seats is not None and seats < len(units):
            return
        asked = quota_uses.asked(self.quotas, units, offering_id)
        if any(one.people > (one.quota.maximum or 0) and self._above(one) for one in asked):
            return
        if free is not None and free < len(units):
            self.kept.add(offering_id)
        self.kept.update(one.key for one in asked if self._above(one))

    def give(self, units: Sequence[Unit], offering_id: int) -> None:
        """These places are gone."""
        free = self.free[offering_id]
        self.free[offering_id] = None if free is None else free - len(units)
        for one in quota_uses.asked(self.quotas, units, offering_id):
            self.taken[one.key] = self.taken.get(one.key, 0) + one.people

    def _above(self, one: Asked) -> bool:
        limit = quota_uses.limit_of(one.quota)
        return limit is not None and self.taken.get(one.key, 0) + one.people > limit


def wanted(programme: Programme) -> Sequence[Offering]:
    """The offerings that somebody who waits has chosen, as they are now."""
    chosen = (
        select(Choice.offering_id)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Choice.registration_id)
        .where(WaitlistEntry.programme_id == programme.id, WaitlistEntry.state == "waiting")
    )
    query = select(Offering).where(Offering.id.in_(chosen)).order_by(Offering.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def in_line(programme: Programme) -> list[Waiting]:
    """Everybody who waits, in order."""
    mine = (WaitlistEntry.programme_id == programme.id) & (WaitlistEntry.state == "waiting")
    entries = db.session.execute(
        select(WaitlistEntry.id, WaitlistEntry.registration_id)
        .where(mine)
        .order_by(WaitlistEntry.position, WaitlistEntry.id)
    ).all()
    units, wanted = _units(mine), defaultdict(list)
    choices = (
        select(Choice.registration_id, Choice.offering_id)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Choice.registration_id)
        .where(mine)
        .order_by(Choice.rank)
    )
    for registration_id, offering_id in db.session.execute(choices):
        wanted[registration_id].append(offering_id)
    return [
        Waiting(entry_id, units[registration_id], wanted[registration_id])
        for entry_id, registration_id in entries
    ]


def _units(mine: object) -> dict[int, list[Unit]]:
    """The units of each party's people, by registration id."""
    known = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    found: dict[int, list[Unit]] = defaultdict(list)
    members = (
        select(Member.registration_id, Person.unit_id)
        .join(Person, Member.person_id == Person.id)
        .join(WaitlistEntry, WaitlistEntry.registration_id == Member.registration_id)
        .where(mine)  # type: ignore[arg-type]
    )
    for registration_id, unit_id in db.session.execute(members):
        found[registration_id].append(known[unit_id])
    return found
