"""Small problems that use every field, and a result that keeps every rule: tests change one thing each."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import replace
from typing import Any

from app.scheduling.contract.problem import Lock, Member, Offering, Party, Problem, Quota, Room, Venue
from app.scheduling.contract.result import Bed, ObjectiveValue, Placement, Reason, Result, Unplaced

Json = dict[str, Any]


def day(number: int) -> dt.date:
    return dt.date(2026, 4, number)


def problem_json() -> Json:
    """The sample as its file's object."""
    return copy.deepcopy(_PROBLEM)


_PROBLEM: Json = {
    "format": "allocation-problem/1",
    "name": "sample",
    "venues": [
        {"id": "hill", "rooms": [{"id": "101", "beds": 2, "features": ["lift"]}, {"id": "102", "beds": 3}]},
        {"id": "college", "rooms": []},
    ],
    "offerings": [
        {"id": "stay", "venue": "hill", "from": "2026-04-06", "to": "2026-04-08", "beds": True, "seats": 9},
        {"id": "next", "venue": "hill", "from": "2026-04-07", "to": "2026-04-09", "beds": True, "minimum": 1},
        {"id": "course", "venue": "college", "from": "2026-04-06", "to": "2026-04-06", "seats": 3},
    ],
    "parties": [
        {
            "id": "A", "tier": 1, "lottery": 3, "wants": 1, "groups": {"district": "east"},
            "members": [
                {"id": "a", "sex": "F", "needs": ["lift"], "room_group": "r", "private": False},
                {"id": "b", "sex": "M", "room_group": "r"},
            ],
            "choices": ["stay", "next"],
        },
        {"id": "B", "lottery": 7, "members": [{"id": "a", "sex": "F"}], "choices": ["course", "stay"]},
        {"id": "C", "members": [{"id": "a", "sex": "F"}], "choices": []},
    ],
    "quotas": [{"id": "share", "group": "district", "value": "east", "scope": "run", "min": 0, "max": 5}],
    "locks": [
        {"party": "A", "offering": "stay", "rooms": {"a": "101"}},
        {"party": "C", "offering": None},
    ],
    "objectives": [{"maximise": "people_placed", "tier_weights": {"1": 8}}, {"minimise": "lottery"}],
}  # fmt: skip


def person(name: str, sex: str = "F", *choices: str, **fields: Any) -> Party:
    """A party of one."""
    member_fields = {k: fields.pop(k) for k in ("needs", "private", "room_group") if k in fields}
    return Party(name, (Member("a", sex, **member_fields),), choices, **fields)


def season() -> Problem:
    """Two overlapping stays in one house, a course beside them, quotas and locks of every kind."""
    rooms = (Room("r1", 1), Room("r2", 2, frozenset({"lift"})), Room("r3", 3), Room("r4", 3), Room("r5", 1))
    hill = Venue("hill", rooms)
    return Problem(
        name="season",
        venues=(hill, Venue("college")),
        offerings=(
            Offering("stay", "hill", day(6), day(9), beds=True, seats=6, minimum=2),
            Offering("next", "hill", day(8), day(10), beds=True),
            Offering("course", "college", day(13), day(14), seats=4, minimum=2),
            Offering("idle", "college", day(20), day(20), minimum=3),
        ),
        parties=_parties(),
        quotas=(
            Quota("per-employer", "employer", "offering", maximum=3),
            Quota("east", "district", "run", "east", minimum=1, maximum=6),
        ),
        locks=(Lock("L", "stay", {"a": "r3"}), Lock("N", None), Lock("O", "course")),
    )


def _parties() -> tuple[Party, ...]:
    couple = (Member("a", "F", frozenset({"lift"}), "r"), Member("b", "M", frozenset(), "r"))
    sisters = (Member("a", "F", frozenset(), "r"), Member("b", "F", frozenset(), "r"))
    east = {"district": "east", "employer": "E1"}
    return (
        Party("P", couple, ("stay", "course"), 1, 1, 1, east),
        Party("S", sisters, ("next", "stay"), 2, 2, 1, east),
        person("L", "F", "stay", lottery=3, wants=2, groups={"district": "west", "employer": "E2"}),
        person("Q", "F", "stay", "course", "next", lottery=4, wants=2),
        person("V", "M", "next", lottery=5, private=True),
        person("N", "M", "course", lottery=6),
        person("O", "M", "stay", lottery=7),
        person("W", "M", "idle", lottery=8),
    )


def answer() -> Result:
    """A result of `season()` that keeps every rule, feasible: nobody proved a bound."""
    return Result(
        problem_sha256="d" * 64,
        seed=1,
        seconds=0.5,
        status="feasible",
        objectives=(
            ObjectiveValue("people_placed", 9, 10),
            ObjectiveValue("rank_cost", 1, 0),
            ObjectiveValue("lottery", 26, 0),
        ),
        placements=(
            Placement("P", "stay", 1, {"a": Bed("r2", 1), "b": Bed("r2", 2)}),
            Placement("S", "next", 1, {"a": Bed("r4", 1), "b": Bed("r4", 2)}),
            Placement("L", "stay", 1, {"a": Bed("r3", 1)}),
            Placement("Q", "stay", 1, {"a": Bed("r3", 3)}),
            Placement("Q", "course", 2),
            Placement("V", "next", 1, {"a": Bed("r1", 1)}),
            Placement("O", "course", None),
        ),
        unplaced=(
            Unplaced("N", (Reason("course", "locked", {"locked_to": []}),)),
            Unplaced("W", (Reason("idle", "cancelled", {"minimum": 3}),)),
        ),
        cancelled=("idle",),
    )


def placed(result: Result, party: str, offering: str, /, **changes: Any) -> Result:
    """The result with one placement changed, its values left as they were."""
    placements = tuple(
        replace(p, **changes) if (p.party, p.offering) == (party, offering) else p for p in result.placements
    )
    assert placements != result.placements
    return replace(result, placements=placements)
