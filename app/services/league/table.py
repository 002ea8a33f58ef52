"""A group's table from its results, by the published rule. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

WIN, DRAW = 3, 1
YELLOW, RED = 1, 3  # points of fair play that a card costs


@dataclass(frozen=True, slots=True)
class Played:
    """A result that stands; cards are (yellow, red)."""

    home: int
    away: int
    home_goals: int
    away_goals: int
    home_cards: tuple[int, int] = (0, 0)
    away_cards: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Row:
    """A team in the table; `decided_by` names what put it behind the one above, "" where points did."""

    team: int
    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    goals_for: int = 0
    goals_against: int = 0
    card_points: int = 0
    decided_by: str = ""

    @property
    def points(self) -> int:
        return WIN * self.won + DRAW * self.drawn

    @property
    def difference(self) -> int:
        return self.goals_for - self.goals_against

    def add(self, scored: int, conceded: int, cards: tuple[int, int]) -> None:
        """One match."""
        self.played += 1
        self.won += scored > conceded
        self.drawn += scored == conceded
        self.lost += scored < conceded
        self.goals_for += scored
        self.goals_against += conceded
        self.card_points += YELLOW * cards[0] + RED * cards[1]


# what decides among equal points, in order; those of `head` count only matches among the equals
OVERALL = ("difference", "goals")
HEAD = ("head_points", "head_difference", "head_goals")
LAST = ("fair_play", "lots")
ORDERS: Mapping[str, tuple[str, ...]] = {
    "difference": (*OVERALL, *HEAD, *LAST),
    "head_to_head": (*HEAD, *OVERALL, *LAST),
}

Key = Callable[[int], int]


def table(
    teams: Sequence[int], results: Iterable[Played], tie_order: str, lots: Mapping[int, int]
) -> list[Row]:
    """The rows from the first to the last. `lots` are the drawn numbers: the lower is the luckier."""
    played = [each for each in results if each.home in teams and each.away in teams]
    rows = _rows(teams, played)
    found = []
    for equal in _split(teams, lambda team: -rows[team].points):
        found += _decide(equal, played, rows, ORDERS[tie_order], lots)
    for place, (team, by) in enumerate(found):
        rows[team].decided_by = by if place else ""
    return [rows[team] for team, _by in found]


def _rows(teams: Sequence[int], played: Iterable[Played]) -> dict[int, Row]:
    rows = {team: Row(team) for team in teams}
    for each in played:
        rows[each.home].add(each.home_goals, each.away_goals, each.home_cards)
        rows[each.away].add(each.away_goals, each.home_goals, each.away_cards)
    return rows


def _decide(
    equal: Sequence[int],
    played: Sequence[Played],
    rows: Mapping[int, Row],
    order: Sequence[str],
    lots: Mapping[int, int],
) -> list[tuple[int, str]]:
    """Equals in order, each with what put it there. Whoever is still equal begins anew among themselves."""
    if len(equal) < 2:
        return [(team, "") for team in equal]
    among = _rows(equal, [each for each in played if each.home in equal and each.away in equal])
    for by in order:
        parts = _split(equal, _key(by, rows, among, lots))
        if len(parts) > 1:
            found = []
            for part in parts:
                inner = _decide(part, played, rows, order, lots)
                found += [(inner[0][0], by if part is not parts[0] else ""), *inner[1:]]
            return found
    return [(team, "lots") for team in sorted(equal)]


def _key(by: str, rows: Mapping[int, Row], among: Mapping[int, Row], lots: Mapping[int, int]) -> Key:
    keys: Mapping[str, Key] = {
        "difference": lambda team: -rows[team].difference,
        "goals": lambda team: -rows[team].goals_for,
        "head_points": lambda team: -among[team].points,
        "head_difference": lambda team: -among[team].difference,
        "head_goals": lambda team: -among[team].goals_for,
        "fair_play": lambda team: rows[team].card_points,
        "lots": lambda team: lots[team],
    }
    return keys[by]


def _split(teams: Iterable[int], key: Key) -> list[list[int]]:
    """Sets of teams with one value, the least first."""
    found: dict[int, list[int]] = {}
    for team in teams:
        found.setdefault(key(team), []).append(team)
    return [found[value] for value in sorted(found)]


def bracket(groups: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The first round of the knock-out, from those who go on, each group's best first.

    Firsts meet lasts, so that nobody meets somebody of the own group where there is more than one; who wins
    match 1 meets who wins match 2, and so on. Raises ValueError unless they are 2, 4, 8 or 16.
    """
    seeds = [group[place] for place in range(max(map(len, groups), default=0)) for group in groups]
    if len(seeds) not in (2, 4, 8, 16):
        raise ValueError(f"{len(seeds)} teams make no knock-out")
    order = [0, 1]
    while len(order) < len(seeds):
        size = 2 * len(order)
        order = [place for seed in order for place in (seed, size - 1 - seed)]
    return [(seeds[a], seeds[b]) for a, b in zip(order[::2], order[1::2], strict=True)]
