"""The large way: as exact as the plain one where it ends by proof, the same for any order of the file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from app.scheduling import solve as engine
from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import read_problem
from app.scheduling.contract.result import Result
from app.scheduling.solve import Options, solve
from bench.season import season
from tests.scheduling.bruteforce import best
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, day, house, party, solved, town


@pytest.fixture(scope="module")
def _always_large() -> Iterator[None]:
    """Every problem goes the large way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "PLAIN_COLUMNS", -1)
        yield


@pytest.mark.usefixtures("_always_large")
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_large_way_is_exact_on_small_problems(problem: Problem) -> None:
    truth, result = best(problem), solve(problem, Options(time_limit=30.0))
    assert check(problem, result) == []
    if truth is None:
        assert result.status == "infeasible"
    else:
        assert (result.status, tuple(o.value for o in result.objectives)) == ("optimal", truth)


def small_season(people: int = 600, seed: int = 1) -> Problem:
    return read_problem(json.dumps(season(people, seed, weeks=2, micro=True)).encode())


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem with its lists in another order."""
    rng = random.Random(seed)
    mixed = {
        name: tuple(rng.sample(getattr(problem, name), len(getattr(problem, name))))
        for name in ("venues", "offerings", "parties", "quotas", "locks")
    }
    rooms = {v.id: tuple(rng.sample(v.rooms, len(v.rooms))) for v in problem.venues}
    mixed["venues"] = tuple(replace(v, rooms=rooms[v.id]) for v in mixed["venues"])
    parties = (replace(p, members=tuple(rng.sample(p.members, len(p.members)))) for p in mixed["parties"])
    return replace(problem, **(mixed | {"parties": tuple(parties)}))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_season_of_600_people(seed: int) -> None:
    problem = small_season(seed=seed)
    result = solve(problem, Options(time_limit=60.0))
    assert check(problem, result) == []
    people = result.objectives[0]
    assert people.value == people.bound


def test_a_look_at_the_whole_closes_what_neighbourhoods_leave_open() -> None:
    problem = read_problem(json.dumps(season(1000, 3, weeks=6)).encode())
    result = solve(problem, Options(time_limit=60.0))
    assert check(problem, result) == []
    assert (result.status, [o.value for o in result.objectives]) == ("optimal", [2765, 61, 301476])


def test_the_order_of_the_file_makes_no_difference() -> None:
    problem = small_season(300)
    results = [solve(p, Options(time_limit=60.0)) for p in (problem, shuffled(problem, 1))]
    assert [r.status for r in results] == ["optimal", "optimal"]
    assert _beds(results[0]) == _beds(results[1])


def _beds(result: Result) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    return [
        (p.party, p.offering, sorted((m, b.room, b.bed) for m, b in p.beds.items()))
        for p in result.placements
    ]


def test_ranked_courses_with_two_places_each_are_solved_to_proof() -> None:
    """A hundred people rank eight courses, two a day, and want two."""
    rng = random.Random(5)
    names = [f"c{k}" for k in range(8)]
    courses = [course(name, day(6 + k // 2).day, seats=20, minimum=10) for k, name in enumerate(names)]
    parties = [party(f"p{k}", "F", *rng.sample(names, 8), wants=2, lottery=k + 1) for k in range(100)]
    result = solved(town(house(), courses, parties))
    assert result.status == "optimal"
    assert result.objectives[0].value == 160
