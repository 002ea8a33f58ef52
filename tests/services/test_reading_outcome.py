"""How votes decide, by examples and for any votes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.services.reading import outcome
from app.services.reading.attendance_certificates import needed


def test_examples() -> None:
    assert outcome.of({2: 3, 1: 1}, [1, 2]) == outcome.Outcome(2, ())
    assert outcome.of({1: 2, 2: 2, 3: 1}, [1, 2, 3]) == outcome.Outcome(1, [1, 2])
    assert outcome.of({3: 2, 1: 2}, [3, 2, 1]) == outcome.Outcome(3, [3, 1])
    assert outcome.of({}, [1, 2]) == outcome.Outcome(None, ())
    assert outcome.of({}, []) == outcome.Outcome(None, ())


proposals = st.lists(st.integers(1, 9), unique=True, max_size=6)


@given(proposals, st.dictionaries(st.integers(1, 9), st.integers(0, 5)))
def test_whoever_wins_has_the_most_and_was_the_earliest_of_them(
    proposed: list[int], counts: dict[int, int]
) -> None:
    found = outcome.of(counts, proposed)
    votes = {each: counts.get(each, 0) for each in proposed}
    if found.first is None:
        assert not any(votes.values())
        return
    assert votes[found.first] == max(votes.values()) > 0
    equals = [each for each in proposed if votes[each] == votes[found.first]]
    assert equals[0] == found.first
    assert list(found.tied) == (equals if len(equals) > 1 else [])


@given(st.integers(0, 60), st.integers(1, 100))
def test_as_few_meetings_as_reach_the_share(held: int, least: int) -> None:
    enough = needed(held, least)
    assert 100 * enough >= least * held
    assert enough == 0 or 100 * (enough - 1) < least * held
    assert enough <= held
