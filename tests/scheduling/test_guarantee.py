"""Nobody worse than if served in order, and the best within that: against trying everything."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.cli.engine import allocate
from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from app.scheduling.contract.problem_file import write_problem
from app.scheduling.contract.result import Placement, Result
from app.scheduling.contract.result_file import read_result
from app.scheduling.progress import METHODS, CannotServe, Options
from app.scheduling.solve import search, solve
from app.scheduling.ways.in_order import in_order_plan, placements_of
from tests.scheduling.bruteforce import assignments, name_beds, values, worth
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "60"))
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def ranks(placements: list[Placement] | tuple[Placement, ...], party_id: str) -> list[int]:
    return sorted(p.rank or 0 for p in placements if p.party == party_id)


def no_worse(mine: list[int], served: list[int]) -> bool:
    return len(mine) >= len(served) and all(m <= s for m, s in zip(mine, served, strict=False))


def by_method(problem: Problem, method: str) -> Result:
    result = solve(problem, Options(time_limit=30.0, method=method))
    assert check(problem, result) == []
    return result


@thorough
@given(problems())
def test_the_best_of_all_in_which_nobody_does_worse(problem: Problem) -> None:
    try:
        plan = in_order_plan(problem)
    except CannotServe:
        assume(False)
    served = {p.id: ranks(placements_of(problem, plan.given), p.id) for p in problem.parties}
    floors = []
    for number, tried in enumerate(assignments(problem)):
        mine = placements_of(problem, [(p, o) for p, offerings in tried.items() for o in offerings])
        if all(no_worse(ranks(mine, p), served[p]) for p in served):
            floors.append((worth(problem, tried), number, tried))
    truth = next(
        values(problem, tried) for _, _, tried in sorted(floors) if name_beds(problem, tried) is not None
    )
    ending = search(problem, Options(time_limit=30.0, method="guarantee"))
    assert [(o.value, o.bound) for o in ending.within] == [(value, value) for value in truth]
    assert by_method(problem, "guarantee").status in ("optimal", "feasible")


def crossed() -> Problem:
    """The optimiser sends a to its second choice so that b, which names only the first, has a place too."""
    parties = [party("a", "F", "s", "t", lottery=1), party("b", "F", "s", lottery=2)]
    return town(house(), [course("s", seats=1), course("t", seats=1)], parties)


@pytest.mark.parametrize(
    ("method", "got"),
    [
        ("optimiser", {("a", "t"), ("b", "s")}),
        ("in_order", {("a", "s")}),
        ("guarantee", {("a", "s")}),
        ("first_choice", {("a", "s")}),
    ],
)
def test_what_the_methods_make_of_the_same(method: str, got: set[tuple[str, str]]) -> None:
    assert {(p.party, p.offering) for p in by_method(crossed(), method).placements} == got


def test_locks_that_contradict_each_other_are_named_by_every_method() -> None:
    problem = replace(crossed(), locks=(Lock("a", "s"), Lock("b", "s")))
    for method in METHODS:
        result = by_method(problem, method)
        assert result.status == "infeasible"
    assert all(part["kind"] == "lock" for part in result.conflict)


def test_what_serving_in_order_misses_and_others_do_not_is_said() -> None:
    """Only the optimiser leaves a where b and c of the same value can be together."""
    east = {"district": "east"}
    parties = [
        party("a", "F", "s", "t", lottery=1, groups=east),
        party("b", "FF", "s", lottery=2, groups=east),
    ]
    least = Quota("q", "district", "run", minimum=3)
    problem = town(house(), [course("s", seats=2), course("t")], parties, quotas=(least,))
    assert by_method(problem, "optimiser").status == "optimal"
    with pytest.raises(CannotServe, match="quota q: 1 people of east fit, at least 3"):
        solve(problem, Options(method="in_order"))


def test_the_command_takes_a_method(tmp_path: Path) -> None:
    from click.testing import CliRunner

    source, target = tmp_path / "problem.json", tmp_path / "result.json"
    source.write_bytes(write_problem(crossed()))
    told = CliRunner().invoke(allocate, [str(source), str(target), "--method", "in_order"])
    assert told.exit_code == 0
    assert "status: feasible" in told.output
    assert [(p.party, p.offering) for p in read_result(target.read_bytes()).placements] == [("a", "s")]


def queue(third: Party) -> Problem:
    """Served in order, a has s, b its second choice t, c nothing; the optimiser sends b on, c has t."""
    parties = [party("a", "F", "s", "t", "u", lottery=1), party("b", "F", "s", "t", "u", lottery=2), third]
    return town(house(), [course(o, seats=1) for o in "stu"], parties)


def got(problem: Problem, method: str) -> dict[str, str]:
    return {p.party: p.offering for p in by_method(problem, method).placements}


def test_first_choices_are_kept_and_the_others_make_room() -> None:
    problem = queue(party("c", "F", "s", "v", "t", lottery=3))
    problem = replace(problem, offerings=(*problem.offerings, course("v", seats=0)))
    assert got(problem, "guarantee") == {"a": "s", "b": "t"}
    assert got(problem, "first_choice") == {"a": "s", "b": "u", "c": "t"}


def test_who_names_fewer_choices_gets_what_serving_in_order_gives() -> None:
    problem = queue(party("c", "F", "t", lottery=3))
    assert len(got(problem, "optimiser")) == 3
    assert got(problem, "in_order") == got(problem, "first_choice") == {"a": "s", "b": "t"}
