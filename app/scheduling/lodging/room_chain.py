"""Room in a chain of overlapping stays at one venue: yes or no, at once where that can be, else exactly."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.plan import Fill, Sleepers
from app.scheduling.formulation.units import ALONE, Kind, RoomClass
from app.scheduling.lodging.bed_count import BedCount
from app.scheduling.lodging.room_state import RoomState, Step

if TYPE_CHECKING:
    from app.scheduling.lodging.room_exact import Arrangement, RoomExact

Kinds = tuple[Kind, ...]
Entry = tuple[str, Kinds]  # an offering, and the kinds of the units of a party in it


@dataclass(slots=True)
class Allowance:
    """Columns of programs that may still be solved; once overdrawn, what cannot be seen at once is a no."""

    columns: float = math.inf
    overdrawn: bool = False


class RoomChain:
    """Who is in the stays of one chain, with a valid arrangement of them all the time."""

    def __init__(
        self,
        stays: Sequence[Offering],
        classes: Sequence[RoomClass],
        most: Sequence[Counter[Kind]],
        allowance: Allowance,
    ) -> None:
        """`most`: for each stay, every kind that may ever be in it and the most units of it."""
        self._allowance = allowance
        self.state = RoomState(stays, classes)
        self._stays, self._classes, self._most = stays, classes, most
        self._number = {offering.id: stay for stay, offering in enumerate(stays)}
        self._counts: list[Counter[Kind]] = [Counter() for _ in stays]
        self._beds = BedCount(stays, classes, {kind.needs for counts in most for kind in counts})
        self._refused: list[set[Kinds]] = [set() for _ in stays]
        self._exact: RoomExact | None = None
        self._answers: dict[tuple[frozenset[tuple[Kind, int]], ...], Arrangement | None] = {}

    def fits(self, offering: str, kinds: Kinds, leaving: Sequence[Entry]) -> bool:
        """Would these people find room once those who leave had left?"""
        stay = self._number[offering]
        if not leaving and self._known_no(stay, kinds):
            return False
        steps = [self.state.take_out(self._number[o], kind) for o, gone in leaving for kind in gone]
        self._count(leaving, -1)
        found = self._room_for(stay, kinds)
        if isinstance(found, list):
            self.state.undo(found)
        self.state.undo(steps)
        self._count(leaving, 1)
        if found is None and not leaving:
            self._refused[stay].add(kinds)
        return found is not None

    def add(self, offering: str, kinds: Kinds) -> bool:
        """Put them in, if there is room."""
        stay = self._number[offering]
        if self._known_no(stay, kinds):
            return False
        found = self._room_for(stay, kinds)
        if found is None:
            self._refused[stay].add(kinds)
            return False
        self._count([(offering, kinds)], 1)
        if isinstance(found, tuple):
            self.state.load(*found)
        return True

    def take_over(self, inside: Iterable[Entry], sleepers: Sequence[Sleepers], fills: Sequence[Fill]) -> None:
        """Begin with these people, who sleep as counted."""
        self._count(inside, 1)
        self.state.load(sleepers, fills)

    def remove(self, offering: str, kinds: Kinds) -> None:
        """Take them out: what was refused may fit from now on."""
        for kind in kinds:
            self.state.take_out(self._number[offering], kind)
        self._count([(offering, kinds)], -1)
        self._refused = [set() for _ in self._stays]

    def _count(self, entries: Iterable[Entry], sign: int) -> None:
        for offering, kinds in entries:
            stay = self._number[offering]
            for kind in kinds:
                self._counts[stay][kind] += sign
            self._beds.add(stay, kinds, sign)

    def _known_no(self, stay: int, kinds: Kinds) -> bool:
        """Rooms only fill: what was refused, or is no easier than what was, is refused again."""
        refused = self._refused[stay]
        if not refused or kinds in refused:
            return bool(refused)
        if any(len(no) == 1 and no_harder(no[0], kind) for no in refused for kind in kinds):
            refused.add(kinds)
            return True
        return False

    def _room_for(self, stay: int, kinds: Kinds) -> list[Step] | Arrangement | None:
        """How the newcomers sleep: steps done in this arrangement, or another one; None if they cannot."""
        if self._beds.too_few(stay, kinds):
            return None
        steps = self.state.put_all(stay, kinds)
        return steps if steps is not None else self._arranged(stay, kinds)

    def _arranged(self, stay: int, kinds: Kinds) -> Arrangement | None:
        """The exact answer, which depends on nothing but the counts of people."""
        counts = [count.copy() for count in self._counts]
        counts[stay].update(kinds)
        key = tuple(frozenset((kind, units) for kind, units in c.items() if units) for c in counts)
        if key not in self._answers:
            if self._allowance.columns <= 0:
                self._allowance.overdrawn = True
                return None
            if self._exact is None:
                from app.scheduling.lodging.room_exact import (
                    RoomExact,  # a solver: seldom needed, and slow to load
                )

                self._exact = RoomExact(self._stays, self._classes, self._most)
            self._allowance.columns -= self._exact.columns
            self._answers[key] = self._solved(self._exact, stay, counts)
        return self._answers[key]

    def _solved(self, exact: RoomExact, stay: int, counts: list[Counter[Kind]]) -> Arrangement | None:
        """Asked first of the stay alone, then of those that share a night with it: mostly that settles it."""
        near = {k for k, other in enumerate(self._stays) if self._share_a_night(self._stays[stay], other)}
        for free in ({stay}, near):
            if len(free) < len(counts):
                held = [s for s in self.state.sleepers() if self._number[s.offering] not in free]
                found = exact.arrange(counts, held)
                if found is not None:
                    return found
        alone = [c if k in near else Counter() for k, c in enumerate(counts)]
        if len(near) < len(counts) and exact.arrange(alone) is None:
            return None
        return exact.arrange(counts)

    @staticmethod
    def _share_a_night(one: Offering, other: Offering) -> bool:
        return one.nights.start < other.nights.stop and other.nights.start < one.nights.stop


def no_harder(one: Kind, other: Kind) -> bool:
    """Wherever there is room for a unit of kind `other`, is there for one of kind `one`?"""
    return (
        one.size <= other.size
        and other.use in (one.use, ALONE)
        and set(one.needs) <= set(other.needs)
        and one.room in ("", other.room)
    )
