"""An allocation problem: frozen inputs, as `allocation-problem/1` fixes them.

Reading and checking the file's shape is in `problem_file`; nothing here knows JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "allocation-problem/1"


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a venue; `beds` is at least 1."""

    id: str
    beds: int
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Venue:
    id: str
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True, slots=True)
class Offering:
    """One dated run at a venue; `first` and `last` are calendar days, both inclusive."""

    id: str
    venue: str
    first: dt.date
    last: dt.date
    beds: bool = False
    seats: int | None = None
    minimum: int = 0

    @property
    def nights(self) -> range:
        """Ordinals of the nights slept: `first` to `last` - 1; empty for a one-day offering."""
        return range(self.first.toordinal(), self.last.toordinal())

    @property
    def days(self) -> range:
        """Ordinals of the calendar days taken up, both ends included."""
        return range(self.first.toordinal(), self.last.toordinal() + 1)

    def shares_a_day(self, other: Offering) -> bool:
        """Whether nobody can be in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    sex: str | None = None
    needs: frozenset[str] = frozenset()
    room_group: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """People placed together or not at all; `choices` are offering ids, rank 1 first."""

    id: str
    members: tuple[Member, ...]
    choices: tuple[str, ...]
    tier: int = 1
    lottery: int = 0
    wants: int = 1
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """Counts people placed: of one `value` of `group`, or of each value separately when it is None."""

    id: str
    group: str
    scope: str  # "offering" or "run"
    value: str | None = None
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """The party gets exactly the offerings it is locked to; `offering` None: it gets nothing."""

    party: str
    offering: str | None
    rooms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objective:
    """`people_placed` is maximised, `rank_cost` and `lottery` are minimised.

    `tier_weights` None: every tier weighs 1; otherwise a tier that is not named weighs 0.
    """

    name: str
    tier_weights: Mapping[int, int] | None = None

    @property
    def maximise(self) -> bool:
        return self.name == "people_placed"

    def weight(self, tier: int) -> int:
        return 1 if self.tier_weights is None else self.tier_weights.get(tier, 0)

    def cost(self, party: Party, rank: int | None) -> int:
        """What one placement of the party adds, in minimising form; `rank` None: not among its choices."""
        if self.name == "people_placed":
            return -len(party.members) * self.weight(party.tier)
        if self.name == "rank_cost":
            return 0 if rank is None else len(party.members) * (rank - 1) ** 2
        return party.lottery


DEFAULT_OBJECTIVES = (Objective("people_placed"), Objective("rank_cost"), Objective("lottery"))


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    venues: tuple[Venue, ...]
    offerings: tuple[Offering, ...]
    parties: tuple[Party, ...]
    quotas: tuple[Quota, ...] = ()
    locks: tuple[Lock, ...] = ()
    objectives: tuple[Objective, ...] = DEFAULT_OBJECTIVES

    def offerings_by_id(self) -> dict[str, Offering]:
        return {o.id: o for o in self.offerings}

    def parties_by_id(self) -> dict[str, Party]:
        return {p.id: p for p in self.parties}

    def venues_by_id(self) -> dict[str, Venue]:
        return {v.id: v for v in self.venues}
