"""Rules on who is in which offering: choices, wants, days, seats, minimums, quotas, locks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from app.scheduling.contract.law import Case, Violation, shares


def choice(case: Case) -> Iterator[Violation]:
    """Only a choice may be given, or what a lock names."""
    for placement in case.placements:
        allowed = case.parties[placement.party].choices
        if placement.offering not in allowed and placement.offering not in case.locked_to(placement.party):
            yield Violation("choice", f"party {placement.party}", f"did not choose {placement.offering}")


def rank(case: Case) -> Iterator[Violation]:
    """A rank is the place among the choices, from 1; outside them there is none."""
    for placement in case.placements:
        choices = case.parties[placement.party].choices
        right = choices.index(placement.offering) + 1 if placement.offering in choices else None
        if placement.rank != right:
            what = f"{placement.offering} has rank {placement.rank}, and is its choice {right}"
            yield Violation("rank", f"party {placement.party}", what)


def wants(case: Case) -> Iterator[Violation]:
    """A party is given no more offerings than it wants."""
    for party, placements in case.by_party.items():
        if len(placements) > case.parties[party].wants:
            what = f"wants {case.parties[party].wants} offerings and is given {len(placements)}"
            yield Violation("wants", f"party {party}", what)


def clash(case: Case) -> Iterator[Violation]:
    """Two offerings that share a calendar day never go to one party."""
    for party, placements in case.by_party.items():
        for one, other in combinations(placements, 2):
            first, second = case.offerings[one.offering], case.offerings[other.offering]
            if first.shares_a_day(second):
                yield Violation("clash", f"party {party}", f"{first.id} and {second.id} share a day")


def seats(case: Case) -> Iterator[Violation]:
    """No offering has more people than seats."""
    for offering in case.by_offering:
        limit, people = case.offerings[offering].seats, case.people(offering)
        if limit is not None and people > limit:
            yield Violation("seats", f"offering {offering}", f"{people} people, {limit} seats")


def minimum(case: Case) -> Iterator[Violation]:
    """An offering with anybody in it has its minimum."""
    for offering in case.by_offering:
        least, people = case.offerings[offering].minimum, case.people(offering)
        if people < least:
            yield Violation("minimum", f"offering {offering}", f"{people} people, needs {least}")


def quota(case: Case) -> Iterator[Violation]:
    """Every share is within its limits."""
    for share in shares(case):
        least, most = share.quota.minimum, share.quota.maximum
        if share.people < least:
            yield Violation("quota", share.where, f"{share.people} people, at least {least}")
        if most is not None and share.people > most:
            yield Violation("quota", share.where, f"{share.people} people, at most {most}")


def lock(case: Case) -> Iterator[Violation]:
    """A locked party gets exactly the offerings that it is locked to."""
    for party, locks in case.locks.items():
        nothing = any(lock.offering is None for lock in locks)
        locked = set() if nothing else case.locked_to(party)
        given = {placement.offering for placement in case.by_party.get(party, ())}
        if nothing and len(locks) > 1:
            yield Violation("lock", f"party {party}", "is locked to nothing and to something")
        for offering in sorted(locked - given):
            yield Violation("lock", f"party {party}", f"is locked to {offering} and not given it")
        for offering in sorted(given - locked):
            yield Violation("lock", f"party {party}", f"is given {offering} against its locks")


RULES = (choice, rank, wants, clash, seats, minimum, quota, lock)
