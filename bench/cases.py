"""What the bench runs: seasons with the targets set for two cores, and the other families."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bench.draws import Json
from bench.families import FAMILIES
from bench.season import season

SEED = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table; `limit` is the time limit passed to the engine, in seconds."""

    name: str
    people: int
    limit: float
    draw: Callable[[], Json]
    target: str = ""


def _season(
    name: str, people: int, weeks: int, limit: float, target: str, micro: bool = False, scale: int = 1
) -> Case:
    draw = partial(season, people, SEED, weeks=weeks, micro=micro, scale=scale)
    return Case(name, people, limit, draw, target)


def _family(name: str, people: int, limit: float, target: str = "") -> Case:
    return Case(f"{name} {people:,}", people, limit, partial(FAMILIES[name], people, SEED), target)


SEASONS = (
    _season("season 1,000", 1_000, 6, 2, "2 s, all proven"),
    _season("season 10,000 micro", 10_000, 24, 15, "15 s, first proven, second 0.2 %", micro=True),
    _season("season 37,000", 37_000, 48, 60, "60 s, first proven, second 0.3 %, 4 × LP"),
    _season("season 37,000 micro", 37_000, 48, 120, "120 s, first 0.01 %, second 0.5 %", micro=True),
    _season("season 110,000", 110_000, 48, 360, "360 s, first 0.05 %, 6 GiB", scale=3),
    _family("plain", 37_000, 3, "3 s, all proven"),
)

OTHERS = (
    _family("plain", 138_000, 40),
    _family("plain-teams", 37_000, 60),
    _family("plain-quotas", 37_000, 60),
    _family("tiers-seats", 10_000, 30),
    _family("tiers-teams", 10_000, 60),
    _family("tiers-beds", 5_000, 60),
    _family("classes", 5_000, 60),
    _family("classes", 20_000, 120),
    _family("schools", 10_000, 60),
    _family("schools", 40_000, 120),
    _family("days", 12_000, 120),
    _family("days", 20_000, 120),
    _family("days-held", 14_000, 120),
    _family("dormitories", 5_000, 60),
    _family("dormitories", 15_000, 120),
    _family("overlaps", 3_000, 60),
    _family("overlaps", 8_000, 100),
)

CURVE = (
    *(
        _season(f"{people:,}", people, 48, max(20.0, people * 0.0017), "")
        for people in (2_500, 5_000, 10_000, 20_000, 37_000)
    ),
    _season("74,000", 74_000, 48, 240, "", scale=2),
    _season("110,000", 110_000, 48, 360, "", scale=3),
)
