"""What an allocation gives: placements with beds, everybody unplaced with reasons, values and bounds.

Reading and writing `allocation-result/1` is in `result_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "allocation-result/1"
ENGINE = "nuanxin 0.1"

REASONS = ("no_bed", "seats", "quota", "clash", "cancelled", "locked", "outranked")


@dataclass(frozen=True, slots=True)
class Bed:
    """A bed of a room; `bed` counts from 1 to the room's beds."""

    room: str
    bed: int


@dataclass(frozen=True, slots=True)
class Placement:
    """A party in an offering; `rank` None: a lock named an offering outside the choices."""

    party: str
    offering: str
    rank: int | None
    beds: Mapping[str, Bed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one choice of an unplaced party was not given: one of `REASONS`, with its particulars."""

    offering: str | None
    reason: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    party: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveValue:
    """A value reached and a bound proven, given the values of the earlier objectives."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Result:
    problem_sha256: str
    seed: int
    seconds: float
    status: str  # optimal, feasible, infeasible
    objectives: tuple[ObjectiveValue, ...] = ()
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    cancelled: tuple[str, ...] = ()
    conflict: tuple[Mapping[str, Any], ...] = ()
    engine: str = ENGINE
