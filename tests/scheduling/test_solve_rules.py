"""Each rule of the formulation: one problem that it lets pass, one that it stops."""

from __future__ import annotations

from typing import Any

import pytest

from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from tests.scheduling.towns import course, given, house, party, solved, stay, town


def stays(venue: Any, *parties: Party, **fields: Any) -> int:
    """How many people one stay takes."""
    problem = town(venue, [stay("s")], list(parties), **fields)
    return sum(len(problem.parties_by_id()[p].members) for p, _ in given(problem))


@pytest.mark.parametrize(
    ("venue", "parties", "people"),
    [
        (house(2), [party("a", "F", "s"), party("b", "F", "s")], 2),
        (house(2), [party("a", "F", "s"), party("b", "M", "s")], 1),
        (house(2, 1), [party("a", "F", "s"), party("b", "M", "s")], 2),
        (house(2), [party("a", "FM", "s")], 2),
        (house(3), [party("a", "FM", "s"), party("b", "F", "s")], 2),
        (house(3), [party("a", "FF", "s"), party("b", "F", "s")], 3),
        (house(2), [party("a", "FM", "s", group=False)], 0),
        (house(1, 1), [party("a", "FM", "s", group=False)], 2),
        (house(1), [party("a", "FF", "s")], 0),
        (house(3), [party("a", "F", "s", private=True), party("b", "F", "s")], 1),
        (house(1, 1), [party("a", "F", "s", private=True), party("b", "F", "s")], 2),
        (house(2), [party("a", "F", "s", needs=frozenset({"lift"}))], 0),
        (house(2, r1={"lift", "bath"}), [party("a", "F", "s", needs=frozenset({"lift"}))], 1),
        (house(3, 3), [party(x, "FF", "s") for x in "abc"], 4),
        (house(4, 4), [party("a", "FFF", "s"), party("b", "FFF", "s"), party("c", "FF", "s")], 6),
        (house(4, 4), [party("a", "FFF", "s"), party("b", "FF", "s"), party("c", "FF", "s")], 7),
        (
            house(7, 7),
            [party(x, n * "F", "s") for x, n in zip("abcdef", (3, 3, 2, 2, 2, 2), strict=True)],
            14,
        ),
    ],
)
def test_beds(venue: Any, parties: list[Party], people: int) -> None:
    assert stays(venue, *parties) == people


def two_stays(first: int, **fields: Any) -> Problem:
    """One room; one party for a stay of the nights 6 and 7, one for a stay from `first`."""
    offerings = [stay("s"), stay("t", first, first + 2)]
    return town(house(2), offerings, [party("a", "F", "s"), party("b", "F", "t")], **fields)


def test_a_room_is_used_by_one_offering_at_a_time() -> None:
    assert len(given(two_stays(7))) == 1
    assert len(given(two_stays(8))) == 2


def test_a_stay_without_a_night_needs_no_bed() -> None:
    assert given(town(house(), [stay("s", 6, 6)], [party("a", "FM", "s")])) == {("a", "s")}


def test_seats() -> None:
    parties = [party("a", "FF", "c"), party("b", "F", "c")]
    assert len(given(town(house(), [course("c", seats=3)], parties))) == 2
    assert given(town(house(), [course("c", seats=2)], parties)) == {("a", "c")}


def test_a_minimum_is_met_or_nobody_is_there() -> None:
    parties = [party("a", "FF", "c"), party("b", "F", "c")]
    assert len(given(town(house(), [course("c", minimum=3)], parties))) == 2
    result = solved(town(house(), [course("c", minimum=4)], parties))
    assert result.placements == ()
    assert result.cancelled == ("c",)


@pytest.mark.parametrize(("wants", "last", "count"), [(1, 6, 1), (2, 6, 2), (2, 7, 1)])
def test_wants_and_days(wants: int, last: int, count: int) -> None:
    problem = town(house(), [course("c", 6, last), course("d", 7)], [party("a", "F", "c", "d", wants=wants)])
    assert len(given(problem)) == count


EAST, WEST = {"district": "east"}, {"district": "west"}


@pytest.mark.parametrize(
    ("quota", "people"),
    [
        (Quota("q", "district", "offering", maximum=1), 5),
        (Quota("q", "district", "offering", "east", maximum=1), 5),
        (Quota("q", "district", "run", maximum=1), 3),
        (Quota("q", "district", "run", "west", maximum=1), 5),
        (Quota("q", "district", "offering", minimum=1), 6),
        (Quota("q", "district", "offering", "south", minimum=1), 0),
        (Quota("q", "employer", "offering", maximum=0), 6),
    ],
)
def test_quotas(quota: Quota, people: int) -> None:
    """Two courses, six placements: three of the east, two of one party of the west, one of nowhere."""
    parties = [
        party("a", "F", "c", groups=EAST),
        party("b", "F", "c", groups=EAST),
        party("c", "F", "d", groups=EAST),
        party("d", "F", "c", "d", groups=WEST, wants=2),
        party("e", "F", "c"),
    ]
    assert len(given(town(house(), [course("c"), course("d", 9)], parties, quotas=(quota,)))) == people


def test_a_least_number_over_the_run_outweighs_rank() -> None:
    parties = [party("a", "F", "c", groups=EAST, tier=4), party("b", "F", "c", tier=1)]
    quota = Quota("q", "district", "run", "east", minimum=1)
    assert given(town(house(), [course("c", seats=1)], parties, quotas=(quota,))) == {("a", "c")}


def test_locks_give_exactly_what_they_name() -> None:
    offerings = [course("c"), course("d", 9), course("e", 12)]
    parties = [party("a", "F", "c", "d", wants=2), party("b", "F", "c")]
    locks = (Lock("a", "e"), Lock("b", None))
    result = solved(town(house(), offerings, parties, locks=locks))
    assert [(p.party, p.offering, p.rank) for p in result.placements] == [("a", "e", None)]


def test_a_locked_room_is_kept_and_may_be_shared() -> None:
    parties = [party("a", "F", "s"), party("b", "F", "s"), party("c", "M", "s")]
    result = solved(town(house(2, 2), [stay("s")], parties, locks=(Lock("a", "s", {"m0": "r2"}),)))
    rooms = {p.party: p.beds["m0"].room for p in result.placements}
    assert rooms == {"a": "r2", "b": "r2", "c": "r1"}
