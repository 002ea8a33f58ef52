"""Reasons put to the test by force: each kind once true, and once no longer; and all of a random problem."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.scheduling.contract.problem import Lock, Problem, Quota
from app.scheduling.contract.result import REASONS, Bed, Placement, Result
from app.scheduling.progress import NoPlanYet, Options
from app.scheduling.reasons.explain import Explainer
from app.scheduling.solve import solve
from bench.by_force import ByForce
from bench.reason_audit import explained, sampled, untrue
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "40"))
several = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

EAST = {"district": "east"}
Case = tuple[Problem, tuple[Placement, ...]]
Changed = Callable[[Problem], Problem]

BASE = town(
    house(2, 1),
    [stay("s"), course("c", minimum=1, seats=1), course("d", 20, minimum=2), course("few", 21, minimum=3)],
    [
        party("man", "M", "s", lottery=1),
        party("p", "FF", "s", "c", "d", lottery=2, groups=EAST),
        party("q", "F", "few", "c", "d", lottery=3, groups=EAST, wants=2),
        party("r", "F", "d", lottery=4),
    ],
)
GIVEN = (
    Placement("man", "s", 1, {"m0": Bed("r1", 1)}),
    Placement("r", "d", 1),
    Placement("q", "c", 2),
)
QUOTA = Quota("one", "district", "run", "east", maximum=1)


def locked(problem: Problem) -> Problem:
    return replace(problem, locks=(Lock("p", None),))


def one_of_the_east(problem: Problem) -> Problem:
    return replace(problem, quotas=(QUOTA,))


def unchanged(problem: Problem) -> Problem:
    return problem


def with_fields(offering: str, **fields: int) -> Changed:
    def change(problem: Problem) -> Problem:
        offerings = (replace(o, **fields) if o.id == offering else o for o in problem.offerings)
        return replace(problem, offerings=tuple(offerings))

    return change


def more_rooms(problem: Problem) -> Problem:
    return replace(problem, venues=(house(2, 1, 2),))


CASES = (
    ("locked", "p", "d", locked, unchanged),
    ("seats", "p", "c", unchanged, with_fields("c", seats=3)),
    ("quota", "p", "d", one_of_the_east, unchanged),
    ("cancelled", "q", "few", unchanged, with_fields("few", minimum=1)),
)


def result_of(placements: tuple[Placement, ...], cancelled: tuple[str, ...] = ()) -> Result:
    return Result("d" * 64, 1, 0.0, "feasible", (), placements, (), cancelled)


@pytest.mark.parametrize(("name", "who", "choice", "true", "false"), CASES)
def test_a_reason_is_true_of_its_own_problem_only(
    name: str, who: str, choice: str, true: Changed, false: Changed
) -> None:
    problem, result = true(BASE), result_of(GIVEN)
    asked = problem.parties_by_id()[who]
    reason = Explainer(problem, GIVEN, ()).reason(asked, choice)
    assert reason.reason == name
    assert ByForce(problem, result).fault(asked, reason) is None
    assert ByForce(false(BASE), result).fault(asked, reason) is not None


def test_no_bed_is_true_only_while_no_change_of_rooms_helps() -> None:
    problem = replace(BASE, venues=(house(2),))
    asked = problem.parties_by_id()["p"]
    reason = Explainer(problem, GIVEN, ()).reason(asked, "s")
    assert reason.reason == "no_bed"
    assert ByForce(problem, result_of(GIVEN)).fault(asked, reason) is None
    assert ByForce(BASE, result_of(GIVEN)).fault(asked, reason) is not None  # the man can change rooms


def test_a_clash_is_true_only_of_what_is_not_given_up() -> None:
    problem = town(house(), [course("a"), course("b")], [party("p", "F", "a", "b", wants=2)])
    asked = problem.parties[0]
    reason = Explainer(problem, [Placement("p", "a", 1)], ()).reason(asked, "b")
    assert reason.reason == "clash"
    assert ByForce(problem, result_of((Placement("p", "a", 1),))).fault(asked, reason) is None
    later = replace(problem, offerings=(course("a"), course("b", 9)))
    assert ByForce(later, result_of((Placement("p", "a", 1),))).fault(asked, reason) is not None


def test_outranked_names_those_whom_it_would_cost_their_place() -> None:
    parties = [party("p", "F", "a", "b", lottery=2), party("q", "F", "b", lottery=1)]
    problem = town(house(), [course("a"), course("b", 9, minimum=2)], parties)
    placements = (Placement("p", "b", 2), Placement("q", "b", 1))
    reason = Explainer(problem, placements, ()).reason(parties[0], "a")
    assert (reason.reason, reason.detail["costs"]) == ("outranked", ["q"])
    assert ByForce(problem, result_of(placements)).fault(parties[0], reason) is None
    fewer = with_fields("b", minimum=1)(problem)
    assert ByForce(fewer, result_of(placements)).fault(parties[0], reason) is not None


def test_a_plan_that_could_be_better_is_found_out() -> None:
    problem = town(house(), [course("a")], [party("p", "F", "a")])
    ((asked, reason),) = explained(problem, result_of(()))
    assert reason.detail["open"]
    assert ByForce(problem, result_of(())).fault(asked, reason) is not None


@several
@given(problems())
def test_all_reasons_of_the_engine_are_true(problem: Problem) -> None:
    try:
        result = solve(problem, Options(time_limit=20.0))
    except NoPlanYet:
        assume(False)
    assume(result.status != "infeasible")
    reasons = explained(problem, result)
    assert {reason.reason for _, reason in reasons} <= set(REASONS)
    assert untrue(problem, result, reasons) == []


def test_samples_see_every_kind() -> None:
    problem = replace(BASE, venues=(house(2),))
    reasons = explained(problem, result_of(GIVEN))
    kinds = {reason.reason for _, reason in reasons}
    assert {reason.reason for _, reason in sampled(reasons, len(kinds), 1)} == kinds
    assert sampled(reasons, 2, 7) == sampled(reasons, 2, 7)
