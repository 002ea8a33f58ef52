"""Who is in which offering, and the counts that seats, minimums and quotas look at, kept as parties move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.scheduling.contract.law import counted_values
from app.scheduling.contract.problem import Party, Problem, Quota


class Tally:
    """A plan that changes: (party, offering) pairs and what they add up to, in people.

    `least` holds the quotas that ask for people in every offering that runs, with the values they count.
    """

    def __init__(self, problem: Problem, given: Iterable[tuple[str, str]]) -> None:
        self.problem = problem
        self.parties = problem.parties_by_id()
        self.offerings = problem.offerings_by_id()
        self.given: dict[str, list[str]] = {}
        self.inside: dict[str, dict[str, None]] = {}
        self.people: Counter[str] = Counter()
        self._shares: Counter[tuple[str, str, str | None]] = Counter()
        self._quotas: dict[tuple[tuple[str, str], ...], list[tuple[Quota, str]]] = {}
        self.least = tuple(
            (quota, counted_values(problem, quota))
            for quota in problem.quotas
            if quota.scope == "offering" and quota.minimum
        )
        for party, offering in given:
            self.add(self.parties[party], offering)

    def add(self, party: Party, offering: str) -> None:
        """The party is given the offering."""
        self.given.setdefault(party.id, []).append(offering)
        self.inside.setdefault(offering, {})[party.id] = None
        self._count(party, offering, len(party.members))

    def remove(self, party: Party, offering: str) -> None:
        """The party is no longer given the offering."""
        self.given[party.id].remove(offering)
        del self.inside[offering][party.id]
        self._count(party, offering, -len(party.members))

    def _count(self, party: Party, offering: str, people: int) -> None:
        self.people[offering] += people
        for quota, value in self.quotas_of(party):
            self._shares[quota.id, value, _place(quota, offering)] += people

    def share(self, quota: Quota, value: str, offering: str) -> int:
        """People of the value that the quota counts: in the offering or, for scope run, over all."""
        return self._shares[quota.id, value, _place(quota, offering)]

    def quotas_of(self, party: Party) -> list[tuple[Quota, str]]:
        """The quotas that count the party, in the problem's order, each with the party's value."""
        key = tuple(sorted(party.groups.items()))
        if key not in self._quotas:
            self._quotas[key] = [
                (quota, party.groups[quota.group])
                for quota in self.problem.quotas
                if quota.group in party.groups and quota.value in (None, party.groups[quota.group])
            ]
        return self._quotas[key]


def _place(quota: Quota, offering: str) -> str | None:
    return offering if quota.scope == "offering" else None
