"""A plan in counts: who is in which offering, how many rooms of each class, filled how. No solver here."""

from __future__ import annotations

from dataclasses import dataclass

from app.scheduling.formulation.units import Kind, RoomClass


@dataclass(frozen=True, slots=True)
class Sleepers:
    """So many units of a kind of one offering sleep in rooms of one class."""

    offering: str
    kind: Kind
    rooms: RoomClass
    count: int


@dataclass(frozen=True, slots=True)
class Fill:
    """So many rooms of a class hold the slots of one pattern for one offering and use."""

    offering: str
    use: str
    rooms: RoomClass
    slots: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """(party, offering) pairs and the counts that house them; `values` one for each objective."""

    given: tuple[tuple[str, str], ...]
    sleepers: tuple[Sleepers, ...]
    fills: tuple[Fill, ...]
    values: tuple[int, ...]
