"""Staying put: objectives first, then as few people moved as possible; frozen, nobody moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from app.scheduling import solve as engine
from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Lock, Objective, Problem
from app.scheduling.contract.result import Bed, Placement, Result
from app.scheduling.formulation.assign import formulate
from app.scheduling.formulation.outcome import plan_of
from app.scheduling.progress import CannotFreeze
from app.scheduling.solve import Options, search, solve
from app.scheduling.ways.keep import frozen, people_moved, still_there
from app.scheduling.ways.keep_start import Start
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

PEOPLE = (Objective("people_placed"),)


def crowd(seats: int = 2) -> Problem:
    """Six people, two courses, only the number of people counts: who goes where is all the same."""
    people = [party(name, "F", "c", "d", lottery=k) for k, name in enumerate("abcdef", 1)]
    return town(house(), [course("c", seats=seats), course("d", 13, seats=seats)], people, objectives=PEOPLE)


def places(result: Result) -> set[tuple[str, str]]:
    return {(p.party, p.offering) for p in result.placements}


EARLIER = (Placement("e", "c", 1), Placement("f", "c", 1), Placement("d", "d", 2), Placement("a", "d", 2))


def test_whoever_has_a_place_keeps_it_at_equal_objectives() -> None:
    problem = crowd()
    kept = solve(problem, Options(keep=EARLIER))
    assert places(kept) == {(p.party, p.offering) for p in EARLIER}
    assert check(problem, kept) == []
    assert places(solve(problem, Options())) != places(kept)


def test_a_better_value_comes_before_staying() -> None:
    problem = replace(crowd(), objectives=(Objective("people_placed"), Objective("lottery")))
    kept = solve(problem, Options(keep=EARLIER))
    assert {p.party for p in kept.placements} == set("abcd")
    assert search(problem, Options(keep=EARLIER)).moved == 2


@pytest.mark.parametrize("columns", [3000, -1])
def test_only_those_who_must_move_do(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """A course loses a seat: one person too many moves, whichever way the problem is solved."""
    monkeypatch.setattr(engine, "PLAIN_COLUMNS", columns)
    problem = crowd(3)
    smaller = replace(problem, offerings=(replace(problem.offerings[0], seats=1), problem.offerings[1]))
    ending = search(smaller, Options(keep=EARLIER))
    assert (ending.moved, ending.objectives[0].value) == (1, 4)


def test_people_are_counted_once_for_each_place_lost() -> None:
    problem = town(house(), [course("c"), course("d", 13), course("g", 20)], [
        party("a", "FF", "c", "d", "g", wants=2), party("b", "F", "c"),
    ])  # fmt: skip
    earlier = [Placement("a", "c", 1), Placement("a", "d", 2), Placement("b", "c", 1), Placement("x", "c", 1)]
    assert people_moved(problem, earlier, []) == 5
    assert people_moved(problem, earlier, [("a", "c"), ("a", "g"), ("b", "c")]) == 2
    assert people_moved(problem, earlier, [("a", "c"), ("a", "d"), ("a", "g")]) == 1
    gone = replace(problem, locks=(Lock("b", None),))
    assert people_moved(gone, earlier, [("a", "c"), ("a", "d")]) == 0


def test_placements_that_no_longer_exist_are_not_kept() -> None:
    problem = crowd()
    problem = replace(problem, locks=(Lock("e", "d"), Lock("f", None)))
    other = (*EARLIER, Placement("z", "c", 1), Placement("b", "gone", 1), Placement("b", "c", 1))
    assert [(p.party, p.offering) for p in still_there(problem, other)] == [
        ("a", "d"),
        ("b", "c"),
        ("d", "d"),
    ]


def test_frozen_nobody_moves_and_the_price_is_paid() -> None:
    problem = replace(crowd(), objectives=(Objective("people_placed"), Objective("lottery")))
    held = solve(problem, Options(keep=EARLIER, freeze=True))
    assert places(held) == {(p.party, p.offering) for p in EARLIER}
    assert held.objectives[1].value > solve(problem, Options(keep=EARLIER)).objectives[1].value
    assert check(problem, held) == []


def test_what_contradicts_a_freeze_is_said() -> None:
    problem = crowd()
    smaller = replace(problem, offerings=(replace(problem.offerings[0], seats=1), problem.offerings[1]))
    with pytest.raises(CannotFreeze, match="parties that were to stay: 2"):
        solve(smaller, Options(keep=EARLIER, freeze=True))


def test_nobody_is_held_where_the_least_number_cannot_be_reached() -> None:
    problem = crowd()
    large = replace(
        problem, offerings=(replace(problem.offerings[0], seats=9, minimum=7), problem.offerings[1])
    )
    assert {lock.party for lock in frozen(large, EARLIER).locks} == {"a", "d"}
    fillable = replace(large, offerings=(replace(large.offerings[0], minimum=4), large.offerings[1]))
    assert {lock.party for lock in frozen(fillable, EARLIER).locks} == {"a", "d", "e", "f"}


def test_who_stays_keeps_room_and_bed() -> None:
    people = [party(name, "F", "s", lottery=k) for k, name in enumerate("abcd", 1)]
    problem = town(house(2, 2, 1), [stay("s")], people)
    had = [Placement(name, "s", 1, {"m0": Bed("r2", bed)}) for name, bed in (("a", 2), ("c", 1))]
    kept = solve(problem, Options(keep=tuple(had)))
    assert [p for p in kept.placements if p.party in "ac"] == had
    assert check(problem, kept) == []


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_engine_begins_from_the_earlier_plan_and_moves_nobody_without_need(problem: Problem) -> None:
    """Kept from its own result, a problem gives the same places, rooms and beds."""
    first = solve(problem, Options(time_limit=20.0))
    if first.status == "infeasible" or not first.placements:
        return
    given = [(p.party, p.offering) for p in first.placements]
    model, _ = formulate(problem, given)
    point = Start(model).point(first.placements)
    assert point is not None
    assert sorted(plan_of(model, point).given) == sorted(given)
    again = solve(problem, Options(time_limit=20.0, keep=first.placements))
    assert (again.objectives, again.placements) == (first.objectives, first.placements)
    held = solve(problem, Options(time_limit=20.0, keep=first.placements, freeze=True))
    assert held.placements == first.placements
