"""Which beds of an offering are free in a finished plan as it stands: nobody is moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from app.scheduling.contract.law import Case
from app.scheduling.contract.problem import Offering, Room
from app.scheduling.contract.sleeping import companies

EMPTY = ""


class Space(NamedTuple):
    """Free beds of one room; `sex` "F" or "M" if people of that sex share it already, else `EMPTY`."""

    beds: int
    sex: str
    features: frozenset[str]


@dataclass(slots=True)
class _Use:
    """How one offering uses one room."""

    sex: str
    people: int = 0
    alone: bool = False


class FreeBeds:
    """The free beds of every offering of a finished plan."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._nights = {offering.id: offering.nights for offering in case.problem.offerings}
        self._uses: dict[tuple[str, str], dict[str, _Use]] = {}
        self._spaces: dict[str, Counter[Space]] = {}
        for placement in case.placements:
            offering = case.offerings[placement.offering]
            for company in companies(case.parties[placement.party]) if placement.beds else ():
                for member in company.members:
                    room = (offering.venue, placement.beds[member.id].room)
                    use = self._uses.setdefault(room, {}).setdefault(offering.id, _Use(company.sex))
                    use.people += 1
                    use.alone |= company.alone

    def spaces(self, offering: Offering) -> Counter[Space]:
        """Rooms with free beds for the whole stay, alike ones counted."""
        if offering.id not in self._spaces:
            rooms = self._case.venues[offering.venue].rooms
            found = (self._space(offering, room) for room in rooms)
            self._spaces[offering.id] = Counter(space for space in found if space is not None)
        return self._spaces[offering.id]

    def _space(self, offering: Offering, room: Room) -> Space | None:
        nights = offering.nights
        uses = self._uses.get((offering.venue, room.id), {})
        for other in uses.keys() - {offering.id}:
            slept = self._nights[other]
            if slept.start < nights.stop and nights.start < slept.stop:
                return None
        own = uses.get(offering.id)
        if own is None:
            return Space(room.beds, EMPTY, room.features)
        if own.alone or own.people >= room.beds:
            return None
        return Space(room.beds - own.people, own.sex, room.features)
