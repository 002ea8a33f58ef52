"""The system in which some claims may give way, each by a number of its own: how far must they?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from app.scheduling.contradiction.by_relaxation import WHOLE, Pairs, any_point, least
from app.scheduling.formulation.claims import Claim, held
from app.scheduling.formulation.matrix import INF, Floats, Matrix
from app.scheduling.solving.highs import CUT_OFF, INFEASIBLE, OPTIMAL, Highs

HALF = 0.5  # a whole number that a solver says is more than this is at least 1


@dataclass(frozen=True, slots=True)
class Give:
    """How a claim can give way: `side` "least" lowers its least number, "most" raises its most,

    "lift" lifts a lock.
    """

    claim: int
    side: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The least total of what gave way. `by` has each Give that had to, with its amount.

    Unless it is `proven`, less may do, though no less than `bound` in all.
    """

    by: dict[Give, int]
    proven: bool
    bound: int


@dataclass(frozen=True, slots=True)
class System:
    """A formulation whose claims can be lifted: `free` is without any."""

    free: Matrix
    claims: Sequence[Claim]
    pairs: Pairs
    seed: int

    def holding(self, firm: Iterable[int]) -> Matrix:
        """With these claims in force, by their places, and the others lifted."""
        return held(self.free, self.claims, [self.claims[k] for k in firm])


class Elastic:
    """Built for `soft` claims; the claims in `firm` hold, all others are lifted."""

    def __init__(self, system: System, firm: Iterable[int], soft: Iterable[int]) -> None:
        self._system, self._width = system, len(system.free.lower)
        self.soft = sorted(set(soft))
        firmly = sorted(set(firm) - set(self.soft))
        rows, bounds = system.holding([*firmly, *self.soft]), system.holding(firmly)
        base = replace(rows, lower=bounds.lower, upper=bounds.upper)
        self.gives: list[Give] = []
        self._soft_rows: list[tuple[int, int]] = []  # (row of the system, claim)
        self.matrix = self._stretched(base)

    def _stretched(self, base: Matrix) -> Matrix:
        """One column for each way to give, in the rows that it eases; a lock's bounds become rows."""
        eased: list[tuple[int, int, float]] = []
        added: list[tuple[list[tuple[int, float]], float, float]] = []
        for k in self.soft:
            claim = self._system.claims[k]
            for side, bounds, sign in (("least", base.row_lower, 1.0), ("most", base.row_upper, -1.0)):
                rows = [row for row in claim.rows if np.isfinite(bounds[row])]
                if rows:
                    eased += [(row, len(self.gives), sign) for row in rows]
                    self.gives.append(Give(k, side))
                    self._soft_rows += [(row, k) for row in rows]
            if claim.demands or claim.blocks:
                place = self._width + len(self.gives)
                added += [([(column, 1.0), (place, 1.0)], 1.0, INF) for column in claim.demands]
                added += [([(column, 1.0), (place, -1.0)], -INF, 0.0) for column in claim.blocks]
                first = len(base.row_lower) + len(added) - len(claim.demands) - len(claim.blocks)
                self._soft_rows += [(row, k) for row in range(first, len(base.row_lower) + len(added))]
                self.gives.append(Give(k, "lift"))
        return self._joined(base, eased, added)

    def _joined(
        self,
        base: Matrix,
        eased: list[tuple[int, int, float]],
        added: list[tuple[list[tuple[int, float]], float, float]],
    ) -> Matrix:
        many = len(self.gives)
        rows, places, signs = (np.array(v) for v in zip(*eased, strict=True)) if eased else ([], [], [])
        beside = csr_matrix((signs, (rows, places)), shape=(len(base.row_lower), many))
        entries = [(row, column, value) for row, (line, _, _) in enumerate(added) for column, value in line]
        at, columns, values = (np.array(v) for v in zip(*entries, strict=True)) if entries else ([], [], [])
        below = csr_matrix((values, (at, columns)), shape=(len(added), self._width + many))
        most = [1.0 if give.side == "lift" else INF for give in self.gives]
        return Matrix(
            vstack([hstack([base.rows, beside]), below], format="csr"),
            np.concatenate([base.row_lower, [low for _, low, _ in added]]),
            np.concatenate([base.row_upper, [high for _, _, high in added]]),
            np.concatenate([base.lower, np.zeros(many)]),
            np.concatenate([base.upper, most]),
        )

    def _costs(self) -> Floats:
        return np.concatenate([np.zeros(self._width), np.ones(len(self.gives))])

    def least(self, seconds: float, stopped: Callable[[], bool]) -> Stretch | None:
        """The least total by which the soft claims give way: one at least, as held firm they contradict.

        None when that is not enough, or not known.
        """
        system = self._system
        answer = least(self.matrix, self._costs(), system.pairs, system.seed, seconds, stopped, floor=1)
        if answer.point is None:
            return None
        amounts = np.rint(answer.point[self._width :]).astype(int)
        by = {give: int(amount) for give, amount in zip(self.gives, amounts, strict=True) if amount}
        bound = math.ceil(answer.bound - WHOLE) if math.isfinite(answer.bound) else 1
        return Stretch(by, answer.status == OPTIMAL, max(1, bound))

    def broken(self, seconds: float, stopped: Callable[[], bool]) -> tuple[bool, frozenset[int]]:
        """(whether the firm claims contradict, soft claims that a plan for the firm ones breaks).

        A question that time leaves open gives (False, nothing).
        """
        system = self._system
        answer = any_point(self.matrix, self._costs(), system.pairs, system.seed, seconds, stopped)
        if answer.point is None:
            return answer.status == INFEASIBLE, frozenset()
        amounts = answer.point[self._width :]
        off = (give.claim for give, amount in zip(self.gives, amounts, strict=True) if amount > HALF)
        return False, frozenset(off)

    def certificate(self, seconds: float, stopped: Callable[[], bool]) -> frozenset[int]:
        """Soft claims that contradict each other even in fractions, by the relaxation's multipliers."""
        solver = Highs(self.matrix, self._costs(), self._system.seed, whole=False)
        if solver.solve(seconds, stopped).status in (CUT_OFF, INFEASIBLE):
            return frozenset()
        duals = solver.row_duals()
        return frozenset(claim for row, claim in self._soft_rows if abs(duals[row]) > 1e-9)
