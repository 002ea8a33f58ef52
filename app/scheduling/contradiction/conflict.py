"""Which locks, minimums and quotas cannot hold together: a smallest set, and the numbers that could.

First the relaxation's multipliers leave few claims to look at, then halving (QuickXplain) those of which none
can be spared, then hitting sets say whether fewer others would do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.scheduling.contradiction.by_relaxation import any_point
from app.scheduling.contradiction.elastic import Elastic, System
from app.scheduling.contradiction.hitting import hitting_set
from app.scheduling.contradiction.nearest import pairs_of, with_nearest
from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Matrix
from app.scheduling.solving.highs import INFEASIBLE

Parts = list[Mapping[str, Any]]

SMALLEST, IRREDUCIBLE, CONTRADICTORY = "smallest", "irreducible", "contradictory"

PATIENCE = 10.0  # seconds for one question: feasible or not?
SHARE = 0.4  # of the time left, to look for a smaller set
MOST_ROUNDS = 100  # hitting sets tried


def conflict(
    model: Model,
    free: Matrix,
    seed: int,
    left: Callable[[], float],
    tell: Callable[[Parts], None] = lambda _: None,
) -> Parts:
    """Claims that contradict each other, each with how much is proven of the set, and the nearest numbers.

    `tell` hears early what is known so far.

    `free` is the system in which no claim holds, which the empty plan keeps; `left` says how many seconds are
    left. `proof` is "smallest" (no fewer claims contradict), "irreducible" (none of these can be spared) or,
    when the time was too short, "contradictory". A question that time leaves open counts as "no
    contradiction", which can make the set larger than needed, never wrong.
    """
    system = System(free, model.claims, pairs_of(model), seed)
    search = _Search(system, left)
    few = search.suspects()
    tell([{**model.claims[k].what, "proof": CONTRADICTORY} for k in few])
    found, proof = search.smallest(few)
    parts: Parts = [{**model.claims[k].what, "proof": proof} for k in found]
    tell(parts)
    return parts if proof == CONTRADICTORY else with_nearest(model, system, found, parts, left)


class _Search:
    """Asks which claims contradict; claims are spoken of by their places."""

    def __init__(self, system: System, left: Callable[[], float]) -> None:
        self._system, self._left = system, left

    def smallest(self, suspects: list[int]) -> tuple[list[int], str]:
        """A contradictory set of claims among those that contradict, and what is proven of its size."""
        found = self._irreducible([], suspects, False)
        if self._stopped() or not self.contradict(found):
            return found, CONTRADICTORY
        if len(found) == 1:
            return found, SMALLEST
        until = self._left() * (1 - SHARE)
        corrections: list[frozenset[int]] = []
        for _ in range(MOST_ROUNDS):
            hit = hitting_set(corrections, self._system.seed)
            if len(hit) >= len(found):
                return found, SMALLEST
            contradicts, broken = self._asked(hit)
            if contradicts:
                return hit, SMALLEST
            if not broken or self._left() < until:
                break
            corrections.append(broken)
        return found, IRREDUCIBLE

    def _asked(self, firm: list[int]) -> tuple[bool, frozenset[int]]:
        others = (k for k in range(len(self._system.claims)) if k not in firm)
        elastic = Elastic(self._system, firm, others)
        return elastic.broken(self._patience(), self._stopped)

    def suspects(self) -> list[int]:
        """Claims that contradict even in fractions; all, when it takes whole numbers to see it."""
        every = range(len(self._system.claims))
        elastic = Elastic(self._system, (), every)
        few = sorted(elastic.certificate(self._patience(), self._stopped))
        return few if few and self.contradict(few) else list(every)

    def contradict(self, holding: Sequence[int]) -> bool:
        """Whether no plan keeps these claims; False also when there is no time to know."""
        if self._stopped():
            return False
        matrix, system = self._system.holding(holding), self._system
        costs = np.zeros(len(matrix.lower))
        answer = any_point(matrix, costs, system.pairs, system.seed, self._patience(), self._stopped)
        return answer.status == INFEASIBLE

    def _irreducible(self, given: list[int], claims: list[int], given_grew: bool) -> list[int]:
        """The claims needed, beside `given`, for a contradiction; `given` + `claims` contradict."""
        if given_grew and self.contradict(given):
            return []
        if len(claims) == 1:
            return claims
        half = len(claims) // 2
        first, second = claims[:half], claims[half:]
        from_second = self._irreducible([*given, *first], second, bool(first))
        from_first = self._irreducible([*given, *from_second], first, bool(from_second))
        return sorted(from_first + from_second)

    def _patience(self) -> float:
        return min(PATIENCE, self._left())

    def _stopped(self) -> bool:
        return self._left() <= 0
