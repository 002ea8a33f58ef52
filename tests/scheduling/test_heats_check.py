"""The law of heats: each rule by a plan that keeps it and by one that breaks it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.scheduling.heats.check import check
from app.scheduling.heats.measures import values
from app.scheduling.heats.problem import Entrant, Event, Judge, Problem, Slot, Station
from app.scheduling.heats.result import Duty, Result, Seat
from app.scheduling.heats.solve import solve
from tests.scheduling.contests import contest, moved, seat_of, swapped, with_event


@pytest.fixture(scope="module")
def plan() -> Result:
    return solve(contest())


def rules(problem: Problem, result: Result) -> set[str]:
    """Rules broken; what a changed plan says of itself and of the lots is not what is looked at."""
    return {violation.rule for violation in check(problem, result)} - {"claims", "drawn"}


def test_the_plan_keeps_every_rule(plan: Result) -> None:
    assert check(contest(), plan) == []
    assert plan.status == "optimal"


def test_everybody_competes_once(plan: Result) -> None:
    without = replace(plan, seats=tuple(s for s in plan.seats if s.entrant != "A1"))
    assert "seated_once" in rules(contest(), without)
    twice = replace(plan, seats=(*plan.seats, replace(seat_of(plan, "A1"), station="s3", slot="noon")))
    assert "seated_once" in rules(contest(), twice)


@pytest.mark.parametrize("change", [{"slot": "night"}, {"station": "s9"}, {"event": "run"}])
def test_only_what_the_event_has(plan: Result, change: dict[str, str]) -> None:
    assert "of_the_event" in rules(contest(), moved(plan, "A1", **change))


def test_a_stranger_has_no_duty(plan: Result) -> None:
    assert "of_the_event" in rules(contest(), replace(plan, duties=(*plan.duties, Duty("x", "weld", "noon"))))


def test_one_entrant_a_station(plan: Result) -> None:
    a, b = (s for s in plan.seats if s.slot == "morning" and s.entrant[0] in "AB")
    assert rules(contest(), moved(plan, a.entrant, station=b.station)) == {"station_once"}


def test_as_many_heats_as_asked(plan: Result) -> None:
    assert rules(with_event(contest(), heats=1), plan) >= {"heats_held"}


def test_heats_differ_by_one_at_most() -> None:
    problem = contest(judges=())
    problem = with_event(problem, judges=0, entrants=("A1", "A2", "B1", "B2"))
    found = solve(problem)
    assert check(problem, found) == []
    first = next(s for s in found.seats if s.slot == "morning")
    free = ({"s1", "s2", "s3"} - {s.station for s in found.seats if s.slot == "noon"}).pop()
    assert rules(problem, moved(found, first.entrant, slot="noon", station=free)) == {"even_sizes", "spread"}


def test_colleagues_are_spread(plan: Result) -> None:
    a = next(s.entrant for s in plan.seats if s.slot == "morning" and s.entrant[0] == "A")
    b = next(s.entrant for s in plan.seats if s.slot == "noon" and s.entrant[0] == "B")
    assert rules(contest(), swapped(plan, a, b)) == {"spread"}


def test_a_unit_of_several_teams_is_spread_too(plan: Result) -> None:
    people = tuple(replace(e, unit="one") if e.team in "AB" else e for e in contest().entrants)
    problem = contest(entrants=people)
    found = solve(problem)
    assert check(problem, found) == []
    of_unit = [s for s in found.seats if s.slot == "morning" and s.entrant[0] in "AB"]
    assert len(of_unit) == 2


def two_events(**changes: object) -> Problem:
    """A talk at the time of the first heat, for A1 and A2, and again later."""
    problem = contest(**changes)
    slots = (*problem.slots, Slot("talk", 30, 90), Slot("talk again", 200, 230))
    talk = Event("talk", ("A1", "A2"), ("s3",), ("talk", "talk again"))
    welding = replace(problem.events[0], stations=("s1", "s2", "s4"))
    stations = (*problem.stations, replace(problem.stations[0], id="s4", number=4))
    return replace(problem, slots=slots, events=(welding, talk), stations=stations)


def test_nobody_is_in_two_places() -> None:
    problem = two_events()
    found = solve(problem)
    assert found.obstacle is not None  # both heats overlap the first talk, and one of the two has to be there
    later = replace(
        problem, slots=tuple(replace(s, start=150, end=180) if s.id == "talk" else s for s in problem.slots)
    )
    good = solve(later)
    assert check(later, good) == []
    assert "one_place" in rules(problem, good)


def test_rest_between_two_appearances_is_kept() -> None:
    problem = two_events(rest=20)
    later = replace(
        problem, slots=tuple(replace(s, start=135, end=180) if s.id == "talk" else s for s in problem.slots)
    )
    good = solve(later)
    assert check(later, good) == []
    assert "one_place" in rules(replace(later, rest=400), good)


def test_a_member_of_a_joint_entry_is_a_person_too() -> None:
    problem = contest()
    joint = Entrant("A", "A", "unit A", ("A1", "A2"))
    relay = Event("relay", ("A",), ("s4",), ("together",))
    problem = replace(
        problem,
        entrants=(*problem.entrants, joint),
        stations=(*problem.stations, Station("s4", 4)),
        slots=(*problem.slots, Slot("together", 120, 160)),
        events=(*problem.events, relay),
    )
    good = solve(problem)
    assert check(problem, good) == []
    early = replace(problem, slots=(*problem.slots[:2], Slot("together", 100, 160)))
    assert rules(early, good) == {"one_place"}
    found = solve(early)
    assert found.obstacle is not None
    assert found.obstacle.rule == "spread"  # else both could be in the heat of the morning


def test_judges_everywhere_they_are_wanted(plan: Result) -> None:
    assert rules(contest(), replace(plan, duties=plan.duties[1:])) >= {"judges_full"}
    assert "judges_full" in rules(with_event(contest(), judges=2), plan)
    assert "judges_full" in rules(with_event(contest(), judges_at="station"), plan)


def test_judges_only_when_they_can(plan: Result) -> None:
    duty = plan.duties[0]
    judges = tuple(replace(j, slots=() if j.id == duty.judge else None) for j in contest().judges)
    assert "judge_able" in rules(contest(judges=judges), plan)


def test_no_judge_before_the_own_unit(plan: Result) -> None:
    duty = plan.duties[0]
    judges = tuple(replace(j, units=("unit A",) if j.id == duty.judge else ()) for j in contest().judges)
    assert rules(contest(judges=judges), plan) == {"judge_apart"}


def test_at_stations_a_judge_sees_only_that_station() -> None:
    judges = tuple(Judge(f"j{n}", (f"unit {team}",)) for n, team in enumerate("ABC"))
    problem = with_event(contest(judges=judges), judges_at="station")
    found = solve(problem)
    assert check(problem, found) == []
    assert len(found.duties) == 6
    before = next(s for s in found.seats if s.slot == "noon" and s.entrant[0] == "A")
    duties = tuple(
        replace(d, judge="j0") if (d.slot, d.station) == ("noon", before.station) else d
        for d in found.duties
        if d.judge != "j0" or d.slot != "noon"
    )
    assert "judge_apart" in rules(problem, replace(found, duties=duties))


def test_loads_are_even(plan: Result) -> None:
    assert {d.judge for d in plan.duties} == {"j1", "j2"}
    one = tuple(replace(d, judge="j1") for d in plan.duties)
    assert rules(contest(), replace(plan, duties=one)) == {"judge_loads"}
    cannot = contest(judges=(Judge("j1"), Judge("j2", ("unit A", "unit B", "unit C"))))
    assert check(cannot, solve(cannot)) == []  # nobody else may: so be it


def test_whoever_sits_where_the_lots_do_not_say_is_named(plan: Result) -> None:
    broken = [v for v in check(contest(), swapped(plan, "A1", "A2")) if v.rule == "drawn"]
    assert {v.where for v in broken} == {"weld, A1", "weld, A2"}


def test_claims_are_counted_again(plan: Result) -> None:
    better = replace(plan.measures[0], value=0, bound=5)
    broken = check(contest(), replace(plan, measures=(better, *plan.measures[1:])))
    assert {v.where for v in broken if v.rule == "claims"} >= {"colleagues_in_heat"}
    assert [v.rule for v in check(contest(), replace(plan, status="feasible"))] == ["claims"]
    assert check(contest(), replace(plan, status="infeasible")) != []


def test_objectives_are_counted_as_described() -> None:
    problem = contest(wished_rest=30)
    seats = [
        *(Seat("A1", "weld", "morning", "s1"), Seat("A2", "weld", "morning", "s2")),
        *(Seat("B1", "weld", "morning", "s3"), Seat("B2", "weld", "noon", "s1")),
        Seat("B2", "weld", "morning", "s9"),
    ]
    duties = [Duty("j1", "weld", "morning"), Duty("j1", "weld", "noon"), Duty("j2", "weld", "noon")]
    assert values(problem, seats, duties) == {
        "colleagues_in_heat": 2,  # A1 with A2, B1 with B2 in the morning
        "rest_missing": 30,  # B2: from 60 to 60
        "judge_loads": 5,
        "colleagues_side_by_side": 1,
        "station_use": 1,
    }


def test_the_law_loads_no_solver() -> None:
    code = (
        "import sys, app.scheduling.heats.check, app.scheduling.heats.in_process;"
        "assert not {'ortools', 'highspy', 'flask', 'sqlalchemy'} & {n.split('.')[0] for n in sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
