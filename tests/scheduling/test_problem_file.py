"""Every fault of a problem file is named with its place, and a good file comes back as it went."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from app.scheduling.contract.problem import DEFAULT_OBJECTIVES
from app.scheduling.contract.problem_file import ProblemFaults, digest, read_problem, write_problem
from tests.scheduling.samples import Json, problem_json

MISSING = object()


def put(source: Any, path: str, value: object) -> None:
    """Set, or with MISSING take away, what stands at `parties.0.members.1.sex`."""
    *way, last = path.split(".")
    for step in way:
        source = source[int(step)] if isinstance(source, list) else source[step]
    if value is MISSING:
        del source[last]
    elif isinstance(source, list):
        source[int(last)] = value
    else:
        source[last] = value


def faults(data: bytes) -> list[str]:
    with pytest.raises(ProblemFaults) as caught:
        read_problem(data)
    return [str(fault) for fault in caught.value.faults]


def encoded(source: object) -> bytes:
    return json.dumps(source).encode()


SHAPES: list[tuple[str, object, str]] = [
    ("format", MISSING, "format: must be 'allocation-problem/1'"),
    ("format", "allocation-problem/2", "format: must be"),
    ("name", 3, "name: must be a text"),
    ("venues", MISSING, "venues: is missing"),
    ("venues", {}, "venues: must be a list, not an object"),
    ("parties", None, "parties: must be a list, not null"),
    ("surprise", 1, "file: has an unknown field 'surprise'"),
    ("venues.0.id", "", "venues[0].id: must be a text that is not empty"),
    ("venues.1.id", "hill", "venues[1].id: 'hill' stands already at venues[0].id"),
    ("venues.0.rooms.1.id", "101", "venues[0].rooms[1].id: '101' stands already"),
    ("venues.0.rooms.0.beds", 0, "venues[0].rooms[0].beds: must be at least 1"),
    ("venues.0.rooms.0.beds", True, "venues[0].rooms[0].beds: must be an integer, not true"),
    ("venues.0.rooms.0.beds", 2.0, "venues[0].rooms[0].beds: must be an integer"),
    ("venues.0.rooms.0.features", "lift", "venues[0].rooms[0].features: must be a list"),
    ("venues.0.rooms.0.featurs", [], "venues[0].rooms[0]: has an unknown field 'featurs'"),
    ("offerings.0.id", 7, "offerings[0].id: must be a text"),
    ("offerings.1.id", "stay", "offerings[1].id: 'stay' stands already at offerings[0].id"),
    ("offerings.0.venue", "moon", "offerings[0].venue: there is no venue 'moon'"),
    ("offerings.0.from", "2026-4-06", "offerings[0].from: must be a day written YYYY-MM-DD"),
    ("offerings.0.from", "20260406", "offerings[0].from: must be a day"),
    ("offerings.0.from", "2026-02-30", "offerings[0].from: must be a day"),
    ("offerings.0.from", "２０２６-04-06", "offerings[0].from: must be a day"),
    ("offerings.0.to", "2026-04-05", "offerings[0].to: is before from"),
    ("offerings.0.to", MISSING, "offerings[0].to: is missing"),
    ("offerings.0.beds", 1, "offerings[0].beds: must be true or false, not the number 1"),
    ("offerings.0.seats", -1, "offerings[0].seats: must be at least 0"),
    ("offerings.0.seats", None, "offerings[0].seats: must be an integer, not null"),
    ("offerings.0.seats", 10**30, "offerings[0].seats: must be at most"),
    ("offerings.0.minumum", 3, "offerings[0]: has an unknown field 'minumum'"),
    ("offerings.1", "next", "offerings[1]: must be an object, not the text 'next'"),
    ("parties.1.id", "A", "parties[1].id: 'A' stands already at parties[0].id"),
    ("parties.0.tier", 0, "parties[0].tier: must be at least 1"),
    ("parties.0.wants", 0, "parties[0].wants: must be at least 1"),
    ("parties.0.lottery", "3", "parties[0].lottery: must be an integer, not the text '3'"),
    ("parties.1.lottery", 3, "parties[1].lottery: 3 was drawn already at parties[0].lottery"),
    ("parties.0.members", [], "parties[0].members: must hold at least one member"),
    ("parties.0.members", MISSING, "parties[0].members: is missing"),
    ("parties.0.members.1.id", "a", "parties[0].members[1].id: 'a' stands already"),
    ("parties.0.members.0.sex", "W", "parties[0].members[0].sex: must be F or M, not the text 'W'"),
    ("parties.0.members.0.sex", ["F"], "parties[0].members[0].sex: must be F or M, not a list"),
    ("parties.0.members.0.sex", MISSING, "parties[0].members[0].sex: is missing"),
    ("parties.0.members.0.private", "yes", "parties[0].members[0].private: must be true or false"),
    ("parties.0.members.0.room_group", "", "parties[0].members[0].room_group: must be a text"),
    ("parties.0.members.0.needs", [1], "parties[0].members[0].needs[0]: must be a text"),
    ("parties.0.groups", [], "parties[0].groups: must be an object"),
    ("parties.0.groups.district", 4, "parties[0].groups.district: must be a text"),
    ("parties.0.choices", MISSING, "parties[0].choices: is missing"),
    ("parties.0.choices.1", "moon", "parties[0].choices[1]: there is no offering 'moon'"),
    ("parties.0.choices.1", "stay", "parties[0].choices[1]: 'stay' stands already"),
    ("quotas.0.scope", "week", "quotas[0].scope: must be offering or run"),
    ("quotas.0.scope", MISSING, "quotas[0].scope: is missing"),
    ("quotas.0.group", MISSING, "quotas[0].group: is missing"),
    ("quotas.0.min", 6, "quotas[0].min: is more than max, 5"),
    ("quotas.0.max", -1, "quotas[0].max: must be at least 0"),
    ("locks.0.party", "Z", "locks[0].party: there is no party 'Z'"),
    ("locks.0.offering", "moon", "locks[0].offering: there is no offering 'moon'"),
    ("locks.0.offering", MISSING, "locks[0].offering: is missing"),
    ("locks.0.rooms.z", "101", "locks[0].rooms: there is no member of A 'z'"),
    ("locks.0.rooms.a", "999", "locks[0].rooms.a: there is no room of hill '999'"),
    ("locks.1.rooms", {"a": "101"}, "locks[1].rooms: rooms go with an offering that has beds"),
    ("locks.0.offering", "course", "locks[0].rooms: rooms go with an offering that has beds"),
    ("locks.1", {"party": "A", "offering": "stay"}, "locks[1]: the same party and offering stand already"),
    ("objectives", [], "objectives: must hold at least one objective"),
    ("objectives.0", {}, "objectives[0]: must have one of maximise and minimise"),
    ("objectives.0.maximise", "lottery", "objectives[0].maximise: must be people_placed"),
    ("objectives.1.minimise", "people_placed", "objectives[1].minimise: must be rank_cost or lottery"),
    (
        "objectives.1.minimise",
        ["lottery"],
        "objectives[1].minimise: must be rank_cost or lottery, not a list",
    ),
    ("objectives.1.tier_weights", {"1": 1}, "objectives[1].tier_weights: belongs to people_placed only"),
    ("objectives.0.tier_weights.01", 1, "objectives[0].tier_weights: names a tier '01'"),
    ("objectives.0.tier_weights.1", -1, "objectives[0].tier_weights.1: must be at least 0"),
    ("name", "\ud800", "name: holds half of a surrogate pair"),
]


@pytest.mark.parametrize(("path", "value", "expected"), SHAPES, ids=[f"{p}={v!s:.12}" for p, v, _ in SHAPES])
def test_one_fault_is_named_with_its_place(path: str, value: object, expected: str) -> None:
    source = problem_json()
    put(source, path, value)
    found = faults(encoded(source))
    assert any(fault.startswith(expected) for fault in found), found


BYTES: list[tuple[bytes, str]] = [
    (b"", "file: not JSON"),
    (b"{", "file: not JSON"),
    (b"[]", "file: must hold an object, not a list"),
    (b"null", "file: must hold an object, not null"),
    ('{"format": "青岛"}'.encode("gbk"), "file: not UTF-8 at byte 12"),
    (b"\x1f\x8bnot gzip", "file: broken gzip"),
    (gzip.compress(b"{}")[:-6], "file: broken gzip"),
    (b"[" * 100_000, "file: nested too deeply"),
    (b'{"format": ' + b"9" * 5000 + b"}", "file: holds a number that is far too long"),
    (b'{"venues": [], "venues": []}', "file: has the field 'venues' twice"),
    (b'{"parties": [{"lottery": NaN}]}', "parties[0].lottery: must be an integer, not the number nan"),
    (b'{"parties": [{"lottery": Infinity}]}', "parties[0].lottery: must be an integer"),
]


@pytest.mark.parametrize(("data", "expected"), BYTES, ids=[e for _, e in BYTES])
def test_bytes_that_are_no_problem(data: bytes, expected: str) -> None:
    found = faults(data)
    assert any(fault.startswith(expected) for fault in found), found


def test_all_faults_are_named_at_once_and_on_one_line_each() -> None:
    source = problem_json()
    for path, value in (("parties.0.tier", 0), ("offerings.0.to", "?"), ("quotas.0.a\nb", 1)):
        put(source, path, value)
    found = faults(encoded(source))
    assert len(found) == 3
    assert not any("\n" in fault for fault in found)


def test_lots_left_out_do_not_repeat_each_other() -> None:
    source = problem_json()
    for party in source["parties"]:
        party.pop("lottery", None)
    assert [party.lottery for party in read_problem(encoded(source)).parties] == [0, 0, 0]


GOOD: list[tuple[str, Callable[[Json], object]]] = [
    ("no objectives", lambda s: s.pop("objectives")),
    ("no quotas, no locks", lambda s: (s.pop("quotas"), s.pop("locks"))),
    (
        "strict tiers",
        lambda s: s["objectives"].insert(0, {"maximise": "people_placed", "tier_weights": {"1": 1}}),
    ),
    ("locks that contradict", lambda s: s["locks"].append({"party": "A", "offering": None})),
    ("a lot of 0", lambda s: s["parties"][0].update(lottery=0)),
    ("no sex without beds", lambda s: s["parties"][2]["members"][0].pop("sex")),
]


@pytest.mark.parametrize("change", [c for _, c in GOOD], ids=[name for name, _ in GOOD])
def test_what_is_allowed_is_read_and_written_back(change: Callable[[Json], object]) -> None:
    source = problem_json()
    change(source)
    problem = read_problem(encoded(source))
    assert read_problem(write_problem(problem)) == problem
    assert write_problem(read_problem(write_problem(problem))) == write_problem(problem)


def test_objectives_left_out_are_the_usual_three() -> None:
    source = problem_json()
    del source["objectives"]
    assert read_problem(encoded(source)).objectives == DEFAULT_OBJECTIVES


def test_compressed_or_not_the_problem_and_its_digest_are_the_same() -> None:
    data = encoded(problem_json())
    assert read_problem(gzip.compress(data)) == read_problem(data)
    assert digest(gzip.compress(data)) == digest(data)
    with pytest.raises(ProblemFaults):
        digest(b"\x1f\x8b")
