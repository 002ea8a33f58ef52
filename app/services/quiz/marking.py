"""Which questions a set has and what its answers are worth. Pure: the same seed gives the same set."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

FULL = 100


def drawn(pools: Sequence[tuple[Sequence[int], int]], seed: str) -> list[int]:
    """Ids of a set's questions, in the order in which they are asked.

    `pools` are (ids of a topic's questions, how many of them). Raises ValueError where a pool is too small.
    """
    rng = random.Random(seed)
    chosen = [one for ids, count in pools for one in rng.sample(sorted(ids), count)]
    rng.shuffle(chosen)
    return chosen


def shuffled(drawn: Sequence[int], options: Mapping[int, int], seed: str) -> list[dict[str, Any]]:
    """The set as `QuizTry.questions` keeps it; `options` says how many options each question has."""
    rng = random.Random(f"{seed} options")
    return [{"id": one, "order": rng.sample(range(options[one]), options[one])} for one in drawn]


def is_right(right: Sequence[int], chosen: Sequence[int] | None) -> bool:
    """All of the right options and no other."""
    return set(chosen or ()) == set(right)


def score(right_count: int, question_count: int) -> int:
    """From 0 to FULL, halves rounded up."""
    return (2 * FULL * right_count + question_count) // (2 * question_count) if question_count else 0
