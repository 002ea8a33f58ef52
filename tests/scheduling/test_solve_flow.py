"""Plain seats as a flow: as exact as trying everything, whatever fits the solver's 64 bits."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from app.scheduling import solve as engine
from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Lock, Objective, Offering, Party, Problem, Quota
from app.scheduling.formulation.assign import formulate
from app.scheduling.solve import Options, solve
from app.scheduling.solving import network
from app.scheduling.solving.flow import seats_of
from tests.scheduling.bruteforce import best
from tests.scheduling.instances import OBJECTIVES, seldom, some
from tests.scheduling.towns import course, house, party, solved, stay, town
from tests.scheduling.towns import given as given_in

GROUPS = (  # each employer is in one district
    {"district": "east", "employer": "mill"},
    {"district": "east", "employer": "yard"},
    {"district": "west", "employer": "bank"},
    {},
)
STRICT = tuple(Objective("people_placed", {tier: 1}) for tier in (1, 2, 3))
thorough = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def _flow_only() -> Iterator[None]:
    """No other way may be taken."""

    def never(*_: object) -> None:
        raise AssertionError("not solved as a flow")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "solve_stages", never)
        patch.setattr(engine, "Search", never)
        yield


@st.composite
def plain(draw: DrawFn) -> Problem:
    """Seats only: up to four courses and six people, with ties, locks, wishes for two and quotas."""
    names = [f"o{k}" for k in range(draw(st.integers(1, 4)))]
    courses = [
        course(name, 6 + k, 6 + k + draw(st.sampled_from([0, 0, 1])), seats=_seats(draw))
        for k, name in enumerate(names)
    ]
    parties = [_person(draw, f"p{k}", names) for k in range(draw(st.integers(1, 6)))]
    locks = [_lock(draw, parties, courses) for _ in range(draw(st.sampled_from([0, 0, 1, 2])))]
    different = {(lock.party, lock.offering): lock for lock in locks}
    objectives = draw(st.sampled_from([*OBJECTIVES, (*STRICT, *OBJECTIVES[0][1:])]))
    quotas = tuple(_quota(draw, f"q{k}") for k in range(draw(st.sampled_from([0, 0, 1, 2, 3]))))
    fields = {"locks": tuple(different.values()), "objectives": objectives, "quotas": quotas}
    return town(house(), courses, parties, **fields)


def _seats(draw: DrawFn) -> int | None:
    return None if seldom(draw, 5) else draw(st.integers(0, 3))


def _person(draw: DrawFn, name: str, names: list[str]) -> Party:
    choices = some(draw, names, 0 if seldom(draw, 8) else 1)
    return party(
        name,
        "F",
        *choices,
        tier=draw(st.integers(1, 3)),
        lottery=draw(st.integers(0, 6)),
        wants=2 if seldom(draw, 4) else 1,
        groups=draw(st.sampled_from(GROUPS)),
    )


def _quota(draw: DrawFn, name: str) -> Quota:
    """Over the run at least and at most so many, or in each offering at most so many."""
    group, value = draw(st.sampled_from([("district", "east"), ("employer", "mill"), ("employer", None)]))
    scope = draw(st.sampled_from(["offering", "run"]))
    least = 1 if scope == "run" and seldom(draw, 3) else 0
    return Quota(name, group, scope, value, least, draw(st.integers(max(least, 1), 3)))


def _lock(draw: DrawFn, parties: list[Party], courses: list[Offering]) -> Lock:
    return Lock(draw(st.sampled_from(parties)).id, draw(st.sampled_from([None, *(c.id for c in courses)])))


@pytest.mark.usefixtures("_flow_only")
@thorough
@given(plain())
def test_all_objectives_at_once(problem: Problem) -> None:
    if seats_of(formulate(problem)[0]) is not None:
        _assert_exact(problem)


@thorough
@given(plain(), st.sampled_from([0, 60, 200, 800, 3000]))
def test_stage_by_stage_where_costs_do_not_fit(problem: Problem, widest: int) -> None:
    """With next to no room for costs, another way goes on from what the flow has proven."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "WIDEST", widest)
        _assert_exact(problem)


def _assert_exact(problem: Problem) -> None:
    truth, result = best(problem), solve(problem, Options(time_limit=30.0))
    assert check(problem, result) == []
    if truth is None:
        assert result.status == "infeasible"
    else:
        assert (result.status, tuple(o.value for o in result.objectives)) == ("optimal", truth)


@pytest.mark.usefixtures("_flow_only")
def test_a_lucky_number_decides_between_two_who_want_the_same() -> None:
    people = [party("a", "F", "c", lottery=2), party("b", "M", "c", lottery=1)]
    assert given_in(town(house(), [course("c", seats=1)], people)) == {("b", "c")}


@pytest.mark.usefixtures("_flow_only")
def test_a_thousand_people_the_same_for_any_order_of_the_file() -> None:
    rng = random.Random(3)
    names = [f"c{k}" for k in range(20)]
    courses = [course(name, seats=40) for name in names]
    people = [party(f"p{k}", "F", *rng.sample(names, 3), lottery=k // 4 + 1) for k in range(1000)]
    shuffled = town(house(), rng.sample(courses, 20), rng.sample(people, 1000))
    assert given_in(town(house(), courses, people)) == given_in(shuffled)


@pytest.mark.usefixtures("_flow_only")
def test_quotas_that_nest_are_part_of_the_flow() -> None:
    """Two of three from the mill, three of four from the east, one of them in each course."""
    people = [
        party(name, "F", *"cde", lottery=k, groups={"district": "east", "employer": employer})
        for k, (name, employer) in enumerate([("p", "mill"), ("q", "mill"), ("r", "mill"), ("s", "yard")])
    ]
    quotas = (
        Quota("mill", "employer", "run", "mill", maximum=2),
        Quota("east", "district", "run", maximum=3),
        Quota("each", "district", "offering", "east", maximum=1),
    )
    courses = [course("c", 6), course("d", 7), course("e", 8)]
    found = given_in(town(house(), courses, people, quotas=quotas))
    assert {name for name, _ in found} == {"p", "q", "s"}
    assert {course for _, course in found} == {"c", "d", "e"}


@pytest.mark.usefixtures("_flow_only")
def test_days_that_clash_in_one_place_only_are_part_of_the_flow() -> None:
    courses = [course("c", 6), course("d", 6), course("e", 7)]
    twice = [party("a", "F", "c", "d", "e", wants=2)]
    assert given_in(town(house(), courses, twice)) == {("a", "c"), ("a", "e")}


def test_what_is_no_flow_is_left_to_others() -> None:
    one, two = party("a", "F", "c", "d"), party("b", "FF", "c")
    crossing = (
        Quota("few", "district", "run", "east", maximum=2),
        Quota("old", "age", "run", "old", maximum=2),
    )
    groups = [{"district": "east"}, {"district": "east", "age": "old"}, {"age": "old"}]
    apart = [party(f"p{k}", "F", "c", "d", groups=group) for k, group in enumerate([*groups, *groups])]
    twice = [party("a", "F", "c", "d", "e", wants=2)]
    days = [course("c", 6), course("d", 6, 7), course("e", 7)]
    for problem in (
        town(house(), [course("c", seats=1), course("d")], [one, two]),
        town(house(), [course("c", minimum=1), course("d")], [one]),
        town(house(2), [stay("c"), course("d")], [one]),
        town(house(), [course("c"), course("d")], apart, quotas=crossing),
        town(house(), days, twice),
    ):
        assert seats_of(formulate(problem)[0]) is None
        assert solved(problem).status == "optimal"
