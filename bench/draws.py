"""How the instance families draw people and wishes: sizes, ranked lists, tiers, lottery numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

TIER_SHARES = (0.05, 0.35, 0.30, 0.30)
AT_ONCE = 4096  # people whose wishes are drawn together: keeps the table of wishes small
USUAL = (
    {"maximise": "people_placed", "tier_weights": {"1": 8, "2": 4, "3": 2, "4": 1}},
    {"minimise": "rank_cost"},
    {"minimise": "lottery"},
)
STRICT = (
    *({"maximise": "people_placed", "tier_weights": {str(tier): 1}} for tier in (1, 2, 3, 4)),
    {"minimise": "rank_cost"},
    {"minimise": "lottery"},
)


def sizes(rng: np.random.Generator, people: int, shares: Sequence[float]) -> Ints:
    """Sizes of parties, at least `people` people in all; `shares[n]` is the share of parties of n + 1."""
    drawn = rng.choice(np.arange(1, len(shares) + 1), people, p=np.array(shares) / sum(shares))
    return np.asarray(drawn[: int(np.searchsorted(np.cumsum(drawn), people)) + 1], dtype=np.int64)


def ranked(rng: np.random.Generator, appeal: Floats, kinds: Ints, ranks: int) -> Ints:
    """Each party's offerings, best first, as a multinomial logit model draws them (Gumbel noise).

    `appeal` has a row for each kind of party and a column for each offering (logarithms); `kinds` says of
    which kind each party is. Returns one row of `ranks` places for each party.
    """
    found = []
    for first in range(0, len(kinds), AT_ONCE):
        mine = appeal[kinds[first : first + AT_ONCE]]
        liked = mine + rng.gumbel(size=mine.shape)
        found.append(np.argsort(-liked, axis=1, kind="stable")[:, :ranks])
    return np.concatenate(found)


def parties(
    rng: np.random.Generator, how_many: Ints, choices: Ints, offerings: Sequence[Json], wants: int = 1
) -> Iterator[Json]:
    """Parties of these sizes with these ranked lists; members have ids and nothing else."""
    tiers = rng.choice(np.arange(1, 5), len(how_many), p=TIER_SHARES)
    lots = rng.permutation(len(how_many)) + 1
    for k, (size, ranks, tier, lot) in enumerate(zip(how_many, choices, tiers, lots, strict=True)):
        yield {
            "id": f"P{k + 1:06d}",
            "tier": int(tier),
            "lottery": int(lot),
            "wants": wants,
            "members": [{"id": "abcdef"[n]} for n in range(size)],
            "choices": [offerings[place]["id"] for place in ranks.tolist()],
        }


def problem(name: str, offerings: Sequence[Json], asking: Sequence[Json], **more: Any) -> Json:
    """A problem file of these; venues without rooms unless `venues` are given."""
    venues = [{"id": venue, "rooms": []} for venue in sorted({o["venue"] for o in offerings})]
    return {
        "format": "allocation-problem/1",
        "name": name,
        "venues": venues,
        "offerings": list(offerings),
        "parties": list(asking),
        "objectives": list(USUAL),
    } | more
