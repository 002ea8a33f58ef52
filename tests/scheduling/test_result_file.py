"""A result comes back as it went, and what is wrong with its file is named with its place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.scheduling.contract.result_file import ResultFaults, read_result, write_result
from tests.scheduling.samples import answer
from tests.scheduling.test_problem_file import MISSING, put

FAULTS: list[tuple[str, object, str]] = [
    ("format", "allocation-problem/1", "format: must be 'allocation-result/1'"),
    ("status", MISSING, "status: is missing"),
    ("seconds", -1, "seconds: must be a number that is not negative"),
    ("seconds", float("nan"), "seconds: must be a number"),
    ("seed", "1", "seed: must be an integer"),
    ("placements", MISSING, "placements: is missing"),
    ("placements.0.party", 7, "placements[0].party: must be a text"),
    ("placements.0.rank", MISSING, "placements[0].rank: is missing"),
    ("placements.0.rank", 0, "placements[0].rank: must be at least 1"),
    ("placements.0.bed", 1, "placements[0]: has an unknown field 'bed'"),
    ("placements.0.beds", [], "placements[0].beds: must be an object, not a list"),
    ("placements.0.beds", {"a": {"room": "r1"}}, "placements[0].beds.a.bed: is missing"),
    ("placements.0.beds", {"a": "r1"}, "placements[0].beds.a: must be an object"),
    ("unplaced", {}, "unplaced: must be a list"),
    ("unplaced.0.reasons", None, "unplaced[0].reasons: must be a list"),
    ("unplaced.0.reasons.0.detail", 3, "unplaced[0].reasons[0].detail: must be an object"),
    ("unplaced.0.reasons.0.reason", MISSING, "unplaced[0].reasons[0].reason: is missing"),
    ("objectives.0.bound", 1.5, "objectives[0].bound: must be an integer"),
    ("cancelled.0", 3, "cancelled[0]: must be a text"),
    ("conflict", [3], "conflict[0]: must be an object"),
]


@pytest.mark.parametrize(("path", "value", "expected"), FAULTS, ids=[f"{p}={v!s:.12}" for p, v, _ in FAULTS])
def test_one_fault_is_named_with_its_place(path: str, value: object, expected: str) -> None:
    source = json.loads(write_result(answer()))
    put(source, path, value)
    with pytest.raises(ResultFaults) as caught:
        read_result(json.dumps(source).encode())
    assert any(str(fault).startswith(expected) for fault in caught.value.faults), caught.value.faults


def test_a_result_comes_back_as_it_went() -> None:
    again = read_result(write_result(answer()))
    by_place = sorted(answer().placements, key=lambda p: (p.party, p.offering))
    assert again == replace(answer(), placements=tuple(by_place))
    assert write_result(again) == write_result(answer())


def test_the_order_of_placements_decides_nothing() -> None:
    shuffled = replace(answer(), placements=answer().placements[::-1], unplaced=answer().unplaced[::-1])
    assert write_result(shuffled) == write_result(answer())


def test_a_conflict_is_written_only_where_there_is_one() -> None:
    part = {"kind": "lock", "party": "L", "offering": None}
    stuck = replace(answer(), status="infeasible", conflict=(part,))
    assert read_result(write_result(stuck)).conflict == (part,)
    assert "conflict" not in json.loads(write_result(answer()))
