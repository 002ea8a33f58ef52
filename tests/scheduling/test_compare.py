"""An allocation in figures: one town in which each figure can be counted on the fingers."""

from __future__ import annotations

from app.scheduling.contract.problem import Lock
from app.scheduling.reasons.compare import Placed, WorstOff, compare
from app.scheduling.reasons.envy import Envy
from tests.scheduling.towns import course, house, party, town

EAST, WEST = {"district": "east"}, {"district": "west"}


def test_the_figures_of_a_town() -> None:
    parties = [
        party("a", "FF", "s", "t", lottery=1, groups=EAST),
        party("b", "M", "s", lottery=2, tier=2, groups=EAST),
        party("c", "F", "t", "s", lottery=3, groups=WEST),
        party("d", "FFF", "s", lottery=4),
        party("e", "F", "t", lottery=5, tier=2),
        party("x", "F", "t", lottery=6, groups=WEST),
    ]
    offerings = [course("s", seats=4), course("t", 9), course("u", 12)]
    locks = (Lock("e", "u"), Lock("x", None))
    problem = town(house(), offerings, parties, locks=locks)
    found = compare(problem, [("a", "t"), ("b", "s"), ("c", "s"), ("e", "u")])
    assert found.values == (5, 3, 11)
    assert found.everybody == Placed(8, 5)
    assert found.by_tier == {1: Placed(6, 3), 2: Placed(2, 2)}
    assert list(found.ranks.items()) == [(0, 1), (1, 1), (2, 3), (None, 3)]
    assert found.worst_off == {1: WorstOff(3, 2, 3), 2: WorstOff(0, 1, 1)}
    assert found.groups == {"district": {"east": Placed(3, 3), "west": Placed(1, 1)}}
    assert found.envy == Envy(pairs=3, parties=2, by_tier={1: 2})
    assert found.everybody.share == 5 / 8


def test_nobody_asks() -> None:
    found = compare(town(house(), [course("s")], [party("a", "F")], locks=(Lock("a", None),)), [])
    assert (found.everybody, found.everybody.share, found.ranks) == (Placed(0, 0), 1.0, {})
