"""Who comes where: exact totals, ties by the published rule, teams by their best people. Numbers alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

TIME, PRACTICE, THEORY = "time", "practice", "theory"
TIES = (TIME, PRACTICE, THEORY)
FULL = 100


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the parts make a total out of 100: weights as shares of their sum, full marks in hundredths.

    `ties` says by what equal totals are told apart, in this order; still equal, they share the rank.
    """

    theory_weight: int
    theory_most: int
    practice_weight: int
    practice_most: int
    ties: tuple[str, ...] = TIES

    def total(self, theory: int, practice: int) -> Fraction:
        """Out of 100, of points in hundredths."""
        of_theory = Fraction(self.theory_weight * theory, self.theory_most)
        of_practice = Fraction(self.practice_weight * practice, self.practice_most)
        return FULL * (of_theory + of_practice) / (self.theory_weight + self.practice_weight)


@dataclass(frozen=True, slots=True)
class Performance:
    """What `who` has done, in hundredths of a point with penalties taken off; `seconds` None: not timed."""

    who: Hashable
    theory: int
    practice: int
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """`rank` is shared by whom nothing tells apart; the next rank leaves a gap."""

    performance: Performance
    total: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class PlacedTeam:
    """`counted` are the totals that make up the sum, the best first; `rank` None: too few people."""

    team: Hashable
    total: Fraction
    counted: tuple[Fraction, ...]
    rank: int | None


def ranked(scheme: Scheme, performances: Iterable[Performance]) -> list[Placed]:
    """All of them in order of rank; who shares one, in any order."""
    keys = [(_key(scheme, each), each) for each in performances]
    keys.sort(key=lambda pair: pair[0])
    ranks = _ranks([key for key, _each in keys])
    return [
        Placed(each, scheme.total(each.theory, each.practice), rank)
        for (_key_, each), rank in zip(keys, ranks, strict=True)
    ]


def ranked_teams(
    totals: Mapping[Hashable, Sequence[Fraction]], best_of: int, short_counted: bool
) -> list[PlacedTeam]:
    """Teams by the sum of their best `best_of` people's totals.

    Equal sums are told apart by the best single total, then the next. A team with fewer people has the sum of
    those it has where `short_counted`, else no rank and stands at the end.
    """
    best = {team: tuple(sorted(all_, reverse=True)[:best_of]) for team, all_ in totals.items() if all_}
    full = {team: own for team, own in best.items() if short_counted or len(own) == best_of}
    order = sorted(full, key=lambda team: _team_key(full[team]))
    ranks = _ranks([_team_key(full[team]) for team in order])
    placed = [
        PlacedTeam(team, sum(full[team], Fraction()), full[team], rank)
        for team, rank in zip(order, ranks, strict=True)
    ]
    short = sorted((team for team in best if team not in full), key=lambda team: _team_key(best[team]))
    return placed + [PlacedTeam(team, sum(best[team], Fraction()), best[team], None) for team in short]


def after_penalties(points: int, penalties: Iterable[int]) -> int:
    """Points less what is taken off, never below nothing; all in hundredths."""
    return max(0, points - sum(penalties))


def _key(scheme: Scheme, each: Performance) -> tuple[Fraction | float, ...]:
    """The smaller the better."""
    tied: dict[str, int | float] = {
        TIME: float("inf") if each.seconds is None else each.seconds,
        PRACTICE: -each.practice,
        THEORY: -each.theory,
    }
    return (-scheme.total(each.theory, each.practice), *(tied[name] for name in scheme.ties))


def _team_key(counted: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return (-sum(counted, Fraction()), *(-total for total in counted))


def _ranks(keys: Sequence[Hashable]) -> list[int]:
    """1, 2, 2, 4: of keys in order."""
    ranks = [1] if keys else []
    for number, (before, here) in enumerate(pairwise(keys), 2):
        ranks.append(ranks[-1] if before == here else number)
    return ranks
