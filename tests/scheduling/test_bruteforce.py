"""The engine against the slow truth, on random small problems with every feature."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Lock, Problem
from app.scheduling.contract.problem_file import read_problem, write_problem
from app.scheduling.contract.result import Bed, Placement, Reason, Result
from app.scheduling.contract.result_file import read_result, write_result
from app.scheduling.reasons.explain import explain
from app.scheduling.solve import Options, solve
from tests.scheduling.bruteforce import bedding_of, best, name_beds
from tests.scheduling.instances import problems
from tests.scheduling.samples import season

PLAN_RULES = {"minimum", "seats", "quota", "clash", "lock", "wants", "choice"}
EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "150"))
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def test_the_slow_truth_of_a_problem_seen_through_by_hand() -> None:
    """All are placed but the one locked out and the one alone in a wish; only Q's second wish costs rank."""
    assert best(season()) == (9, 1, 26)
    assert best(replace(season(), locks=(Lock("L", "stay"), Lock("L", None)))) is None


@thorough
@given(problems())
def test_the_engine_is_as_good_as_trying_everything(problem: Problem) -> None:
    result = solve(problem, Options(time_limit=60.0))
    truth = best(problem)
    assert check(problem, result) == []
    if truth is None:
        assert result.status == "infeasible"
        return
    assert result.status == "optimal"
    assert tuple(o.value for o in result.objectives) == truth
    choices = {party.id: party.choices for party in problem.parties}
    for unplaced in result.unplaced:
        assert tuple(reason.offering for reason in unplaced.reasons) == choices[unplaced.party]


@settings(thorough, max_examples=max(50, EXAMPLES // 3))
@given(problems())
def test_files_hold_all_of_it(problem: Problem) -> None:
    assert read_problem(write_problem(problem)) == problem
    result = solve(problem, Options(time_limit=60.0), problem_sha256="0" * 64)
    again = read_result(write_result(result))
    assert write_result(again) == write_result(result)
    assert check(problem, again) == []


@settings(thorough, max_examples=max(50, EXAMPLES // 3))
@given(problems())
def test_every_reason_is_true(problem: Problem) -> None:
    """Also of a plan that leaves out somebody who could be in it: one party is taken out of the best plan."""
    result = solve(problem, Options(time_limit=60.0))
    assume(result.placements and not problem.locks)
    left_out = result.placements[0].party
    kept = tuple(p for p in result.placements if p.party != left_out)
    assume(not _broken(problem, kept))
    used = {placement.offering for placement in kept}
    cancelled = [o.id for o in problem.offerings if o.minimum and o.id not in used]
    for unplaced in explain(problem, kept, cancelled):
        for reason in unplaced.reasons:
            _assert_true(problem, kept, unplaced.party, reason)


def _assert_true(problem: Problem, placements: tuple[Placement, ...], party: str, reason: Reason) -> None:
    """The rule named is broken when the party is added; if none is named, nothing is."""
    choices = problem.parties_by_id()[party].choices
    added = Placement(party, str(reason.offering), choices.index(str(reason.offering)) + 1)
    broken = _broken(problem, (*placements, added))
    expected = {"cancelled": "minimum", "seats": "seats", "quota": "quota"}.get(reason.reason)
    if expected is not None:
        assert expected in broken
        return
    assert not broken
    assert reason.reason == ("outranked" if _housed(problem, placements, added) else "no_bed")


def _broken(problem: Problem, placements: tuple[Placement, ...]) -> set[str]:
    result = Result("", 1, 0.0, "feasible", placements=placements)
    return {violation.rule for violation in check(problem, result)} & PLAN_RULES


def _housed(problem: Problem, placements: tuple[Placement, ...], added: Placement) -> bool:
    beds = {(p.party, p.offering): _plain(p.beds) for p in placements}
    given = {
        party.id: tuple(p.offering for p in placements if p.party == party.id) for party in problem.parties
    }
    given[added.party] = (added.offering,)
    return name_beds(problem, given, bedding_of(beds)) is not None


def _plain(beds: object) -> dict[str, tuple[str, int]]:
    assert isinstance(beds, dict)
    return {member: (bed.room, bed.bed) for member, bed in beds.items() if isinstance(bed, Bed)}
