"""Random small problems with every feature of the format, for Hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from app.scheduling.contract.problem import (
    DEFAULT_OBJECTIVES,
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

T = TypeVar("T")

MONDAY = dt.date(2026, 4, 6)
FEATURES = ("lift", "step_free")
DISTRICTS = ("east", "west")
OBJECTIVES = (
    DEFAULT_OBJECTIVES,
    (Objective("people_placed", {1: 8, 2: 4, 3: 2}), Objective("rank_cost"), Objective("lottery")),
    (Objective("people_placed", {1: 1}), Objective("people_placed", {2: 1}), Objective("rank_cost")),
    (Objective("people_placed"), Objective("lottery")),
    (Objective("people_placed", {1: 3, 2: 1}), Objective("lottery"), Objective("rank_cost")),
    (Objective("rank_cost"), Objective("people_placed"), Objective("lottery")),
    (Objective("lottery"), Objective("people_placed", {3: 5})),
)


def seldom(draw: DrawFn, one_in: int) -> bool:
    return draw(st.integers(1, one_in)) == one_in


def some(draw: DrawFn, values: Sequence[T], least: int = 0, most: int | None = None) -> list[T]:
    """A few of the values, each at most once."""
    strategy: SearchStrategy[list[T]] = st.lists(
        st.sampled_from(values), unique=True, min_size=least, max_size=most
    )
    return draw(strategy)


def venue(draw: DrawFn, name: str) -> Venue:
    sizes = draw(st.lists(st.sampled_from([1, 2, 2, 3, 4, 5]), min_size=1, max_size=3))
    rooms = (Room(f"r{k}", beds, frozenset(some(draw, FEATURES))) for k, beds in enumerate(sizes))
    return Venue(name, tuple(rooms))


def offering(draw: DrawFn, name: str, venues: Sequence[Venue]) -> Offering:
    first = MONDAY + dt.timedelta(draw(st.integers(0, 3)))
    return Offering(
        id=name,
        venue=draw(st.sampled_from([v.id for v in venues])),
        first=first,
        last=first + dt.timedelta(draw(st.sampled_from([0, 1, 1, 2, 3]))),
        beds=not seldom(draw, 4),
        seats=draw(st.integers(0, 5)) if seldom(draw, 3) else None,
        minimum=draw(st.integers(1, 4)) if seldom(draw, 3) else 0,
    )


def party(draw: DrawFn, name: str, offerings: Sequence[Offering]) -> Party:
    count = draw(st.sampled_from([1, 1, 2, 2, 3, 4]))
    labels = [None, "r"] if count > 1 else [None, None, "r"]
    members = (
        Member(
            id="abcd"[k],
            sex=draw(st.sampled_from("FM")),
            needs=frozenset(some(draw, FEATURES) if seldom(draw, 4) else ()),
            room_group=draw(st.sampled_from([*labels, "r", "s"] if count > 1 else labels)),
            private=seldom(draw, 8),
        )
        for k in range(count)
    )
    people = tuple(members)
    choices = tuple(some(draw, [o.id for o in offerings], 0 if seldom(draw, 8) else 1, 3))
    groups = {"district": draw(st.sampled_from(DISTRICTS))} if not seldom(draw, 4) else {}
    wants = 2 if seldom(draw, 3) else 1
    return Party(name, people, choices, draw(st.integers(1, 3)), 0, wants, groups)


def quota(draw: DrawFn, name: str) -> Quota:
    least = draw(st.integers(0, 2))
    return Quota(
        id=name,
        group="district",
        scope=draw(st.sampled_from(["offering", "run"])),
        value=draw(st.sampled_from([None, *DISTRICTS])),
        minimum=least,
        maximum=draw(st.one_of(st.none(), st.integers(least, 5))),
    )


def lock(
    draw: DrawFn, parties: Sequence[Party], offerings: Sequence[Offering], venues: Sequence[Venue]
) -> Lock:
    locked = draw(st.sampled_from(parties))
    named = draw(st.sampled_from([None, *offerings, *offerings]))
    if named is None or not named.beds or seldom(draw, 2):
        return Lock(locked.id, named.id if named else None)
    rooms = next(v for v in venues if v.id == named.venue).rooms
    members = some(draw, [m.id for m in locked.members], 1)
    return Lock(locked.id, named.id, {m: draw(st.sampled_from([r.id for r in rooms])) for m in members})


@st.composite
def problems(draw: DrawFn) -> Problem:
    """A problem that the brute force can finish: up to four offerings and six parties."""
    venues = [venue(draw, f"v{k}") for k in range(draw(st.sampled_from([1, 1, 2])))]
    offerings = [offering(draw, f"o{k}", venues) for k in range(draw(st.sampled_from([1, 2, 2, 3, 3, 4])))]
    parties = [party(draw, f"p{k}", offerings) for k in range(draw(st.sampled_from([1, 2, 3, 4, 5, 6])))]
    quotas = [quota(draw, f"q{k}") for k in range(draw(st.sampled_from([0, 0, 1, 2])))]
    count = draw(st.sampled_from([0, 0, 0, 1, 2]))
    locks = {(k.party, k.offering): k for k in (lock(draw, parties, offerings, venues) for _ in range(count))}
    return Problem(
        name="small",
        venues=tuple(venues),
        offerings=tuple(offerings),
        parties=tuple(with_lots(draw, parties)),
        quotas=tuple(quotas),
        locks=tuple(locks.values()),
        objectives=draw(st.sampled_from(OBJECTIVES)),
    )


def with_lots(draw: DrawFn, parties: Sequence[Party]) -> list[Party]:
    """Different lots, or, for some, none."""
    lots = draw(st.permutations(range(1, len(parties) + 1)))
    drawn = [0 if seldom(draw, 6) else 3 * lot for lot in lots]
    return [
        Party(p.id, p.members, p.choices, p.tier, lot, p.wants, p.groups)
        for p, lot in zip(parties, drawn, strict=True)
    ]
