"""The nearest numbers that could hold, for claims that cannot hold together.

For each number among them: what it would have to be if only it changed; and beside that what all of them
would be if their changes, in people, are to add up to the least. Where a lock brings people into an offering
with too few seats, the seats are such a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from app.scheduling.contract.problem import Problem
from app.scheduling.contradiction.by_relaxation import Pairs
from app.scheduling.contradiction.elastic import Elastic, Stretch, System
from app.scheduling.formulation.assign import Model, formulate
from app.scheduling.formulation.claims import Claim
from app.scheduling.formulation.matrix import INF, Matrix

PATIENCE = 30.0  # seconds for one number
WORTH_TELLING = 2  # times what is proven of the least change: a number further off tells nobody anything
NUMBERS = ("minimum", "quota", "seats")

Part = dict[str, Any]


def with_nearest(
    model: Model,
    system: System,
    found: Sequence[int],
    parts: Sequence[Mapping[str, Any]],
    left: Callable[[], float],
) -> list[Mapping[str, Any]]:
    """The parts of a conflict, those with a number with the nearest at which the problem can be solved.

    `nearest` has it by the field's name, if the others stay as they are; `together` the least change in all.
    `enough` False: there are other contradictions beside this one, and the numbers only solve this one.
    `found` are the places of the claims that `parts` tell of.
    """
    locked = {str(model.claims[k].what["offering"]) for k in found if model.claims[k].what["kind"] == "lock"}
    seats = sorted(o.id for o in model.problem.offerings if o.id in locked and o.seats is not None)
    if seats:
        system = _with_seats(model.problem, seats, system.seed)
    claims = system.claims
    numbers = [k for k in (*found, *range(len(model.claims), len(claims))) if _is_number(claims[k])]
    asking = _Asking(model.problem, system, [*found, *numbers], left)
    alone = {k: asking.alone(k) for k in numbers}
    together = asking.together(numbers) if len(numbers) > 1 else {}
    told: list[Mapping[str, Any]] = []
    for k, part in zip(found, parts, strict=True):
        whole = dict(part)
        for number in (n for n in numbers if n == k or _seats_of(claims[n], part)):
            whole |= alone[number]
            if number in together:
                whole["together"] = together[number]
        told.append(whole)
    return told


def pairs_of(model: Model) -> Pairs:
    """The pairs' columns, as programs near a relaxation look at them."""
    return Pairs(model.party, np.array([pair.size for pair in model.pairs], dtype=np.int64))


def _is_number(claim: Claim) -> bool:
    return claim.what["kind"] in NUMBERS


def _seats_of(claim: Claim, part: Mapping[str, Any]) -> bool:
    """Whether the claim is the seats of the offering that a lock names."""
    return (claim.what["kind"], part["kind"]) == ("seats", "lock") and claim.what["offering"] == part[
        "offering"
    ]


def _with_seats(problem: Problem, offerings: Iterable[str], seed: int) -> System:
    """The formulation in which the seats of these offerings are claims as well, behind the others."""
    limits = {o.id: o.seats for o in problem.offerings if o.id in set(offerings)}
    unseated = tuple(replace(o, seats=None) if o.id in limits else o for o in problem.offerings)
    model, free = formulate(replace(problem, offerings=unseated))
    lines = np.zeros((len(limits), len(free.lower)))
    claims = list(model.claims)
    for line, offering in enumerate(sorted(limits)):
        lines[line, : len(model.pairs)] = [p.size if p.offering.id == offering else 0 for p in model.pairs]
        claims.append(Claim({"kind": "seats", "offering": offering}, rows=[len(free.row_lower) + line]))
    most = [float(limits[offering] or 0) for offering in sorted(limits)]
    seated = Matrix(
        vstack([free.rows, csr_matrix(lines)], format="csr"),
        np.concatenate([free.row_lower, np.full(len(most), -INF)]),
        np.concatenate([free.row_upper, most]),
        free.lower,
        free.upper,
    )
    return System(seated, claims, pairs_of(model), seed)


class _Asking:
    """One question for each number, and one for all of them."""

    def __init__(
        self,
        problem: Problem,
        system: System,
        found: Sequence[int],
        left: Callable[[], float],
    ) -> None:
        self._system, self._left = system, left
        self._found = sorted(set(found))
        self._offerings = problem.offerings_by_id()
        self._quotas = {quota.id: quota for quota in problem.quotas}

    def alone(self, number: int) -> Part:
        """What one number has to be when no other changes; nothing when that cannot help, or is not known."""
        stretch, enough = self._stretch([number])
        if stretch is None or sum(stretch.by.values()) > WORTH_TELLING * stretch.bound:
            return {}
        found = self._values(stretch).get(number, {})
        unproven = {} if stretch.proven else {"proven_nearest": False}
        return {"nearest": found, "enough": enough, **unproven}

    def together(self, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
        """What the numbers are when the least is changed in all."""
        stretch, _ = self._stretch(numbers)
        return self._values(stretch) if stretch is not None else {}

    def _stretch(self, soft: Sequence[int]) -> tuple[Stretch | None, bool]:
        """How far these give way beside all else; if they alone cannot help, beside the conflict only."""
        for firm, enough in ((range(len(self._system.claims)), True), (self._found, False)):
            elastic = Elastic(self._system, firm, soft)
            stretch = elastic.least(min(PATIENCE, self._left()), lambda: self._left() <= 0)
            if stretch is not None:
                return stretch, enough
        return None, False

    def _values(self, stretch: Stretch) -> dict[int, dict[str, int]]:
        found: dict[int, dict[str, int]] = {}
        for give, amount in stretch.by.items():
            name, now = self._number(give.claim, give.side)
            found.setdefault(give.claim, {})[name] = now - amount if give.side == "least" else now + amount
        return found

    def _number(self, claim: int, side: str) -> tuple[str, int]:
        """The field that gives way, and what it says now."""
        what = self._system.claims[claim].what
        if what["kind"] == "quota":
            quota = self._quotas[what["quota"]]
            return ("min", quota.minimum) if side == "least" else ("max", quota.maximum or 0)
        offering = self._offerings[what["offering"]]
        return ("minimum", offering.minimum) if side == "least" else ("seats", offering.seats or 0)
