"""Worked examples of ranking, and what holds whatever the marks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.contest import shown
from app.services.contest.ranking import Performance, Scheme, after_penalties, ranked, ranked_teams


@pytest.fixture
def database() -> str:
    """Nothing here is stored."""
    return "sqlite"


SCHEME = Scheme(30, 10_000, 70, 10_000)
marks = st.builds(
    Performance,
    st.uuids(),
    st.integers(0, 5).map(lambda n: 100 * n),
    st.integers(0, 5).map(lambda n: 100 * n),
    st.none() | st.integers(1, 3),
)
unique = st.lists(marks, max_size=12, unique_by=lambda each: each.who)


def ranks(scheme: Scheme, *performances: Performance) -> dict[object, int]:
    return {each.performance.who: each.rank for each in ranked(scheme, performances)}


def test_theory_counts_thirty_and_practice_seventy() -> None:
    assert SCHEME.total(8000, 9000) == 87
    assert SCHEME.total(10_000, 10_000) == 100
    assert Scheme(1, 15_000, 2, 5000).total(5000, 5000) == Fraction(700, 9)


def test_equal_totals_go_by_time_then_practice_then_theory() -> None:
    slow, fast = Performance("slow", 8000, 9000, 2400), Performance("fast", 8000, 9000, 2300)
    untimed = Performance("untimed", 8000, 9000)
    assert ranks(SCHEME, slow, untimed, fast) == {"fast": 1, "slow": 2, "untimed": 3}
    # 30 × 70 = 70 × 30: the same total of other parts
    practised, read = Performance("practised", 1000, 7000, 60), Performance("read", 8000, 4000, 60)
    assert SCHEME.total(1000, 7000) == SCHEME.total(8000, 4000)
    assert ranks(SCHEME, read, practised) == {"practised": 1, "read": 2}
    by_theory = Scheme(30, 10_000, 70, 10_000, ("theory", "practice", "time"))
    assert ranks(by_theory, read, practised) == {"read": 1, "practised": 2}


def test_who_cannot_be_told_apart_shares_the_rank_and_leaves_a_gap() -> None:
    first, *twins = (Performance(name, 9000 if name == "a" else 8000, 9000, 100) for name in "abc")
    assert ranks(SCHEME, *twins, first, Performance("d", 0, 0)) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_a_third_of_a_point_is_not_rounded_away() -> None:
    scheme = Scheme(1, 300, 0, 100)
    assert ranks(scheme, Performance("more", 101, 0), Performance("less", 100, 0)) == {"more": 1, "less": 2}


def test_penalties_never_make_less_than_nothing() -> None:
    assert after_penalties(8000, [200, 200]) == 7600
    assert after_penalties(100, [200]) == 0


def test_teams_by_their_best_three() -> None:
    totals = {
        "four": [Fraction(n) for n in (60, 90, 70, 80)],
        "three": [Fraction(n) for n in (80, 80, 80)],
        "two": [Fraction(n) for n in (99, 99)],
    }
    counted = ranked_teams(totals, 3, True)
    assert [(each.team, each.total, each.rank) for each in counted] == [
        ("four", 240, 1),  # the same sum, but the best single total
        ("three", 240, 2),
        ("two", 198, 3),
    ]
    unranked = ranked_teams(totals, 3, False)
    assert [(each.team, each.rank) for each in unranked] == [("four", 1), ("three", 2), ("two", None)]


@given(unique, st.randoms())
def test_the_order_in_which_marks_come_does_not_matter(found: list[Performance], random: object) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert ranks(SCHEME, *found) == ranks(SCHEME, *mixed)


@given(unique)
def test_ranks_are_one_more_than_the_number_of_those_before(found: list[Performance]) -> None:
    order = ranked(SCHEME, found)
    assert len(order) == len(found)
    for each in order:
        assert each.rank == 1 + sum(other.rank < each.rank for other in order)
        assert all(other.total <= each.total for other in order if other.rank > each.rank)


@given(unique, st.integers(0, 11))
def test_better_marks_never_make_the_rank_worse(found: list[Performance], place: int) -> None:
    if place >= len(found):
        return
    one = found[place]
    better = Performance(one.who, one.theory + 100, one.practice, one.seconds)
    others = [each for each in found if each is not one]
    assert ranks(SCHEME, better, *others)[one.who] <= ranks(SCHEME, *found)[one.who]


@given(st.dictionaries(st.integers(), st.lists(st.integers(0, 9).map(Fraction), min_size=1), max_size=8))
def test_every_team_is_ranked_once(totals: dict[object, list[Fraction]]) -> None:
    for counted in (True, False):
        placed = ranked_teams(totals, 3, counted)
        assert sorted(map(str, totals)) == sorted(str(each.team) for each in placed)
        known = [each.rank for each in placed if each.rank is not None]
        assert known == sorted(known)
        assert not known or known[0] == 1


@given(st.integers(0, 99_999))
def test_points_are_read_as_they_are_shown(hundredths: int) -> None:
    assert shown.typed_points(shown.points(hundredths)) == hundredths


@given(st.integers(0, 35_999))
def test_times_are_read_as_they_are_shown(seconds: int) -> None:
    assert shown.typed_duration(shown.duration(seconds)) == seconds


@pytest.mark.parametrize("typed", ["", "8,5", "1e3", "-1", "86.555", "八十", "5:60:00"])
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert shown.typed_points(typed) is None
    assert shown.typed_duration(typed) is None


def test_totals_are_shown_rounded_half_up() -> None:
    assert shown.total(Fraction(87355, 1000)) == "87.36"
    assert shown.total(Fraction(200, 3)) == "66.67"
    assert shown.total(None) == ""
