"""Packing rules on counts are exact: they allow what a search over single rooms can do, and nothing more."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from app.scheduling.formulation.patterns import first_fit, fullest_patterns, must_split, packing


def fits(beds: int, units: tuple[int, ...], rooms: list[int]) -> bool:
    """Can the units go into rooms with so many free beds? Tries everything."""
    if not units:
        return True
    return any(
        free >= units[0] and fits(beds, units[1:], [*rooms[:k], free - units[0], *rooms[k + 1 :]])
        for k, free in enumerate(rooms)
    )


def allowed(beds: int, units: tuple[int, ...], rooms: int) -> bool:
    """What `packing` says."""
    rule = packing(beds, frozenset(units), rooms)
    if rule.rows:
        return all(sum(c.get(size, 0) for size in units) <= limit * rooms for c, limit in rule.rows)
    return any(
        all(units.count(size) <= sum(p.count(size) for p in chosen) for size in set(units))
        for chosen in combinations_with_replacement(rule.patterns, rooms)
    )


@pytest.mark.parametrize("beds", range(1, 7))
@pytest.mark.parametrize("rooms", [1, 2, 3])
def test_packing_is_exact(beds: int, rooms: int) -> None:
    for many in range(1, min(beds * rooms, 7) + 1):
        for units in combinations_with_replacement(range(beds, 0, -1), many):
            assert allowed(beds, units, rooms) == fits(beds, units, [beds] * rooms), units


@pytest.mark.parametrize("beds", range(1, 7))
def test_first_fit_takes_no_more_rooms_than_the_rows_allow(beds: int) -> None:
    for many in range(1, 8):
        for units in combinations_with_replacement(range(beds, 0, -1), many):
            rooms = len(first_fit(beds, list(units)))
            if rooms > 1 and packing(beds, frozenset(units), 9).rows:
                assert not allowed(beds, units, rooms - 1)


def test_patterns_are_full() -> None:
    assert fullest_patterns(4, frozenset({1, 2, 3})) == ((3, 1), (2, 2), (2, 1, 1), (1, 1, 1, 1))
    assert fullest_patterns(5, frozenset({2, 3})) == ((3, 2), (2, 2))


def test_dormitories_are_counted_room_by_room() -> None:
    assert must_split(40, frozenset(range(1, 9)), 12)
    assert not must_split(40, frozenset({1, 2}), 12)
    assert not must_split(6, frozenset(range(1, 7)), 12)
