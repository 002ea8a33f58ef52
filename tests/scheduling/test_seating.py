"""Company in rooms: as many colleagues together as can be, rooms and beds kept by those who stay."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from app.scheduling.contract.check import check
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.result import Bed
from app.scheduling.finish import finished
from app.scheduling.formulation.plan import Plan, Sleepers
from app.scheduling.formulation.units import Kind, RoomClass
from app.scheduling.lodging.reseat import reseat
from app.scheduling.lodging.roommates import TIES, Seated
from app.scheduling.lodging.rooms import RoomUse, name_rooms
from app.scheduling.lodging.seating import beds_of, lodgings, seat_all
from app.scheduling.solve import Options, search
from bench.seating import bound
from tests.scheduling.instances import problems
from tests.scheduling.towns import house, party, stay, town

WOMAN = Kind(1, "F", ())


def women(rooms: tuple[int, ...], *groups: dict[str, str]) -> tuple[Problem, Plan]:
    """Women by themselves in one class of rooms, all of them placed."""
    parties = [party(f"p{k:02}", "F", "s", groups=each) for k, each in enumerate(groups)]
    names = tuple(f"r{k}" for k in range(1, len(rooms) + 1))
    sleepers = Sleepers("s", WOMAN, RoomClass("house", rooms[0], (), names), len(parties))
    given = tuple((each.id, "s") for each in parties)
    return town(house(*rooms), [stay("s")], parties), Plan(given, (sleepers,), (), ())


def together(seated: list[Seated], tie: str) -> int:
    """Pairs of guests in one room who have the tie in common."""
    at = TIES.index(tie)
    return sum(
        a.ties[at] == b.ties[at] != ""
        for each in seated
        for a in each.guests
        for b in each.guests
        if a.party < b.party
    )


@pytest.mark.parametrize("seed", range(20))
def test_in_rooms_of_two_no_seating_has_more_colleagues(seed: int) -> None:
    rng = random.Random(seed)
    groups = [{"employer": rng.choice("ABCDE")} for _ in range(16)]
    problem, plan = women((2,) * 8, *groups)
    most = sum(n // 2 for n in Counter(each["employer"] for each in groups).values())
    assert together(seat_all(problem, plan), "colleagues") == most
    assert bound(lodgings(problem, plan), TIES.index("colleagues")) == most


def test_ties_count_from_the_nearest() -> None:
    problem, plan = women(
        (2, 2),
        {"employer": "A", "district": "north", "age": "1980"},
        {"employer": "B", "district": "north", "age": "1990"},
        {"employer": "C", "district": "south", "age": "1980"},
        {"employer": "A", "district": "south", "age": "1990"},
    )
    found = [sorted(g.party for g in each.guests) for each in seat_all(problem, plan)]
    assert sorted(found) == [["p00", "p03"], ["p01", "p02"]]


def test_colleagues_of_one_age_come_first() -> None:
    ages = ("1960", "1990", "1960", "1990", "1990", "1990")
    problem, plan = women((2, 2, 2), *({"employer": "A", "age": age} for age in ages))
    assert together(seat_all(problem, plan), "age") == 3


def test_changing_places_mends_larger_rooms() -> None:
    problem, plan = women((3, 3), *({"employer": e} for e in ("A", "A", "B", "B", "C", "D")))
    (lodging,) = lodgings(problem, plan)
    people = {g.ties[TIES.index("colleagues")] + g.party: g for g in lodging.guests}
    a, aa, b, bb, c, d = (people[key] for key in sorted(people))
    worst = [Seated(lodging.rooms[0], (a, b, c)), Seated(lodging.rooms[1], (aa, bb, d))]
    mended = reseat(worst)
    assert together(worst, "colleagues") == 0
    assert together(mended, "colleagues") == 2
    assert sorted(g.party for each in mended for g in each.guests) == [f"p{k:02}" for k in range(6)]


def test_who_stays_keeps_room_bed_and_company() -> None:
    groups = [{"employer": e} for e in ("A", "B", "A", "B", "A", "B")]
    problem, plan = women((2, 2, 2), *groups)
    earlier = {
        ("p00", "s"): {"m0": Bed("r3", 2)},
        ("p01", "s"): {"m0": Bed("r3", 1)},
        ("p02", "s"): {"m0": Bed("r2", 2)},
    }
    beds = beds_of(problem, plan, earlier)
    assert {key: dict(beds[key]) for key in earlier} == earlier
    assert sorted((b["m0"].room, b["m0"].bed) for b in beds.values()) == [
        (room, bed) for room in ("r1", "r2", "r3") for bed in (1, 2)
    ]


def test_a_room_that_is_wished_for_later_is_left_alone() -> None:
    rooms = RoomClass("house", 1, (), ("r1", "r2"))
    offerings = {"early": stay("early", 6, 9), "late": stay("late", 8, 10)}
    uses = [RoomUse("early", "F", rooms, (1,)), RoomUse("late", "F", rooms, (1,), wish="r1")]
    assert name_rooms(uses, offerings) == ["r2", "r1"]


def test_a_wish_that_cannot_be_had_is_given_another_room() -> None:
    rooms = RoomClass("house", 1, (), ("r1", "r2"))
    offerings = {"a": stay("a", 6, 9), "b": stay("b", 8, 10)}
    uses = [RoomUse("a", "F", rooms, (1,), wish="r1"), RoomUse("b", "F", rooms, (1,), wish="r1")]
    assert sorted(name_rooms(uses, offerings)) == ["r1", "r2"]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_seating_again_beside_itself_changes_nothing(problem: Problem) -> None:
    ending = search(problem, Options(time_limit=60.0))
    if ending.plan is not None:
        beds = beds_of(problem, ending.plan)
        assert beds_of(problem, ending.plan, beds) == beds
        result = finished(problem, ending.plan, ending.objectives, 1, "")
        assert check(problem, result) == []


def test_the_order_of_the_file_does_not_matter() -> None:
    groups = [{"employer": e, "district": d} for e, d in zip("ABCABCDD", "nsnsnsns", strict=True)]
    problem, plan = women((2,) * 4, *groups)
    turned = replace(
        problem,
        parties=problem.parties[::-1],
        venues=tuple(replace(v, rooms=v.rooms[::-1]) for v in problem.venues),
    )
    assert beds_of(turned, replace(plan, given=plan.given[::-1])) == beds_of(problem, plan)
