"""Heats from problems of many kinds: always by the law, always the same, and why not where there is none."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cli.heats import heats, heats_check
from app.scheduling.heats.check import check
from app.scheduling.heats.draw import deal, numbers_of, replay
from app.scheduling.heats.in_process import solve_in_process
from app.scheduling.heats.problem import Event, Judge, Problem, Slot, Station
from app.scheduling.heats.problem_file import HeatsProblemFaults, read_problem, write_problem
from app.scheduling.heats.result_file import read_result, write_result
from app.scheduling.heats.solve import solve
from bench.heats import welding
from tests.scheduling.contests import contest, problems, swapped, with_event


@settings(max_examples=60, deadline=None)
@given(problem=problems(), order=st.randoms(use_true_random=False))
def test_small_contests(problem: Problem, order: random.Random) -> None:
    found = solve(problem)
    assert check(problem, found) == []
    mixed = replace(
        problem,
        **{
            name: tuple(order.sample(getattr(problem, name), len(getattr(problem, name))))
            for name in ("entrants", "stations", "slots", "events", "judges", "neighbours")
        },
    )
    assert solve(mixed) == found
    assert read_problem(write_problem(mixed)) == read_problem(write_problem(problem))
    assert write_result(read_result(write_result(found))) == write_result(found)


@settings(max_examples=40, deadline=None)
@given(problem=problems(), order=st.randoms(use_true_random=False))
def test_whoever_they_were_with_the_lots_hand_the_same_places_out(
    problem: Problem, order: random.Random
) -> None:
    """Among those whom the rules do not tell apart, any other way round leads back to the same seats."""
    found = solve(problem)
    alike = [e.id for e in problem.entrants if e.team == problem.entrants[0].team]
    theory = {e.id: [ev.id for ev in problem.events if e.id in ev.entrants] for e in problem.entrants}
    alike = [one for one in alike if theory[one] == theory[alike[0]]]
    names = dict(zip(alike, order.sample(alike, len(alike)), strict=True))
    shuffled = [replace(s, entrant=names.get(s.entrant, s.entrant)) for s in found.seats]
    assert set(deal(problem, numbers_of(problem), shuffled)) == set(found.seats)


def test_148_entrants_of_24_teams_on_12_stations() -> None:
    problem = welding()
    found = solve(problem)
    assert check(problem, found) == []
    assert found.status == "optimal"
    of = {m.name: m.value for m in found.measures}
    assert of["colleagues_side_by_side"] == 0
    practice = [s for s in found.seats if s.event == "practice"]
    assert len(practice) == 148
    in_heat = {(s.slot, problem.entrant[s.entrant].team) for s in practice}
    assert len(in_heat) == 148  # nobody meets a colleague in thirteen heats
    numbers = numbers_of(problem)
    assert replay(problem, numbers, found) == []
    assert replay(problem, {**numbers, "E001": 999}, found) != []


def test_another_seed_gives_other_seats_and_the_same_values() -> None:
    one, other = (solve(contest(seed=seed)) for seed in ("one", "other"))
    assert {m.name: m.value for m in one.measures} == {m.name: m.value for m in other.measures}
    seats = {frozenset(solve(contest(seed=str(n))).seats) for n in range(6)}
    assert len(seats) > 1


def test_teams_that_are_alike_take_their_places_by_number() -> None:
    problem = contest(judges=(), seed="x")
    problem = with_event(problem, judges=0)
    found, numbers = solve(problem), numbers_of(problem)
    first = min("ABC", key=lambda team: min(numbers[f"{team}1"], numbers[f"{team}2"]))
    opening = next(s for s in found.seats if (s.slot, s.station) == ("morning", "s1"))
    assert opening.entrant[0] == first
    lowest = min((f"{first}1", f"{first}2"), key=numbers.__getitem__)
    assert opening.entrant == lowest
    swapped_teams = swapped(swapped(found, "A1", "B1"), "A2", "B2")
    assert {v.where[-2:] for v in replay(problem, None, swapped_teams)} >= {"A1", "A2", "B1", "B2"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"heats": 3}, "heats_held"),
        ({"stations": ("s1",)}, "station_once"),
        (
            {"most_together": 1, "heats": 1, "stations": ("s1", "s2", "s3"), "entrants": ("A1", "A2")},
            "spread",
        ),
        ({"judges": 3}, "judges_full"),
    ],
)
def test_what_counting_shows(changes: dict[str, object], rule: str) -> None:
    found = solve(with_event(contest(), **changes))
    assert found.obstacle is not None
    assert (found.status, found.obstacle.rule, found.obstacle.detail["event"]) == ("infeasible", rule, "weld")
    assert check(contest(), found) == []


def test_a_judge_who_may_judge_nobody_is_told_as_such() -> None:
    found = solve(contest(judges=(Judge("j1", ("unit A",)), Judge("j2", ("unit B",)))))
    assert found.obstacle is not None
    assert (found.obstacle.rule, found.obstacle.detail) == ("judge_apart", {"event": "weld"})


def test_two_judges_wanted_at_one_time_in_two_places() -> None:
    problem = contest(judges=(Judge("j1"),))
    slots = (*problem.slots, Slot("also", 0, 100))
    stations = (*problem.stations, Station("x", 9))
    other = Event("theory", ("A1",), ("x",), ("also",), judges=1)
    apart = Event("weld", ("B1", "C1"), ("s1", "s2"), ("morning",), judges=1)
    found = solve(replace(problem, slots=slots, stations=stations, events=(apart, other)))
    assert found.obstacle is not None
    assert found.obstacle.rule == "judges_full"


def test_a_problem_that_contradicts_itself_is_named() -> None:
    problem = contest()
    overlapping = replace(problem, slots=(Slot("morning", 0, 61), Slot("noon", 60, 120)))
    with pytest.raises(HeatsProblemFaults, match="overlap"):
        solve_in_process(overlapping, 5)
    with pytest.raises(HeatsProblemFaults, match="there is no 'Z9'"):
        solve(with_event(problem, entrants=("A1", "Z9")))


def test_on_files_and_in_a_process_of_its_own(tmp_path: Path) -> None:
    problem, result = tmp_path / "p.json", tmp_path / "r.json"
    runner, words = CliRunner(), [str(problem), str(result)]
    problem.write_bytes(write_problem(contest()))
    made = runner.invoke(heats, words)
    assert made.exit_code == 0, made.output
    assert made.output.endswith("seats: 6, duties: 2\nstatus: optimal\n")
    assert read_result(result.read_bytes()) == read_result(write_result(solve(contest())))
    assert runner.invoke(heats_check, words).output.endswith("every rule holds\n")
    problem.write_bytes(write_problem(contest(seed="another")))
    assert runner.invoke(heats_check, words).exit_code == 1
    problem.write_bytes(write_problem(with_event(contest(), stations=("s1",))))
    none = runner.invoke(heats, words)
    assert none.exit_code == 3
    assert "cannot be kept: station_once: event weld, entrants 6, seats 2\n" in none.output
    problem.write_text("{}")
    assert runner.invoke(heats, words).exit_code == 2
