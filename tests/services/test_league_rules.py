"""Fixtures and tables: properties, and examples worked out by hand. No database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.league import fixtures as fx
from app.services.league.table import Played, bracket, table

START = dt.datetime(2026, 10, 10, 1, tzinfo=dt.UTC)
A, B, C, D = 1, 2, 3, 4
LOTS = {A: 4, B: 3, C: 2, D: 1}


def weekends(count: int, hours: tuple[int, ...] = (1, 3, 6)) -> list[dt.datetime]:
    return [START + dt.timedelta(days=7 * week, hours=hour - 1) for week in range(count) for hour in hours]


@given(st.integers(2, 13), st.sampled_from([1, 2]))
def test_everybody_meets_everybody_at_home_as_often_as_away(count: int, legs: int) -> None:
    teams = list(range(count))
    found = fx.round_robin(teams, legs)
    assert len(found) == legs * count * (count - 1) // 2
    assert len({f.round for f in found}) == legs * (count - 1 + count % 2)
    timed = [
        replace(f, starts_at=START + dt.timedelta(days=f.round), pitch=str(n)) for n, f in enumerate(found)
    ]
    slots, pitches = [f.starts_at for f in timed if f.starts_at], [f.pitch for f in timed]
    assert fx.faults(timed, [teams], legs, slots, pitches, 90) == []
    if legs == 2:
        assert {(f.home, f.away) for f in found} == {(a, b) for a in teams for b in teams if a != b}


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 7), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2))
def test_placed_fixtures_keep_every_rule(size: int, pitches: int, groups: int, legs: int) -> None:
    teams = [[100 * g + n for n in range(size)] for g in range(groups)]
    found = [f for g, own in enumerate(teams) for f in fx.round_robin(own, legs, "AB"[g])]
    slots, names = weekends(40), [f"pitch {n}" for n in range(pitches)]
    placed = fx.placed(found, slots, names, 90)
    assert fx.faults(placed, teams, legs, slots, names, 90) == []


def test_each_rule_of_fixtures_can_be_broken() -> None:
    teams, slots, pitches = [A, B, C, D], weekends(6), ["east", "west"]
    good = fx.placed(fx.round_robin(teams, 1), slots, pitches, 90)

    def broken(changed: list[fx.Fixture]) -> set[str]:
        return set(fx.faults(changed, [teams], 1, slots, pitches, 90))

    assert broken(good) == set()
    assert broken(good[1:]) >= {"meets_all"}
    at_home = [replace(f, home=min(f.teams), away=max(f.teams)) for f in good]
    assert broken(at_home) == {"home_and_away"}
    assert "once_a_round" in broken([replace(f, round=1) for f in good])
    assert broken([replace(good[0], pitch="north"), *good[1:]]) == {"own_times"}
    assert "one_place" in broken([replace(f, starts_at=slots[0]) for f in good])


def test_too_few_times() -> None:
    with pytest.raises(fx.NoRoom) as refused:
        fx.placed(fx.round_robin([A, B, C, D], 1), weekends(1), ["east"], 90)
    assert refused.value.missing == 3


def test_a_pitch_is_not_given_twice_while_a_match_runs() -> None:
    close = [START, START + dt.timedelta(minutes=60), START + dt.timedelta(minutes=120)]
    placed = fx.placed(fx.round_robin([A, B, C, D], 1)[:2], close, ["east"], 90)
    assert [f.starts_at for f in placed] == [close[0], close[2]]


# tables


def results(*lines: tuple[int, int, int, int]) -> list[Played]:
    return [Played(home, away, scored, conceded) for home, away, scored, conceded in lines]


def order(*lines: tuple[int, int, int, int], by: str = "difference") -> list[int]:
    return [row.team for row in table([A, B, C, D], results(*lines), by, LOTS)]


def test_three_for_a_win_one_for_a_draw() -> None:
    rows = {
        row.team: row for row in table([A, B, C], results((A, B, 2, 1), (B, C, 0, 0)), "difference", LOTS)
    }
    assert {team: row.points for team, row in rows.items()} == {A: 3, B: 1, C: 1}
    assert (rows[B].played, rows[B].won, rows[B].drawn, rows[B].lost) == (2, 0, 1, 1)
    assert (rows[B].goals_for, rows[B].goals_against, rows[B].difference) == (1, 2, -1)


def test_difference_or_the_match_between_the_two() -> None:
    """B has beaten A, A has the better difference: the rule says which counts."""
    played = ((B, A, 1, 0), (A, C, 5, 0), (A, D, 1, 0), (B, C, 1, 0), (D, B, 1, 0), (C, D, 0, 0))
    assert order(*played)[:2] == [A, B]
    assert order(*played, by="head_to_head")[:2] == [B, A]


def test_three_equals_who_beat_each_other_in_turn() -> None:
    """A beat B 3:0, B beat C 1:0, C beat A 1:0: among them A has +2, C 0, B -2."""
    played = ((A, B, 3, 0), (B, C, 1, 0), (C, A, 1, 0), (A, D, 1, 0), (B, D, 9, 0), (C, D, 1, 0))
    assert order(*played, by="head_to_head") == [A, C, B, D]
    assert order(*played)[0] == B  # nine goals against the last


def test_whoever_is_still_equal_begins_anew_among_themselves() -> None:
    """Among A, B, C the head points part C off; A and B then have their own match, which A won."""
    played = ((A, B, 1, 0), (C, A, 1, 0), (B, C, 0, 0), (D, C, 1, 0), (B, D, 2, 1), (A, D, 1, 1))
    rows = table([A, B, C, D], results(*played), "head_to_head", LOTS)
    points = {row.team: row.points for row in rows}
    assert points == {A: 4, B: 4, C: 4, D: 4}
    assert [row.team for row in rows] == order(*played, by="head_to_head")


def test_fair_play_then_lots() -> None:
    drawn = [Played(A, B, 1, 1, (2, 0), (0, 1)), Played(C, D, 1, 1)]
    rows = table([A, B, C, D], drawn, "difference", LOTS)
    assert [row.team for row in rows] == [D, C, A, B]  # no cards: by lot; then two yellow before one red
    assert [row.decided_by for row in rows] == ["", "lots", "fair_play", "fair_play"]


def test_matches_of_others_count_for_nobody() -> None:
    assert all(
        row.played == 0 for row in table([A, B], results((C, D, 3, 0), (A, C, 1, 0)), "difference", LOTS)
    )


@given(
    st.lists(st.tuples(st.permutations([A, B, C, D]), st.integers(0, 3), st.integers(0, 3)), max_size=10),
    st.sampled_from(["difference", "head_to_head"]),
    st.randoms(use_true_random=False),
)
def test_a_table_is_whole_and_does_not_depend_on_the_order(
    played: list[tuple[list[int], int, int]], by: str, rng: object
) -> None:
    lines = [Played(teams[0], teams[1], a, b) for teams, a, b in played]
    rows = table([A, B, C, D], lines, by, LOTS)
    assert sorted(row.team for row in rows) == [A, B, C, D]
    assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)
    assert sum(row.won for row in rows) == sum(row.lost for row in rows)
    assert sum(row.difference for row in rows) == 0
    mixed, teams = list(lines), [A, B, C, D]
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    rng.shuffle(teams)  # type: ignore[attr-defined]
    assert [row.team for row in table(teams, mixed, by, LOTS)] == [row.team for row in rows]


# knock-out


@given(st.sampled_from([(1, 2), (1, 4), (2, 1), (2, 2), (4, 1), (4, 2), (2, 4), (8, 1)]))
def test_the_knock_out_keeps_groups_apart_and_the_best_two_until_the_end(shape: tuple[int, int]) -> None:
    groups, each = shape
    going = [[10 * g + place for place in range(each)] for g in range(groups)]
    pairs = bracket(going)
    assert sorted(team for pair in pairs for team in pair) == sorted(team for own in going for team in own)
    if groups > 1:
        assert all(a // 10 != b // 10 for a, b in pairs)
    half = len(pairs) // 2
    if half:
        first = {team for pair in pairs[:half] for team in pair}
        seeds = [own[0] for own in going] if groups > 1 else going[0]
        assert Counter(seed in first for seed in seeds[:2]) == {True: 1, False: 1}


def test_no_knock_out_of_three() -> None:
    with pytest.raises(ValueError, match="3 teams"):
        bracket([[1], [2], [3]])
