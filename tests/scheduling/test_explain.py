"""Each reason once, with its particulars, on plans small enough to see through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.scheduling.contract.problem import (
    Lock,
    Member,
    Objective,
    Offering,
    Party,
    Problem,
    Quota,
    Room,
    Venue,
)
from app.scheduling.contract.result import Bed, Placement, Reason
from app.scheduling.reasons.explain import Demand, Explainer, cut_offs, demand, explain
from tests.scheduling.samples import day, person

HOUSE = Venue("house", (Room("1", 1), Room("2", 2), Room("3", 2, frozenset({"lift"}))))
STAY = Offering("stay", "house", day(6), day(9), beds=True)
EVENT = Offering("event", "house", day(6), day(6))


def plan(*parties: Party, **changes: Any) -> Problem:
    return replace(Problem("p", (HOUSE,), (STAY, EVENT), parties), **changes)


def problem_with(problem: Problem, able: str) -> Problem:
    """The problem in which one party of one needs nothing of its room."""
    parties = (
        replace(p, members=(replace(p.members[0], needs=frozenset()),)) if p.id == able else p
        for p in problem.parties
    )
    return replace(problem, parties=tuple(parties))


def why(problem: Problem, *placements: Placement, cancelled: tuple[str, ...] = ()) -> Reason:
    """The first reason of the only party without a place."""
    (unplaced,) = explain(problem, placements, cancelled)
    return unplaced.reasons[0]


def sleeps(party: str, room: str, bed: int = 1, offering: str = "stay") -> Placement:
    return Placement(party, offering, 1, {"a": Bed(room, bed)})


def test_locked_to_nothing() -> None:
    reason = why(plan(person("A", "F", "event"), locks=(Lock("A", None),)))
    assert (reason.reason, reason.detail) == ("locked", {"locked_to": []})


def test_cancelled_for_want_of_people() -> None:
    few = replace(EVENT, minimum=3)
    reason = why(plan(person("A", "F", "event"), offerings=(few,)), cancelled=("event",))
    assert (reason.reason, reason.detail) == ("cancelled", {"minimum": 3, "asked": 1})


def test_seats_are_full_and_the_cut_off_says_whom_they_went_to() -> None:
    small = replace(EVENT, seats=2)
    winner = person("A", "F", "event", tier=2, lottery=40)
    winner = replace(winner, members=(*winner.members, Member("b", "F")))
    problem = plan(winner, person("B", "F", "event", tier=3, lottery=5), offerings=(small,))
    reason = why(problem, Placement("A", "event", 1))
    standing = {"cut_off": {"tier": 2, "lottery": 40}, "tier": 3, "lottery": 5}
    assert reason.reason == "seats"
    assert reason.detail == {"seats": 2, "taken": 2, "people": 1, **standing}


def test_a_quota_by_name() -> None:
    east = {"district": "east"}
    problem = plan(
        person("A", "F", "event", groups=east),
        person("B", "F", "event", groups=east),
        quotas=(Quota("q", "district", "offering", maximum=1),),
    )
    detail = why(problem, Placement("A", "event", 1)).detail
    named = {"quota": "q", "group": "district", "value": "east", "scope": "offering", "max": 1, "taken": 1}
    assert named.items() <= detail.items()


def test_a_quota_that_asks_for_more_of_somebody() -> None:
    problem = plan(person("A", "F", "event"), quotas=(Quota("q", "district", "offering", "east", 2),))
    reason = why(problem)
    assert (reason.reason, reason.detail["min"], reason.detail["people"]) == ("quota", 2, 0)


def test_no_bed_for_this_sex() -> None:
    men = [person(name, "M", "stay") for name in "ABC"]
    twins = Venue("house", HOUSE.rooms[1:])
    problem = plan(*men, person("W", "F", "stay", lottery=9), venues=(twins,))
    reason = why(problem, sleeps("A", "2"), sleeps("B", "3"), sleeps("C", "3", 2))
    assert reason.reason == "no_bed"
    assert reason.detail["sex"] == "F"
    assert reason.detail["free_beds"] == 1  # beside a man
    assert reason.detail["night"] == "2026-04-06"


def test_a_bed_that_only_a_change_of_rooms_makes_free_is_free() -> None:
    """Each man has a room to himself: put together, they leave one for her."""
    men = [person(name, "M", "stay") for name in "ABC"]
    problem = plan(*men, person("W", "F", "stay", lottery=9))
    reason = why(problem, sleeps("A", "1"), sleeps("B", "2"), sleeps("C", "3"))
    assert (reason.reason, reason.detail["open"]) == ("outranked", True)


def test_no_bed_with_what_is_needed() -> None:
    climbs = {"needs": frozenset({"lift"})}
    problem = plan(person("A", "M", "stay", **climbs), person("W", "F", "stay", **climbs))
    reason = why(problem, sleeps("A", "3"))
    assert (reason.reason, reason.detail["needs"], reason.detail["free_beds"]) == ("no_bed", ["lift"], 4)
    reason = why(problem_with(problem, "A"), sleeps("A", "3"))
    assert (reason.reason, reason.detail["open"]) == ("outranked", True)  # he can sleep elsewhere


def test_no_bed_because_another_offering_has_the_room_on_one_night() -> None:
    late = Offering("late", "house", day(8), day(10), beds=True)
    one = Venue("house", (Room("1", 1),))
    problem = plan(person("A", "F", "late"), person("W", "F", "stay"), venues=(one,), offerings=(STAY, late))
    reason = why(problem, sleeps("A", "1", offering="late"))
    assert (reason.reason, reason.detail["night"]) == ("no_bed", "2026-04-08")


def test_no_bed_for_all_of_them_together() -> None:
    three = Party("W", tuple(Member(m, "F", room_group="r") for m in "abc"), ("stay",))
    reason = why(plan(three))
    assert (reason.reason, reason.detail["beds"], reason.detail["together"]) == ("no_bed", 3, False)
    six = Party("W", tuple(Member(m, "F") for m in "abcdef"), ("stay",))
    reason = why(plan(six))
    assert (reason.reason, reason.detail["beds"], reason.detail["together"]) == ("no_bed", 6, True)


def test_private_rooms_are_not_shared() -> None:
    one = Venue("house", (Room("2", 2),))
    problem = plan(person("A", "F", "stay", private=True), person("W", "F", "stay"), venues=(one,))
    assert why(problem, sleeps("A", "2")).reason == "no_bed"
    problem = plan(person("A", "F", "stay"), person("W", "F", "stay", private=True), venues=(one,))
    assert why(problem, sleeps("A", "2")).reason == "no_bed"


def test_outranked_where_nothing_else_stands_in_the_way() -> None:
    problem = plan(
        person("A", "F", "event", tier=1, lottery=2),
        person("B", "F", "event", tier=4, lottery=9),
    )
    reason = why(problem, Placement("A", "event", 1))
    standing = {"cut_off": {"tier": 1, "lottery": 2}, "tier": 4, "lottery": 9}
    assert (reason.reason, reason.detail) == ("outranked", {**standing, "costs": [], "open": True})
    weightless = (Objective("people_placed", {1: 1}), Objective("lottery"))
    reason = why(replace(problem, objectives=weightless), Placement("A", "event", 1))
    assert reason.detail == {**standing, "costs": [], "objective": "lottery"}


def test_a_clash_is_for_those_who_have_something_already() -> None:
    party = person("A", "F", "event", "stay", wants=2)
    explainer = Explainer(plan(party), [Placement("A", "event", 1)], ())
    assert explainer.reason(party, "stay") == Reason("stay", "clash", {"offering": "event"})


def reasons(problem: Problem, *placements: Placement) -> dict[str, list[tuple[str, str | None]]]:
    """(reason, offering) of each choice that each party would rather have."""
    explainer = Explainer(problem, placements, ())
    return {p.id: [(r.reason, r.offering) for r in explainer.reasons(p)] for p in problem.parties}


def test_whoever_has_a_place_is_told_why_it_is_not_a_better_one() -> None:
    small, other = replace(EVENT, seats=1), Offering("other", "house", day(20), day(20))
    problem = plan(
        person("A", "F", "event", "other"),
        person("B", "F", "event", "other", "stay"),
        offerings=(small, other, STAY),
    )
    given = Placement("A", "event", 1), Placement("B", "other", 2)
    assert reasons(problem, *given) == {"A": [], "B": [("seats", "event")]}


def test_a_party_that_wants_two_is_told_of_all_while_it_has_one() -> None:
    third = Offering("third", "house", day(20), day(20))
    party = person("A", "F", "event", "stay", "third", wants=2)
    problem = plan(party, offerings=(EVENT, STAY, third))
    assert reasons(problem, Placement("A", "event", 1))["A"] == [("clash", "stay"), ("outranked", "third")]
    both = Placement("A", "stay", 2), Placement("A", "third", 3)
    move = Explainer(problem, both, ()).move(party, "event")
    assert move.leaves is not None
    assert move.leaves.id == "stay"  # they share a day


def test_leaving_would_cancel_the_offering_for_those_who_stay() -> None:
    least = Offering("least", "house", day(20), day(20), minimum=2)
    problem = plan(person("A", "F", "event", "least"), person("B", "F", "least"), offerings=(EVENT, least))
    party = problem.parties[0]
    given = Placement("A", "least", 2), Placement("B", "least", 1)
    reason = Explainer(problem, given, ()).reason(party, "event")
    told = {"leaves": "least", "minimum": 2, "taken": 2, "costs": ["B"]}
    assert reason.reason == "outranked"
    assert told.items() <= reason.detail.items()
    three = (*problem.parties, person("C", "F", "least"))
    enough = Explainer(replace(problem, parties=three), [*given, Placement("C", "least", 1)], ())
    assert enough.reason(party, "event").detail["open"]


def test_leaving_would_break_a_quota_that_asks_for_somebody() -> None:
    other, east = Offering("other", "house", day(20), day(20)), {"district": "east"}
    quota = Quota("q", "district", "offering", "east", 1)
    problem = plan(
        person("A", "F", "event", "other", groups=east),
        person("B", "F", "other"),
        offerings=(EVENT, other),
        quotas=(quota,),
    )
    given = Placement("A", "other", 2), Placement("B", "other", 1)
    reason = Explainer(problem, given, ()).reason(problem.parties[0], "event")
    told = {"quota": "q", "min": 1, "taken": 1, "leaves": "other"}
    assert reason.reason == "quota"
    assert told.items() <= reason.detail.items()
    alone = Explainer(problem, given[:1], ()).reason(problem.parties[0], "event")
    assert alone.reason == "outranked"


def test_the_place_that_is_left_makes_room() -> None:
    """One bed for two stays of overlapping nights: whoever has the one could have the other instead."""
    late = Offering("late", "house", day(8), day(10), beds=True)
    one = Venue("house", (Room("1", 1),))
    problem = plan(
        person("A", "F", "stay", "late"), person("B", "F", "stay"), venues=(one,), offerings=(STAY, late)
    )
    explainer = Explainer(problem, [sleeps("A", "1", offering="late")], ())
    assert explainer.reason(problem.parties[0], "stay").detail["open"]
    assert explainer.reason(problem.parties[1], "stay").reason == "no_bed"


def test_nobody_without_choices_is_given_reasons() -> None:
    (unplaced,) = explain(plan(person("A"), locks=(Lock("A", None),)), (), ())
    assert unplaced.reasons == ()


def test_cut_offs_and_demand() -> None:
    problem = plan(person("A", "F", "event", "stay", tier=2, lottery=1), person("B", "F", "stay", lottery=8))
    given = [Placement("A", "stay", 2), Placement("B", "stay", 1)]
    assert cut_offs(problem, given) == {"stay": (2, 1)}
    assert demand(problem) == {"stay": Demand(1, 2), "event": Demand(1, 1)}
