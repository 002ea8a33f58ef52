"""What a party ranks: the middle of the season, the seaside and whole weeks are wanted most."""

from __future__ import annotations

import math
import random
from collections import defaultdict

from app.models import Offering, Programme
from app.services.demo.venues import CAMPUSES

WARMTH = 3.0  # how much the middle of a season is wanted over its ends
WEEKEND = 0.35
FREE_WEEKS = 10


class Taste:
    """Draws ranked choices in one programme: for the weeks a party is free, what it likes best."""

    def __init__(self, programme: Programme, rng: random.Random) -> None:
        self._rng = rng
        self._most = programme.max_choices
        self._weeks: dict[int, list[tuple[float, Offering]]] = defaultdict(list)
        pull = {campus.slug: campus.pull for campus in CAMPUSES}
        start = programme.offerings[0].starts_on
        count = (programme.offerings[-1].starts_on - start).days // 7 + 1
        for offering in programme.offerings:
            week = (offering.starts_on - start).days // 7
            warm = WARMTH * math.cos((week - count / 2) / count * 2 * math.pi)
            kind = 1.0 if offering.night_count > 1 else WEEKEND
            self._weeks[week].append((warm + math.log(pull[offering.venue.slug] * kind), offering))

    def choices(self) -> list[Offering]:
        """One offering to as many as may be ranked, the favourite first."""
        rng = self._rng
        weeks = rng.sample(sorted(self._weeks), min(FREE_WEEKS, len(self._weeks)))
        liked = [
            (pull + _gumbel(rng), offering.id, offering) for w in weeks for pull, offering in self._weeks[w]
        ]
        count = min(rng.choice((1, 1, 1, 2, 2, 3, 4, 5)), self._most)
        return [offering for *_, offering in sorted(liked, reverse=True)[:count]]


def _gumbel(rng: random.Random) -> float:
    return -math.log(-math.log(rng.random() or 0.5))
