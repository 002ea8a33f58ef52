"""Whether there is room: against trying every bed, on random small problems and on towns with a trap."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.scheduling.contract.problem import Lock, Problem
from app.scheduling.lodging.room_fit import RoomFit
from tests.scheduling.bruteforce import Assignment, name_beds, options
from tests.scheduling.instances import problems
from tests.scheduling.towns import house, party, stay, town

EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "80"))
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ENGINE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def housed(problem: Problem, placed: Assignment) -> bool:
    return name_beds(problem, {p.id: placed.get(p.id, ()) for p in problem.parties}) is not None


@thorough
@given(problems(), st.integers(0, 99))
def test_as_trying_every_bed_says(problem: Problem, seed: int) -> None:
    """Parties come, leave and ask in a random order; every answer is compared."""
    rng, fit, placed = random.Random(seed), RoomFit(problem), Assignment()
    for party_ in rng.choices(problem.parties, k=2 * len(problem.parties)):
        if party_.id in placed:
            for oid in placed.pop(party_.id):
                fit.remove(oid, fit.kinds(party_, oid) or ())
        for oid in [option[0] for option in options(problem, party_) if len(option) == 1]:
            kinds = fit.kinds(party_, oid)
            truth = housed(problem, {**placed, party_.id: (oid,)})
            assert (kinds is not None and fit.fits(oid, kinds)) == truth
            if truth and rng.random() < 0.5:
                assert fit.add(oid, kinds or ())
                placed[party_.id] = (oid,)
                break


@thorough
@given(problems())
def test_in_somebodys_place_as_trying_every_bed_says(problem: Problem) -> None:
    fit, placed = RoomFit(problem), Assignment()
    for party_ in problem.parties:
        for oid in next((o for o in options(problem, party_) if len(o) == 1), ()):
            kinds = fit.kinds(party_, oid)
            if kinds is not None and fit.add(oid, kinds):
                placed[party_.id] = (oid,)
    by_id = problem.parties_by_id()
    for other, (oid,) in placed.items():
        leaving = [(oid, fit.kinds(by_id[other], oid) or ())]
        for party_ in problem.parties:
            if party_.id != other and party_.id not in placed and oid in party_.choices:
                kinds = fit.kinds(party_, oid)
                if (oid,) not in options(problem, party_) or kinds is None:
                    continue
                rest = {p: o for p, o in placed.items() if p != other}
                assert fit.fits(oid, kinds, leaving) == housed(problem, {**rest, party_.id: (oid,)})


def answers(problem: Problem) -> list[bool]:
    """Each party comes to its first choice in turn."""
    fit = RoomFit(problem)
    return [fit.add(p.choices[0], fit.kinds(p, p.choices[0]) or ()) for p in problem.parties]


@pytest.mark.parametrize(
    ("beds", "sexes", "expected"),
    [
        ((2, 3), ("F", "FM", "M", "M"), [True, True, False, False]),
        ((2, 2), ("F", "M", "F", "M", "F"), [True, True, True, True, False]),
        ((3, 2), ("FM", "M", "M", "M", "F"), [True, True, True, True, False]),
        ((4, 4), ("FFF", "FF", "FF", "F", "F"), [True, True, True, True, False]),
    ],
)
def test_rooms_are_rearranged_and_no_further(
    beds: tuple[int, ...], sexes: tuple[str, ...], expected: list[bool]
) -> None:
    parties = [party(f"p{k}", each, "s") for k, each in enumerate(sexes)]
    assert answers(town(house(*beds), [stay("s")], parties)) == expected


def test_a_longer_chain_is_rearranged_where_stays_meet() -> None:
    """Three stays, each meeting the next: the twin room has to go to the pair in the middle."""
    stays = [stay("s", 6, 8), stay("t", 7, 10), stay("u", 9, 11)]
    parties = [party("a", "F", "s"), party("b", "M", "u"), party("c", "FF", "t"), party("d", "F", "t")]
    assert answers(town(house(1, 2), stays, parties)) == [True, True, True, False]


def test_a_room_that_a_lock_names_is_kept() -> None:
    parties = [party("a", "F", "s"), party("b", "M", "s"), party("c", "FM", "s")]
    venue = house(2, 2, 1)
    locked = town(venue, [stay("s")], parties, locks=(Lock("a", "s", {"m0": "r1"}),))
    assert answers(town(venue, [stay("s")], parties)) == [True, True, True]
    assert answers(locked) == [True, True, True]
    both = (Lock("a", "s", {"m0": "r1"}), Lock("b", "s", {"m0": "r2"}))
    assert answers(town(venue, [stay("s")], parties, locks=both)) == [True, True, False]


def test_who_is_there_already_must_fit() -> None:
    problem = town(house(1), [stay("s")], [party("a", "F", "s"), party("b", "F", "s")])
    assert not RoomFit(problem, [("a", "s")]).fits("s", RoomFit(problem).kinds(problem.parties[1], "s") or ())
    with pytest.raises(ValueError, match="b has no room in s"):
        RoomFit(problem, [("a", "s"), ("b", "s")])
