"""One result that keeps every rule, and for each rule one change that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.scheduling.contract.check import check, objective_values
from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from app.scheduling.contract.problem_file import read_problem, write_problem
from app.scheduling.contract.result import Bed, ObjectiveValue, Placement, Reason, Result, Unplaced
from tests.scheduling.samples import answer, placed, season

DIGEST = "d" * 64


def rules(problem: Problem, result: Result) -> set[str]:
    return {violation.rule for violation in check(problem, result, DIGEST)}


def test_the_answer_keeps_every_rule() -> None:
    assert check(season(), answer(), DIGEST) == []


def test_the_season_is_a_good_file() -> None:
    assert read_problem(write_problem(season())) == season()


def party(name: str, **changes: Any) -> Problem:
    """The season with one party changed."""
    season_ = season()
    parties = tuple(replace(p, **changes) if p.id == name else p for p in season_.parties)
    return replace(season_, parties=parties)


def offering(name: str, **changes: Any) -> Problem:
    season_ = season()
    offerings = tuple(replace(o, **changes) if o.id == name else o for o in season_.offerings)
    return replace(season_, offerings=offerings)


def member(name: str, index: int, **changes: Any) -> Problem:
    """The season with one member changed."""
    members = list(season().parties_by_id()[name].members)
    members[index] = replace(members[index], **changes)
    return party(name, members=tuple(members))


def quota(**changes: Any) -> Problem:
    return replace(season(), quotas=(Quota("q", **{"group": "employer", "scope": "offering", **changes}),))


def locks(*more: Lock) -> Problem:
    return replace(season(), locks=(*season().locks, *more))


def with_values(*values: tuple[str, int, int]) -> Result:
    return replace(answer(), objectives=tuple(ObjectiveValue(*value) for value in values))


def also(*placements: Placement) -> Result:
    return replace(answer(), placements=answer().placements + placements)


BROKEN_PLANS: list[tuple[str, Problem, Result]] = [
    ("choice", season(), placed(answer(), "V", "next", offering="course", rank=None, beds={})),
    ("rank", season(), placed(answer(), "Q", "course", rank=1)),
    ("rank", season(), placed(answer(), "O", "course", rank=1)),
    ("wants", party("Q", wants=1), answer()),
    ("clash", season(), placed(answer(), "Q", "course", offering="next", rank=3, beds={"a": Bed("r4", 1)})),
    ("seats", offering("stay", seats=3), answer()),
    ("minimum", offering("stay", minimum=5), answer()),
    ("quota", quota(maximum=1), answer()),
    ("quota", quota(value="E1", maximum=1), answer()),
    ("quota", quota(minimum=1), answer()),
    ("quota", quota(value="E1", minimum=1), answer()),
    ("quota", quota(scope="run", maximum=3), answer()),
    ("quota", quota(scope="run", value="E2", minimum=2), answer()),
    ("quota", quota(scope="run", value="E9", minimum=1), answer()),
    ("lock", locks(Lock("V", None)), answer()),
    ("lock", locks(Lock("V", "stay")), answer()),
    ("lock", locks(Lock("W", "idle")), answer()),
    ("lock", locks(Lock("L", None)), answer()),
]

BROKEN_ROOMS: list[tuple[str, Problem, Result]] = [
    ("bed", season(), placed(answer(), "P", "stay", beds={"a": Bed("r2", 1)})),
    ("bed", season(), placed(answer(), "Q", "course", beds={"a": Bed("r4", 1)})),
    ("bed", season(), placed(answer(), "V", "next", beds={"a": Bed("r1", 1), "z": Bed("r1", 1)})),
    ("bed", offering("stay", beds=False), answer()),
    ("room", season(), placed(answer(), "V", "next", beds={"a": Bed("r9", 1)})),
    ("room", season(), placed(answer(), "V", "next", beds={"a": Bed("r1", 2)})),
    ("room", season(), placed(answer(), "V", "next", beds={"a": Bed("r1", 0)})),
    ("bed_twice", season(), placed(answer(), "Q", "stay", beds={"a": Bed("r3", 1)})),
    ("features", member("P", 1, needs=frozenset({"step_free"})), answer()),
    ("sexes", member("Q", 0, sex="M"), answer()),
    ("room_group", season(), placed(answer(), "S", "next", beds={"a": Bed("r4", 1), "b": Bed("r5", 1)})),
    ("alone", member("Q", 0, private=True), answer()),
    ("one_offering", season(), placed(answer(), "Q", "stay", beds={"a": Bed("r4", 3)})),
    ("lock_room", locks(Lock("P", "stay", {"a": "r4"})), answer()),
]

BROKEN_CLAIMS: list[tuple[str, Result]] = [
    ("known", also(Placement("Z", "stay", 1))),
    ("known", also(Placement("W", "moon", 1))),
    ("known", also(answer().placements[0])),
    ("accounted", replace(answer(), unplaced=answer().unplaced[:1])),
    ("accounted", replace(answer(), unplaced=(*answer().unplaced, Unplaced("P", ())))),
    ("accounted", replace(answer(), unplaced=(*answer().unplaced, Unplaced("W", ())))),
    ("accounted", replace(answer(), unplaced=(*answer().unplaced, Unplaced("Z", ())))),
    (
        "reason",
        replace(answer(), unplaced=(Unplaced("N", (Reason("course", "mood"),)), answer().unplaced[1])),
    ),
    (
        "reason",
        replace(answer(), unplaced=(Unplaced("N", (Reason("stay", "locked"),)), answer().unplaced[1])),
    ),
    ("cancelled", replace(answer(), cancelled=())),
    ("cancelled", replace(answer(), cancelled=("idle", "stay"))),
    ("cancelled", replace(answer(), cancelled=("idle", "moon"))),
    ("cancelled", replace(answer(), cancelled=("idle", "idle"))),
    ("objective", with_values(("people_placed", 10, 10), ("rank_cost", 1, 0), ("lottery", 26, 0))),
    ("objective", with_values(("people_placed", 9, 10), ("lottery", 26, 0), ("rank_cost", 1, 0))),
    ("objective", with_values()),
    ("bound", with_values(("people_placed", 9, 8), ("rank_cost", 1, 0), ("lottery", 26, 0))),
    ("bound", with_values(("people_placed", 9, 10), ("rank_cost", 1, 2), ("lottery", 26, 0))),
    ("status", replace(answer(), status="optimal")),
    ("status", replace(answer(), status="splendid")),
    ("status", with_values(("people_placed", 9, 9), ("rank_cost", 1, 1), ("lottery", 26, 26))),
    ("status", replace(answer(), status="infeasible", conflict=({"kind": "quota", "quota": "east"},))),
    ("conflict", replace(answer(), conflict=({"kind": "quota", "quota": "east"},))),
    ("digest", replace(answer(), problem_sha256="e" * 64)),
]


def names(cases: list[Any]) -> list[str]:
    return [f"{case[0]}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("rule", "problem", "result"), BROKEN_PLANS, ids=names(BROKEN_PLANS))
def test_a_broken_plan_is_rejected(rule: str, problem: Problem, result: Result) -> None:
    assert rule in rules(problem, result)


@pytest.mark.parametrize(("rule", "problem", "result"), BROKEN_ROOMS, ids=names(BROKEN_ROOMS))
def test_a_broken_room_is_rejected(rule: str, problem: Problem, result: Result) -> None:
    assert rules(problem, result) == {rule}


@pytest.mark.parametrize(("rule", "result"), BROKEN_CLAIMS, ids=names(BROKEN_CLAIMS))
def test_a_broken_claim_is_rejected(rule: str, result: Result) -> None:
    assert rule in rules(season(), result)


KEPT: list[tuple[str, Callable[[], Problem]]] = [
    ("as many as there are seats", lambda: offering("stay", seats=4)),
    ("just the minimum", lambda: offering("stay", minimum=4)),
    ("a quota of just that", lambda: quota(value="E1", scope="run", minimum=4, maximum=4)),
    ("a quota that only counts those of the group", lambda: quota(value="E9", maximum=0)),
    ("a lock to what was given anyway", lambda: locks(Lock("P", "stay", {"a": "r2", "b": "r2"}))),
    ("a group of one sex that shares nothing", lambda: member("S", 0, private=True)),
]


@pytest.mark.parametrize("change", [change for _, change in KEPT], ids=[name for name, _ in KEPT])
def test_what_just_keeps_a_rule_is_let_through(change: Callable[[], Problem]) -> None:
    assert check(change(), answer(), DIGEST) == []


def test_rooms_may_be_used_one_offering_after_the_other() -> None:
    later = offering("next", first=season().offerings[0].last)
    assert check(later, placed(answer(), "V", "next", beds={"a": Bed("r3", 2)}), DIGEST) == []


def infeasible(*conflict: dict[str, Any]) -> Result:
    unplaced = tuple(Unplaced(p.id, ()) for p in season().parties)
    return Result(DIGEST, 1, 0.0, "infeasible", unplaced=unplaced, conflict=conflict)


def test_an_infeasible_result_places_nobody_and_names_the_conflict() -> None:
    contradiction = locks(Lock("L", None))
    part = {"kind": "lock", "party": "L", "offering": "stay"}
    assert check(contradiction, infeasible(part), DIGEST) == []
    assert rules(contradiction, infeasible()) == {"conflict"}
    for wrong in ({**part, "party": ["L"]}, {"kind": "mood"}, {"kind": "quota", "quota": "no"}, {}):
        assert rules(contradiction, infeasible(wrong)) == {"conflict"}


def test_nothing_is_infeasible_where_leaving_everybody_out_breaks_no_rule() -> None:
    free = replace(season(), locks=(), quotas=())
    part = {"kind": "minimum", "offering": "stay"}
    assert rules(free, infeasible(part)) == {"status"}


def test_values_are_counted_over_placements() -> None:
    twice = Party("T", season().parties[0].members, ("a", "b", "c"), 2, 5, 2)
    problem = replace(season(), parties=(twice,))
    given = [Placement("T", "a", 1), Placement("T", "c", 3)]
    assert objective_values(problem, given) == (4, 8, 10)
