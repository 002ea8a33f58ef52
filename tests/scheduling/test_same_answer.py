"""Same problem, seed and engine: the same places, whatever order the file is in and however many workers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.scheduling import solve as engine
from app.scheduling.contract.problem import Party, Problem, Venue
from app.scheduling.contract.problem_file import read_problem, write_problem
from app.scheduling.contract.result_file import write_result
from app.scheduling.progress import Progress
from app.scheduling.solve import Options, search, solve
from bench.season import season
from tests.scheduling.instances import problems

T = TypeVar("T")
LONG = 600.0  # seconds that no run here comes near: what ends it is proof or a count


@pytest.fixture(scope="module")
def _always_large() -> Iterator[None]:
    """Every problem goes the large way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "PLAIN_COLUMNS", -1)
        yield


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem, every list of which the order means nothing in another order."""
    rng = random.Random(seed)

    def mixed(values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(rng.sample(values, len(values)))

    def venue(v: Venue) -> Venue:
        return replace(v, rooms=mixed(v.rooms))

    def party(p: Party) -> Party:
        groups = dict(mixed(tuple(p.groups.items())))
        return replace(p, members=mixed(p.members), groups=groups)

    return replace(
        problem,
        venues=mixed(tuple(venue(v) for v in problem.venues)),
        offerings=mixed(problem.offerings),
        parties=mixed(tuple(party(p) for p in problem.parties)),
        quotas=mixed(problem.quotas),
        locks=mixed(problem.locks),
    )


def places(problem: Problem, workers: int = 2, steps: int | None = None) -> str:
    """The placements, byte for byte as a result file has them; read from a file, as any problem is."""
    options = Options(time_limit=LONG, workers=workers, steps=steps)
    result = solve(read_problem(write_problem(problem)), options)
    return json.dumps(json.loads(write_result(result))["placements"])


def drawn(people: int, seed: int = 1) -> Problem:
    return read_problem(json.dumps(season(people, seed, weeks=2, micro=True)).encode())


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 99))
def test_a_small_problem_in_any_order(problem: Problem, order: int) -> None:
    assert places(problem) == places(shuffled(problem, order))


@pytest.mark.usefixtures("_always_large")
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 99))
def test_a_small_problem_in_any_order_the_large_way(problem: Problem, order: int) -> None:
    assert places(problem) == places(shuffled(problem, order))


@pytest.mark.usefixtures("_always_large")
def test_a_season_in_another_order_and_on_one_worker() -> None:
    problem = drawn(250)
    plain = places(problem, workers=2)
    assert plain == places(shuffled(problem, 2), workers=2)
    assert plain == places(shuffled(problem, 3), workers=1)


@pytest.mark.usefixtures("_always_large")
def test_a_run_that_ends_by_its_count_of_steps_is_the_same_again() -> None:
    problem = drawn(250, seed=4)
    plain = places(problem, steps=2)
    assert plain == places(shuffled(problem, 5), steps=2)


def test_only_the_clock_or_a_stop_is_called_a_cut_off() -> None:
    problem = drawn(300)
    heard: list[Progress] = []
    assert not search(problem, Options(time_limit=LONG), heard.append).cut_off
    assert not heard[-1].cut_off
    heard.clear()
    stopped = search(problem, Options(time_limit=LONG), heard.append, lambda: bool(heard))
    assert stopped.cut_off
    assert heard[-1].cut_off
