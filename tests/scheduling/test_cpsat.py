"""Exact numbers to meet, where branching on a relaxation finds no end: CP-SAT settles them."""

from __future__ import annotations

import random
import time
from typing import Any

import numpy as np
import pytest

from app.scheduling import solve as engine
from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Problem, Quota
from app.scheduling.formulation.assign import formulate
from app.scheduling.formulation.matrix import Ints
from app.scheduling.solve import Options, solve
from app.scheduling.solving import programs, stages
from app.scheduling.solving.cpsat import CpSat
from app.scheduling.solving.highs import CUT_OFF, INFEASIBLE, OPTIMAL, Answer
from tests.scheduling.towns import course, house, party, town


def exact_halves(people: int, quotas: int, courses: int, seed: int) -> Problem:
    """Of each of several overlapping groups, exactly half of the people are to be placed."""
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(courses)]
    drawn = [(rng.randint(2, 12), {f"g{q}": rng.choice("01") for q in range(quotas)}) for _ in range(people)]
    parties = [party(f"p{k:02}", "F" * size, *names, groups=groups) for k, (size, groups) in enumerate(drawn)]
    half = [sum(size for size, groups in drawn if groups[f"g{q}"] == "1") // 2 for q in range(quotas)]
    exact = tuple(Quota(f"q{q}", f"g{q}", "run", "1", half[q], half[q]) for q in range(quotas))
    return town(house(), [course(name, seats=2 * people) for name in names], parties, quotas=exact)


def nothing(problem: Problem) -> Ints:
    return np.zeros(len(formulate(problem)[0].matrix.lower), dtype=np.int64)


def test_an_infeasible_problem_is_told_as_such() -> None:
    problem = exact_halves(25, 5, 2, seed=1)
    answer = CpSat(formulate(problem)[0].matrix, nothing(problem), 1).solve(30.0, lambda: False)
    assert answer.status == INFEASIBLE


def test_a_plan_is_found_and_the_same_each_time() -> None:
    problem = exact_halves(40, 5, 2, seed=1)
    matrix = formulate(problem)[0].matrix
    first, second = (CpSat(matrix, nothing(problem), 1).solve(30.0, lambda: False) for _ in range(2))
    assert first.status == second.status == OPTIMAL
    assert first.point is not None
    assert second.point is not None
    assert matrix.holds(first.point.astype(np.int64))
    assert (first.point == second.point).all()


def test_a_stop_is_obeyed_at_once() -> None:
    model = formulate(exact_halves(60, 5, 3, seed=3))[0]
    began = time.monotonic()
    answer = CpSat(model.matrix, model.costs[0], 1).solve(30.0, lambda: time.monotonic() > began + 1)
    assert answer.status == CUT_OFF
    assert time.monotonic() - began < 3


def test_the_effort_is_limited() -> None:
    model = formulate(exact_halves(60, 5, 3, seed=3))[0]
    answer = CpSat(model.matrix, model.costs[0], 1).solve(60.0, lambda: False, effort=0.01)
    assert answer.status == CUT_OFF


@pytest.mark.parametrize("columns", [engine.PLAIN_COLUMNS, -1])
def test_both_ways_end_in_infeasible(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """However little HiGHS is allowed to find out by itself: it is CP-SAT that settles it."""
    real, asked = CpSat.solve, list[str]()

    def heard(self: CpSat, *args: Any, **more: Any) -> Answer:
        answer = real(self, *args, **more)
        asked.append(answer.status)
        return answer

    monkeypatch.setattr(CpSat, "solve", heard)
    monkeypatch.setattr(engine, "PLAIN_COLUMNS", columns)
    monkeypatch.setattr(stages, "FEW_NODES", 1)
    monkeypatch.setattr(programs.Programs, "whole", lambda *_: None)
    problem = exact_halves(20, 5, 2, seed=3)
    result = solve(problem, Options(time_limit=60.0))
    assert result.status == "infeasible"
    assert INFEASIBLE in asked
    assert result.conflict
    assert check(problem, result) == []
