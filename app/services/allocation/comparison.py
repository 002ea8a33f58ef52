"""Two runs of one programme side by side."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.allocation.figures import Share, shares
from app.services.allocation.plan import Plan


@dataclass(frozen=True, slots=True)
class Change:
    """Where a party was and is; empty: no place. Engine ids."""

    party: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`values` are (objective's name, before, after), None where one of the runs has no such objective.

    `people` counts members of the parties in each list of changes.
    """

    values: tuple[tuple[str, int | None, int | None], ...]
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    moved: tuple[Change, ...]
    people: dict[str, int]
    districts: tuple[tuple[str, Share | None, Share | None], ...]


def compare(before: Plan, after: Plan) -> Comparison:
    """What the second plan changes of the first."""
    changes = [
        Change(party, _where(before, party), _where(after, party))
        for party in sorted({*before.placements, *after.placements}, key=lambda p: (len(p), p))
    ]
    gained = tuple(c for c in changes if not c.before)
    lost = tuple(c for c in changes if not c.after)
    moved = tuple(c for c in changes if c.before and c.after and c.before != c.after)
    people = {
        "gained": sum(after.size(c.party) for c in gained),
        "lost": sum(before.size(c.party) for c in lost),
        "moved": sum(after.size(c.party) for c in moved),
    }
    return Comparison(_values(before, after), gained, lost, moved, people, _districts(before, after))


def _where(plan: Plan, party: str) -> tuple[str, ...]:
    return tuple(sorted(placement.offering for placement in plan.placements.get(party, ())))


def _values(before: Plan, after: Plan) -> tuple[tuple[str, int | None, int | None], ...]:
    first = {objective.name: objective.value for objective in before.result.objectives}
    second = {objective.name: objective.value for objective in after.result.objectives}
    return tuple((name, first.get(name), second.get(name)) for name in {**first, **second})


def _districts(before: Plan, after: Plan) -> tuple[tuple[str, Share | None, Share | None], ...]:
    first = {share.value: share for share in shares(before, "district")}
    second = {share.value: share for share in shares(after, "district")}
    return tuple((value, first.get(value), second.get(value)) for value in {**second, **first})
