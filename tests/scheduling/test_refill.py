"""Gaps after withdrawals: filled in policy order, nobody moved, every rule kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Answer
from hypothesis import HealthCheck, given, settings

from app.cli.refill import refill_gaps
from app.scheduling.contract.check import check
from app.scheduling.contract.law import objective_values
from app.scheduling.contract.problem import Problem
from app.scheduling.contract.problem_file import digest, write_problem
from app.scheduling.contract.result import ObjectiveValue, Placement, Result, Unplaced
from app.scheduling.contract.result_file import read_result, write_result
from app.scheduling.solve import Options, solve
from app.scheduling.ways.refill import refill
from tests.scheduling.instances import problems
from tests.scheduling.towns import course, house, party, stay, town

ABOUT_LEAST_NUMBERS = ("minimum", "quota")  # what withdrawals themselves can break


def seats() -> Problem:
    """One seat each in two courses, four people who want the first before the second."""
    people = [party(name, "F", "c", "d", lottery=k, tier=1) for k, name in enumerate("pqrs", 1)]
    return town(house(), [course("c", seats=1), course("d", 13, seats=1)], people)


def test_the_waitlist_is_served_by_lot_and_nobody_is_moved() -> None:
    """Q could have had the course that P gives back, and stays; R takes it, not S."""
    problem = seats()
    before = (Placement("p", "c", 1), Placement("q", "d", 2))
    found = refill(problem, before, ["p"])
    assert found.placements == (Placement("q", "d", 2), Placement("r", "c", 1))
    assert found.new == (Placement("r", "c", 1),)


def test_a_better_tier_comes_before_a_better_lot() -> None:
    problem = seats()
    problem = replace(
        problem, parties=tuple(replace(p, tier=1 if p.id == "s" else 2) for p in problem.parties)
    )
    found = refill(problem, (Placement("p", "c", 1), Placement("q", "d", 2)), ["q"])
    assert found.new == (Placement("s", "d", 2),)


def test_beds_of_others_and_of_a_sex_apart_are_no_gap() -> None:
    """A man cannot take the bed beside a woman; the woman next in line gets the free number."""
    people = [party("a", "F", "s"), party("b", "F", "s"), party("m", "M", "s", lottery=1)]
    people.append(party("w", "F", "s", lottery=2))
    problem = town(house(2), [stay("s")], people)
    before = solve(problem, Options()).placements
    assert sorted(p.party for p in before) == ["a", "b"]
    found = refill(problem, before, ["a"])
    assert [(p.party, p.beds) for p in found.new] == [
        ("w", {"m0": next(iter(before[0].beds.values()))}),
    ]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems())
def test_what_is_filled_keeps_every_rule_and_what_stays_is_untouched(problem: Problem) -> None:
    before = solve(problem, Options(time_limit=20.0))
    if not before.placements:
        return
    gone = before.placements[0].party
    found = refill(problem, before.placements, [gone], before.cancelled)
    stayed = [p for p in before.placements if p.party != gone]
    assert [p for p in found.placements if p in stayed] == stayed
    assert gone not in {p.party for p in found.placements}
    for violation in check(found.problem, _result(found.problem, found.placements)):
        assert violation.rule in ABOUT_LEAST_NUMBERS, violation


def _result(problem: Problem, placements: tuple[Placement, ...]) -> Result:
    values = objective_values(problem, placements)
    objectives = tuple(
        ObjectiveValue(o.name, v, 10**9 if o.maximise else -(10**9))
        for o, v in zip(problem.objectives, values, strict=True)
    )
    placed, running = {p.party for p in placements}, {p.offering for p in placements}
    unplaced = tuple(Unplaced(p.id, ()) for p in problem.parties if p.id not in placed)
    cancelled = tuple(o.id for o in problem.offerings if o.minimum and o.id not in running)
    return Result("", 1, 0.0, "feasible", objectives, placements, unplaced, cancelled)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    problem = seats()
    (tmp_path / "p.json").write_bytes(write_problem(problem))
    result = solve(problem, Options(), problem_sha256=digest(write_problem(problem)))
    (tmp_path / "r.json").write_bytes(write_result(result))
    return tmp_path


def _run(folder: Path, *withdrawn: str) -> Answer:
    paths = [str(folder / name) for name in ("p.json", "r.json", "r2.json")]
    more = [word for party_id in withdrawn for word in ("--withdraw", party_id)]
    return CliRunner().invoke(refill_gaps, [*paths, *more, "--problem", str(folder / "p2.json")])


def test_the_command_writes_a_problem_and_a_result_that_answers_it(files: Path) -> None:
    done = _run(files, "p")
    assert done.exit_code == 0, done.output
    locks = json.loads((files / "p2.json").read_text())["locks"]
    assert locks == [{"party": "p", "offering": None}]
    result = read_result((files / "r2.json").read_bytes())
    assert sorted(p.party for p in result.placements) == ["q", "r"]


def test_the_command_knows_its_parties(files: Path) -> None:
    assert _run(files, "nobody").exit_code == 2
    assert not (files / "r2.json").exists()
