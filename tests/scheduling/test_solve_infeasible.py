"""Problems without any allocation: the engine says so, and names what contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.scheduling.problem import Lock, Problem, Quota
from tests.scheduling.towns import course, house, party, solved, stay, town

EAST = {"district": "east"}


def conflict(problem: Problem) -> list[tuple[Any, ...]]:
    result = solved(problem)
    assert result.status == "infeasible"
    assert {u.party for u in result.unplaced} == {p.id for p in problem.parties}
    return sorted(tuple(str(v) for v in part.values()) for part in result.conflict)


@pytest.mark.parametrize(
    ("locks", "named"),
    [
        ([Lock("a", None), Lock("a", "c")], [("lock", "a", "None"), ("lock", "a", "c")]),
        ([Lock("a", "c"), Lock("a", "d"), Lock("b", "c")], [("lock", "a", "c"), ("lock", "a", "d")]),
        ([Lock("a", "s", {"m0": "r1", "m1": "r2"})], [("lock", "a", "s")]),
        (
            [Lock("b", "s", {"m0": "r1"}), Lock("c", "s", {"m0": "r1"})],
            [("lock", "b", "s"), ("lock", "c", "s")],
        ),
    ],
)
def test_locks_against_each_other(locks: Sequence[Lock], named: list[tuple[str, ...]]) -> None:
    parties = [party("a", "FF", "c", wants=1), party("b", "F", "c"), party("c", "M", "c")]
    problem = town(house(2, 2), [course("c"), course("d"), stay("s")], parties, locks=tuple(locks))
    assert conflict(problem) == named


def test_a_lock_against_a_minimum() -> None:
    problem = town(house(), [course("c", minimum=2)], [party("a", "F", "c")], locks=(Lock("a", "c"),))
    assert conflict(problem) == [("lock", "a", "c"), ("minimum", "c")]


def test_a_least_number_that_nobody_can_meet() -> None:
    quotas = (
        Quota("most", "district", "run", maximum=9),
        Quota("least", "district", "run", "east", minimum=2),
    )
    problem = town(house(), [course("c")], [party("a", "F", "c", groups=EAST)], quotas=quotas)
    assert conflict(problem) == [("quota", "least", "east")]


def test_nothing_at_all_can_be_infeasible() -> None:
    quota = Quota("least", "district", "run", "east", minimum=1)
    assert conflict(town(house(), [], [], quotas=(quota,))) == [("quota", "least", "east")]


def test_nothing_at_all_can_be_optimal() -> None:
    assert solved(town(house(), [], [])).status == "optimal"
