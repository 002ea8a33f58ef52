"""A heats problem: frozen inputs, as `heats-problem/1` fixes them. Times are minutes since any one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

FORMAT = "heats-problem/1"
HEAT, STATION = "heat", "station"


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who competes; or, with `members`, a team's joint entry, made up of other entrants.

    `team` is who wins and is drawn together, `unit` whose judges must keep away; for a contest without teams
    both are the unit.
    """

    id: str
    team: str
    unit: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """A place at which one entrant competes; `number` gives the order in which stations are published."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time: from `start` to `end`, in minutes; the one who leaves at `end` can begin elsewhere at `end`."""

    id: str
    start: int
    end: int

    @property
    def published(self) -> tuple[int, int, str]:
        """The slot's place in the published order."""
        return (self.start, self.end, self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """Everybody of `entrants` competes once, in one of `heats` heats: an event's heat is one of its slots.

    `heats` None: every slot is one. `most_together`: at most so many of one team or unit in a heat; None:
    their number divided by the heats, rounded up. `judges` of them watch each heat or each station taken.
    """

    id: str
    entrants: tuple[str, ...]
    stations: tuple[str, ...]
    slots: tuple[str, ...]
    heats: int | None = None
    most_together: int | None = None
    judges: int = 0
    judges_at: str = HEAT

    @property
    def heat_count(self) -> int:
        """How many heats are held: none without anybody in it."""
        return min(len(self.slots) if self.heats is None else self.heats, len(self.entrants))


@dataclass(frozen=True, slots=True)
class Judge:
    """`units` are their own: whoever is of them is judged by others. `slots` they can; None: all."""

    id: str
    units: tuple[str, ...] = ()
    slots: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Problem:
    """`seed` is of the drawing of lots; `neighbours` are pairs of stations that are side by side.

    Nobody appears twice with less than `rest` minutes between; less than `wished_rest` is avoided.
    """

    entrants: tuple[Entrant, ...]
    stations: tuple[Station, ...]
    slots: tuple[Slot, ...]
    events: tuple[Event, ...]
    judges: tuple[Judge, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    rest: int = 0
    wished_rest: int = 0
    seed: str = "1"

    @cached_property
    def entrant(self) -> Mapping[str, Entrant]:
        """Entrants by id."""
        return {entrant.id: entrant for entrant in self.entrants}

    @cached_property
    def station(self) -> Mapping[str, Station]:
        """Stations by id."""
        return {station.id: station for station in self.stations}

    @cached_property
    def slot(self) -> Mapping[str, Slot]:
        """Slots by id."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def judge(self) -> Mapping[str, Judge]:
        """Judges by id."""
        return {judge.id: judge for judge in self.judges}

    @cached_property
    def entries_of(self) -> Mapping[str, tuple[str, ...]]:
        """For every person all entries in which they compete: their own, then joint ones by id."""
        joint: dict[str, list[str]] = {e.id: [e.id] for e in self.entrants if not e.members}
        for entry in sorted((e for e in self.entrants if e.members), key=lambda e: e.id):
            for member in entry.members:
                joint[member].append(entry.id)
        return {person: tuple(entries) for person, entries in joint.items()}


def missing_rest(first: Slot, second: Slot, rest: int) -> int:
    """How many minutes the two slots lack to be `rest` minutes apart; 0 when they are."""
    earlier, later = sorted((first, second), key=lambda slot: slot.published)
    return max(0, rest - (later.start - earlier.end))


def clash(first: Slot, second: Slot, rest: int) -> bool:
    """Can nobody be in both? Slots that overlap, or lie less than `rest` minutes apart."""
    return missing_rest(first, second, rest) > 0 or (
        max(first.start, second.start) < min(first.end, second.end)
    )


def most_together(event: Event, size: int) -> int:
    """How many of a team or unit with `size` entrants in the event may be in one of its heats."""
    if event.most_together is not None:
        return event.most_together
    return -(-size // max(1, event.heat_count))
