"""Whatever a file holds: reading it ends in an answer or in named faults, checking it never breaks down."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from app.scheduling.contract.check import check
from app.scheduling.contract.json_shape import FileFaults
from app.scheduling.contract.problem_file import read_problem, write_problem
from app.scheduling.contract.result_file import read_result, write_result
from tests.scheduling.samples import answer, problem_json, season

some_files = settings(max_examples=300, deadline=None, derandomize=True)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3))
ids = st.sampled_from(["P", "S", "L", "W", "stay", "next", "course", "idle", "r1", "r4", "a", "b", "lottery"])
junk = st.one_of(scalars, ids, st.lists(ids, max_size=2), st.dictionaries(ids, scalars, max_size=2))


def places(source: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = (
        list(source) if isinstance(source, dict) else range(len(source)) if isinstance(source, list) else ()
    )
    return [(source, key) for key in keys] + [place for key in keys for place in places(source[key])]


def spoil(data: st.DataObject, source: Any) -> bytes:
    """Put something else in up to three places, or take it away."""
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(source)))
        if isinstance(container, dict) and data.draw(st.booleans()):
            del container[key]
        else:
            container[key] = data.draw(junk)
    return json.dumps(source).encode()


T = TypeVar("T")


def read_or_refused(read: Callable[[bytes], T], data: bytes) -> T | None:
    """What was read; None if it was refused with named faults, one line each."""
    try:
        return read(data)
    except FileFaults as error:
        lines = [str(fault) for fault in error.faults]
    assert lines
    assert not any("\n" in line for line in lines)
    return None


@some_files
@given(st.data())
def test_a_spoilt_problem_is_read_or_refused(data: st.DataObject) -> None:
    problem = read_or_refused(read_problem, spoil(data, problem_json()))
    if problem is not None:
        assert read_problem(write_problem(problem)) == problem


@some_files
@given(st.data())
def test_a_spoilt_result_is_checked_or_refused(data: st.DataObject) -> None:
    result = read_or_refused(read_result, spoil(data, json.loads(write_result(answer()))))
    if result is not None:
        assert all(violation.what for violation in check(season(), result))


@given(st.binary(max_size=200))
@some_files
def test_bytes_are_refused(data: bytes) -> None:
    for read in (read_problem, read_result):
        assert read_or_refused(read, data) is None
