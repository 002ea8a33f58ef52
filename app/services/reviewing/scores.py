"""What readings come to: totals in hundredths of a point out of 100, spread, and which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.models import Criterion, Programme, Reading
from app.services.reviewing import settings

WHOLE = 100 * 100


@dataclass(frozen=True, slots=True)
class Judged:
    """What an entry's readings come to so far.

    `missing` readers have still to be found, `unread` have not handed in. `spread` is between the first
    readers, in hundredths of a point; `wide`: one more is called. `counted` are the readings behind `total`.
    """

    readings: Sequence[Reading]
    missing: int
    unread: int
    spread: int | None = None
    wide: bool = False
    total: int | None = None
    counted: Sequence[Reading] = ()


def total_of(reading: Reading, criteria: Sequence[Criterion]) -> int:
    """The weighted total of a reading that has been handed in."""
    points = {score.criterion_id: score.points for score in reading.scores}
    parts = (Fraction(c.weight * (points[c.id] - c.least), c.most - c.least) for c in criteria)
    return _rounded(sum(parts, Fraction()) / sum(c.weight for c in criteria) * WHOLE)


def judge(readings: Sequence[Reading], criteria: Sequence[Criterion], programme: Programme) -> Judged:
    """All readings of one entry. Of a round that is not all in nothing is given away."""
    first = [reading for reading in readings if reading.round == 1]
    missing = max(settings.of(programme, "readers_each") - len(first), 0)
    unread = sum(reading.handed_in_at is None for reading in first)
    if missing or unread or not criteria:
        return Judged(readings, missing, unread)
    totals = {reading.id: total_of(reading, criteria) for reading in first}
    spread = max(totals.values()) - min(totals.values())
    if spread <= settings.of(programme, "wide_spread") * 100:
        mean = _rounded(Fraction(sum(totals.values()), len(totals)))
        return Judged(readings, 0, 0, spread, False, mean, first)
    later = [reading for reading in readings if reading.round == 2]
    if not later or later[0].handed_in_at is None:
        return Judged(readings, int(not later), len(later), spread, True)
    return _of_closest([*first, *later], criteria, spread)


def _of_closest(readings: Sequence[Reading], criteria: Sequence[Criterion], spread: int) -> Judged:
    """The mean of the two that are closest; of all such pairs, where several are as close."""
    totals = {reading.id: total_of(reading, criteria) for reading in readings}
    pairs = list(combinations(readings, 2))
    apart = {pair: abs(totals[pair[0].id] - totals[pair[1].id]) for pair in pairs}
    closest = [pair for pair in pairs if apart[pair] == min(apart.values())]
    mean = Fraction(sum(totals[each.id] for pair in closest for each in pair), 2 * len(closest))
    counted = [reading for reading in readings if any(reading in pair for pair in closest)]
    return Judged(readings, 0, 0, spread, True, _rounded(mean), counted)


def averages(judged: Judged, criteria: Sequence[Criterion]) -> list[tuple[Criterion, str]]:
    """The mean points of each criterion in the readings that count, to two places."""
    found = []
    for criterion in criteria:
        points = [
            s.points for reading in judged.counted for s in reading.scores if s.criterion_id == criterion.id
        ]
        if points:
            mean = _rounded(Fraction(sum(points) * 100, len(points)))
            found.append((criterion, f"{mean / 100:g}"))
    return found


def shown(total: int | None) -> str:
    """83.50; nothing where there is no total."""
    return "" if total is None else f"{total // 100}.{total % 100:02d}"


def _rounded(value: Fraction) -> int:
    """To the nearest whole; halves up, and not to the even as `round` does."""
    return int(value + Fraction(1, 2))
