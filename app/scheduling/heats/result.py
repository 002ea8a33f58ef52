"""What the heats engine gives: seats, duties of judges, values and bounds; or what forbids a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "heats-result/1"
OPTIMAL, FEASIBLE, INFEASIBLE = "optimal", "feasible", "infeasible"


@dataclass(frozen=True, slots=True)
class Seat:
    """An entrant competes in an event, in a slot at a station."""

    entrant: str
    event: str
    slot: str
    station: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A judge watches an event's heat in a slot; or, with `station`, the one who competes there."""

    judge: str
    event: str
    slot: str
    station: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An objective, the less the better; no plan is below `bound`, given the values of earlier ones."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The first rule that cannot be kept, in the order of the rules, with what it is about."""

    rule: str
    detail: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """`status` is optimal when every measure is at its bound; infeasible results have an obstacle only."""

    status: str
    seats: tuple[Seat, ...] = ()
    duties: tuple[Duty, ...] = ()
    measures: tuple[Measure, ...] = ()
    obstacle: Obstacle | None = None
