"""The first rule on people and days that forbids a move; beds are for `shortage` to judge.

Each rule answers with the particulars, or None where it does not stand in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.scheduling.contract.problem import Lock, Offering, Problem, Quota
from app.scheduling.reasons.moves import Move
from app.scheduling.reasons.tally import Tally

Detail = dict[str, Any]


class Obstacles:
    """Judges moves against a tally as it stands at that moment."""

    def __init__(self, problem: Problem, tally: Tally, cancelled: Iterable[str] = ()) -> None:
        """`cancelled`: offerings that do not run, whether or not they have a least number."""
        self._tally, self._cancelled = tally, frozenset(cancelled)
        self._locks: dict[str, list[Lock]] = {}
        for lock in problem.locks:
            self._locks.setdefault(lock.party, []).append(lock)

    def first(self, move: Move) -> tuple[str, Detail] | None:
        """(reason, particulars) of the first rule in the way, in an order that puts the firmest first."""
        for name, rule in (
            ("locked", self._locked),
            ("cancelled", self._too_few),
            ("clash", self._clash),
            ("seats", self._seats),
            ("quota", self._quota),
            ("outranked", self._left_with_too_few),
        ):
            detail = rule(move)
            if detail is not None:
                return name, detail
        return None

    def _locked(self, move: Move) -> Detail | None:
        locks = self._locks.get(move.party.id)
        if locks is None or any(lock.offering == move.offering.id for lock in locks):
            return None
        return {"locked_to": sorted(lock.offering for lock in locks if lock.offering is not None)}

    def _too_few(self, move: Move) -> Detail | None:
        """Nobody is in it, and this party would not be enough; one that is enough meets the other rules."""
        offering, least = move.offering.id, move.offering.minimum
        alone = not self._tally.people[offering] and move.people < least
        return {"minimum": least} if alone or (offering in self._cancelled and not least) else None

    def _clash(self, move: Move) -> Detail | None:
        if not move.clashes:
            return None
        more = {"offerings": list(move.clashes)} if len(move.clashes) > 1 else {}
        return {"offering": move.clashes[0], **more}

    def _seats(self, move: Move) -> Detail | None:
        seats, taken = move.offering.seats, self._tally.people[move.offering.id]
        if seats is None or taken + move.people <= seats:
            return None
        return {"seats": seats, "taken": taken, "people": move.people}

    def _quota(self, move: Move) -> Detail | None:
        for quota, value in self._tally.quotas_of(move.party):
            detail = self._over(move, quota, value)
            if detail is not None:
                return detail
        return self._under_where_alone(move) or self._under_where_left(move)

    def _over(self, move: Move, quota: Quota, value: str) -> Detail | None:
        """The party would make more than the quota's most; within a run it counts already if it leaves."""
        stays_counted = move.leaves is not None and quota.scope == "run"
        if quota.maximum is None or stays_counted:
            return None
        taken = self._tally.share(quota, value, move.offering.id)
        if taken + move.people <= quota.maximum:
            return None
        return {**_named(quota, value), "max": quota.maximum, "taken": taken, "people": move.people}

    def _under_where_alone(self, move: Move) -> Detail | None:
        """The party would be alone in the offering, where a quota asks for more of somebody."""
        if self._tally.people[move.offering.id]:
            return None
        for quota, values in self._tally.least:
            for value in values:
                people = move.people if move.party.groups.get(quota.group) == value else 0
                if people < quota.minimum:
                    return {**_named(quota, value), "min": quota.minimum, "taken": 0, "people": people}
        return None

    def _under_where_left(self, move: Move) -> Detail | None:
        """The offering that the party leaves would go on with too few of those whom a quota asks for."""
        left = self._goes_on_without(move)
        if left is None:
            return None
        for quota, value in self._tally.quotas_of(move.party):
            taken = self._tally.share(quota, value, left.id)
            if quota.scope == "offering" and taken - move.people < quota.minimum:
                named = {**_named(quota, value), "min": quota.minimum, "taken": taken, "people": move.people}
                return {**named, "leaves": left.id}
        return None

    def _left_with_too_few(self, move: Move) -> Detail | None:
        """The offering that the party leaves would be cancelled for those who stay."""
        left = self._goes_on_without(move)
        if left is None or self._tally.people[left.id] - move.people >= left.minimum:
            return None
        costs = sorted(party for party in self._tally.inside[left.id] if party != move.party.id)
        people = self._tally.people[left.id]
        return {"leaves": left.id, "minimum": left.minimum, "taken": people, "costs": costs}

    def _goes_on_without(self, move: Move) -> Offering | None:
        if move.leaves is None or self._tally.people[move.leaves.id] == move.people:
            return None
        return move.leaves


def _named(quota: Quota, value: str) -> Mapping[str, Any]:
    return {"quota": quota.id, "group": quota.group, "value": value, "scope": quota.scope}
