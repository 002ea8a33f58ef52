"""What it would mean to give a party an offering beside, or in place of, what it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.scheduling.contract.problem import Objective, Offering, Party
from app.scheduling.reasons.tally import Tally


@dataclass(frozen=True, slots=True)
class Move:
    """The party comes into `offering` and gives up `leaves`, if that is named.

    `clashes` are placements of the party that share a day with the offering and are not given up for it.
    """

    party: Party
    offering: Offering
    leaves: Offering | None = None
    clashes: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many people move."""
        return len(self.party.members)


def rank_of(party: Party, offering: str) -> int:
    """The place in the party's list, from 1; behind all of it for what only a lock can give."""
    return party.choices.index(offering) + 1 if offering in party.choices else len(party.choices) + 1


def wished(party: Party, given: Sequence[str]) -> tuple[str, ...]:
    """Choices not given that the party would rather have: all, while it has fewer offerings than it wants."""
    worst = len(party.choices) + 1
    if len(given) >= party.wants:
        worst = max(rank_of(party, offering) for offering in given)
    return tuple(choice for choice in party.choices[: worst - 1] if choice not in given)


def move_to(tally: Tally, party: Party, choice: str) -> Move:
    """The move by which the party gets the choice: one placement of lower rank may be given up for it.

    That is the one that shares a day with the choice, or the lowest once the party has all that it wants.
    """
    offering, given = tally.offerings[choice], tally.given.get(party.id, [])
    rank = rank_of(party, choice)
    sharing = sorted(other for other in given if tally.offerings[other].shares_a_day(offering))
    lower = [other for other in sharing if rank_of(party, other) > rank]
    if len(sharing) > len(lower) or len(lower) > 1:
        return Move(party, offering, None, tuple(sharing))
    if not lower and len(given) >= party.wants:
        lower = [max(given, key=lambda other: (rank_of(party, other), other))]
    return Move(party, offering, tally.offerings[lower[0]] if lower else None)


def worth(objectives: Sequence[Objective], move: Move) -> tuple[int, ...]:
    """What the move adds to each objective, in minimising form: less than all zeros is a better plan."""
    party, left = move.party, move.leaves
    return tuple(
        o.cost(party, _rank(party, move.offering)) - (o.cost(party, _rank(party, left)) if left else 0)
        for o in objectives
    )


def _rank(party: Party, offering: Offering) -> int | None:
    return party.choices.index(offering.id) + 1 if offering.id in party.choices else None
