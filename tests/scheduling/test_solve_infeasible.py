"""Problems without any allocation: the engine says so, and names what contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from app.scheduling.contract.problem_file import write_problem
from app.scheduling.contract.result_file import read_result
from app.scheduling.process import _finish_here
from app.scheduling.progress import Options, Progress
from app.scheduling.solve import solve
from tests.scheduling.towns import course, house, party, solved, stay, town

EAST = {"district": "east"}


NAMES = ("kind", "party", "offering", "quota", "value")


def parts(problem: Problem) -> list[dict[str, Any]]:
    """The parts of the conflict, of which the engine must have proven that no fewer contradict."""
    result = solved(problem)
    assert result.status == "infeasible"
    assert {u.party for u in result.unplaced} == {p.id for p in problem.parties}
    found = [dict(part) for part in result.conflict]
    assert {part.pop("proof") for part in found} == {"smallest"}
    return found


def conflict(problem: Problem) -> list[tuple[Any, ...]]:
    """What each part names."""
    return sorted(tuple(str(part[name]) for name in NAMES if name in part) for part in parts(problem))


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


def easts(count: int, *choices: str) -> list[Party]:
    return [party(f"e{k}", "F", *choices, groups=EAST) for k in range(count)]


def test_the_nearest_minimum_is_as_many_as_can_come() -> None:
    problem = town(house(), [course("c", minimum=9)], easts(4, "c"), locks=(Lock("e0", "c"),))
    (_, minimum) = parts(problem)
    assert minimum == {"kind": "minimum", "offering": "c", "nearest": {"minimum": 4}, "enough": True}


def test_the_nearest_number_of_a_quota_alone_and_of_all_together() -> None:
    quotas = (
        Quota("least", "district", "run", "east", minimum=5),
        Quota("most", "district", "offering", maximum=2),
    )
    problem = town(house(), [course("c"), course("d")], easts(6, "c", "d"), quotas=quotas)
    least, most = parts(problem)
    assert least | {"together": None} == {
        "kind": "quota",
        "quota": "least",
        "value": "east",
        "nearest": {"min": 4},
        "enough": True,
        "together": None,
    }
    assert most["nearest"] == {"max": 3}  # three in one of the two courses of the day, two in the other
    changed = [(part["nearest"], part["together"]) for part in (least, most) if "together" in part]
    assert len(changed) == 1  # one step of either is the least
    assert changed[0][0] == changed[0][1]


def test_with_the_nearest_number_the_problem_can_be_solved_and_with_the_last_but_one_it_cannot() -> None:
    quota = Quota("least", "district", "run", "east", minimum=7)
    problem = town(house(2, 1), [stay("s"), course("c", 20, seats=2)], easts(7, "s", "c"), quotas=(quota,))
    ((part),) = parts(problem)
    nearest = part["nearest"]["min"]
    assert nearest == 5
    assert solved(replace(problem, quotas=(replace(quota, minimum=nearest),))).status == "optimal"
    assert solved(replace(problem, quotas=(replace(quota, minimum=nearest + 1),))).status == "infeasible"


def test_seats_that_locks_fill_more_than_once_are_a_number_too() -> None:
    locks = tuple(Lock(f"e{k}", "c") for k in range(4))
    found = parts(town(house(), [course("c", seats=2)], easts(5, "c"), locks=locks))
    assert [part["kind"] for part in found] == ["lock"] * 3
    assert [part["nearest"] for part in found] == [{"seats": 4}] * 3


def test_a_number_that_leaves_another_contradiction_says_so() -> None:
    quota = Quota("least", "district", "run", "east", minimum=2)
    stuck = (Lock("w", None), Lock("w", "c"))
    parties = [*easts(1, "c"), party("w", "F", "c")]
    result = solved(town(house(), [course("c")], parties, quotas=(quota,), locks=stuck))
    (part,) = result.conflict  # the smaller of the two contradictions
    assert (part["kind"], part["nearest"], part["enough"]) == ("quota", {"min": 1}, False)


def test_fewer_claims_are_found_than_halving_would_leave() -> None:
    """Three locks that cannot all be, or a lock and a minimum: of the contradictions the smaller one."""
    parties = [party(name, "F", "c") for name in "abz"]
    offerings = [course("c", seats=1), course("d", 20, minimum=3)]
    locks = (Lock("a", "c"), Lock("b", "c"), Lock("z", "d"))
    found = parts(town(house(), offerings, [*parties], locks=locks))
    assert len(found) == 2


def test_a_large_problem_without_a_plan_is_told_so() -> None:
    """Large enough for the relaxation's way; with every seat taken there are 900."""
    quota = Quota("least", "district", "run", "east", minimum=901)
    offerings = [course(f"c{k:02d}", 1 + k % 28, seats=20, minimum=10) for k in range(45)]
    names = [o.id for o in offerings]
    parties = [
        party(f"e{k:04d}", "FF", *(names[(k + j) % 45] for j in (0, 7, 19)), groups=EAST, lottery=k)
        for k in range(1020)
    ]
    result = solved(town(house(), offerings, parties, quotas=(quota,)))
    (part,) = result.conflict
    assert (part["quota"], part["nearest"], part["proof"]) == ("least", {"min": 900}, "smallest")


def test_what_is_known_early_makes_a_result_though_the_run_is_killed() -> None:
    problem = town(house(), [course("c", minimum=9)], easts(4, "c"), locks=(Lock("e0", "c"),))
    heard: list[Progress] = []
    solve(problem, Options(), heard.append)
    early = [progress for progress in heard if progress.conflict]
    assert early
    result = read_result(_finish_here(write_problem(problem), Options(), early[0]))
    assert result.status == "infeasible"
    assert {part["kind"] for part in result.conflict} == {"lock", "minimum"}
