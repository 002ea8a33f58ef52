"""What an allocation comes to for people, to lay two ways of deciding beside each other. No solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.scheduling.contract.law import objective_values
from app.scheduling.contract.problem import Party, Problem
from app.scheduling.reasons.envy import Envy, justified_envy
from app.scheduling.ways.in_order import placements_of


@dataclass(frozen=True, slots=True)
class Placed:
    """People who asked, and people of those with at least one place."""

    asked: int
    placed: int

    @property
    def share(self) -> float:
        """Of those who asked; 1 where nobody did."""
        return self.placed / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class WorstOff:
    """How those who do worst in a tier do: people without a place, and the lowest rank among the others.

    `lowest` is the worst of each party's best rank; None where nobody has a place by choice.
    """

    unplaced: int
    lowest: int | None
    at_lowest: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One allocation in figures, all in people unless they say otherwise.

    `ranks`: people by the rank of their best place, 0 for what only a lock gave, None for no place; a party
    that withdrew (locked to nothing) or asks for nothing is not counted anywhere. `groups`: group key → value
    → who was placed.
    `values` are the problem's objectives.
    """

    values: tuple[int, ...]
    everybody: Placed
    by_tier: Mapping[int, Placed]
    ranks: Mapping[int | None, int]
    worst_off: Mapping[int, WorstOff]
    groups: Mapping[str, Mapping[str, Placed]]
    envy: Envy


def compare(problem: Problem, given: Iterable[tuple[str, str]]) -> Figures:
    """Count for a plan that keeps every rule: (party, offering) pairs, in any order."""
    placements = placements_of(problem, sorted(given))
    best: dict[str, int] = {}
    for p in placements:
        best[p.party] = min(best.get(p.party, p.rank or 0), p.rank or 0)
    withdrawn = {lock.party for lock in problem.locks if lock.offering is None}
    asking = [party for party in problem.parties if party.choices and party.id not in withdrawn]
    by_tier: dict[int, list[Party]] = defaultdict(list)
    for party in sorted(asking, key=lambda p: (p.tier, p.id)):
        by_tier[party.tier].append(party)
    ranks: Counter[int | None] = Counter()
    for party in asking:
        ranks[best.get(party.id)] += len(party.members)
    return Figures(
        objective_values(problem, placements),
        _placed(asking, best),
        {tier: _placed(parties, best) for tier, parties in by_tier.items()},
        {rank: ranks[rank] for rank in sorted(ranks, key=lambda r: (r is None, r or 0))},
        {tier: _worst_off(parties, best) for tier, parties in by_tier.items()},
        _groups(asking, best),
        justified_envy(problem, [(p.party, p.offering) for p in placements]),
    )


def _placed(parties: Iterable[Party], best: Mapping[str, int]) -> Placed:
    asked = placed = 0
    for party in parties:
        asked += len(party.members)
        placed += len(party.members) if party.id in best else 0
    return Placed(asked, placed)


def _worst_off(parties: list[Party], best: Mapping[str, int]) -> WorstOff:
    unplaced = sum(len(p.members) for p in parties if p.id not in best)
    ranks: Counter[int] = Counter()
    for party in parties:
        if best.get(party.id):
            ranks[best[party.id]] += len(party.members)
    lowest = max(ranks, default=None)
    return WorstOff(unplaced, lowest, ranks[lowest] if lowest is not None else 0)


def _groups(parties: Iterable[Party], best: Mapping[str, int]) -> dict[str, dict[str, Placed]]:
    members: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for party in parties:
        for key, value in party.groups.items():
            members[key, value].append(party)
    found: dict[str, dict[str, Placed]] = defaultdict(dict)
    for key, value in sorted(members):
        found[key][value] = _placed(members[key, value], best)
    return dict(found)
