"""Which beds of an offering are free in a finished plan, and whether a party still fits: nobody is moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.scheduling.law import Case
from app.scheduling.problem import Offering, Room
from app.scheduling.sleeping import Company, companies

EMPTY = ""


class Space(NamedTuple):
    """Free beds of one room; `sex` "F" or "M" if people of that sex share it already, else `EMPTY`."""

    beds: int
    sex: str
    features: frozenset[str]


class Part(NamedTuple):
    """What a company asks of a room."""

    beds: int
    alone: bool
    sex: str
    needs: frozenset[str]

    def takes(self, space: Space) -> bool:
        """Whether it can sleep there as things stand."""
        if self.beds > space.beds or not self.needs <= space.features:
            return False
        return space.sex == EMPTY or (not self.alone and space.sex == self.sex)


def parts_of(members: Iterable[Company]) -> tuple[Part, ...]:
    """The hardest to house first; like ones side by side."""
    parts = (Part(c.beds, c.alone, c.sex, c.needs) for c in members)
    return tuple(sorted(parts, key=lambda p: (-p.alone, -p.beds, -len(p.needs), p.sex, sorted(p.needs))))


def fits(spaces: Counter[Space], parts: Sequence[Part]) -> bool:
    """Whether every part finds a place at the same time: an exact search, the tightest space first."""
    if sum(space.beds * count for space, count in spaces.items()) < sum(part.beds for part in parts):
        return False
    return _place(dict(spaces), tuple(parts), set())


_State = tuple[int, frozenset[tuple[Space, int]]]


def _place(spaces: dict[Space, int], parts: tuple[Part, ...], hopeless: set[_State]) -> bool:
    if not parts:
        return True
    state = (len(parts), frozenset(spaces.items()))
    if state in hopeless:
        return False
    part = parts[0]
    tried = sorted(filter(part.takes, spaces), key=lambda s: (s.sex == EMPTY, s.beds, len(s.features)))
    if any(_place(_without(spaces, space, part), parts[1:], hopeless) for space in tried):
        return True
    hopeless.add(state)
    return False


def _without(spaces: dict[Space, int], space: Space, part: Part) -> dict[Space, int]:
    """What is free once the part sleeps in the space."""
    rest = dict(spaces)
    rest[space] -= 1
    if not rest[space]:
        del rest[space]
    if not part.alone and space.beds > part.beds:
        left = Space(space.beds - part.beds, part.sex, space.features)
        rest[left] = rest.get(left, 0) + 1
    return rest


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
        self._spaces: dict[tuple[str, int | None], Counter[Space]] = {}
        for placement in case.placements:
            offering = case.offerings[placement.offering]
            for company in companies(case.parties[placement.party]) if placement.beds else ():
                for member in company.members:
                    room = (offering.venue, placement.beds[member.id].room)
                    use = self._uses.setdefault(room, {}).setdefault(offering.id, _Use(company.sex))
                    use.people += 1
                    use.alone |= company.alone

    def spaces(self, offering: Offering, night: int | None = None) -> Counter[Space]:
        """Free rooms and beds, alike ones counted: for the whole stay, or as one night alone would allow."""
        key = (offering.id, night)
        if key not in self._spaces:
            nights = offering.nights if night is None else range(night, night + 1)
            rooms = self._case.venues[offering.venue].rooms
            found = (self._space(offering, room, nights) for room in rooms)
            self._spaces[key] = Counter(space for space in found if space is not None)
        return self._spaces[key]

    def _space(self, offering: Offering, room: Room, nights: range) -> Space | None:
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

    def short_night(self, offering: Offering, parts: Sequence[Part]) -> int | None:
        """The first night that has no room even by itself; None if it takes several nights together."""
        for night in offering.nights:
            if not fits(self.spaces(offering, night), parts):
                return night
        return None
