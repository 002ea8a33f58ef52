"""Who travels with whom: alone, with a colleague, as a couple, three together; and what rooms they need."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from app.models import Person

# shares of parties: a couple, two colleagues of one sex, three colleagues; the rest come alone
COUPLE, PAIR, THREE = 0.10, 0.24, 0.25


@dataclass(frozen=True)
class Group:
    """People who sign up together, the lead first; `needs` in the same order."""

    people: tuple[Person, ...]
    needs: tuple[list[str], ...]


def groups(people: list[Person], rng: random.Random, largest: int) -> list[Group]:
    """Everybody in exactly one group of at most `largest`."""
    waiting = _Waiting(people)
    made = []
    for lead in people:
        if lead.id not in waiting.ids:
            continue
        waiting.take(lead)
        party = (lead, *_companions(lead, waiting, rng, largest))
        made.append(Group(party, tuple(_needs(rng) for _ in party)))
    return made


class _Waiting:
    """Who is in no party yet, found by unit or by sex."""

    def __init__(self, people: list[Person]) -> None:
        self.ids = {p.id for p in people}
        self._colleagues: dict[tuple[int, str], list[Person]] = defaultdict(list)
        self._of_sex: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self._colleagues[person.unit_id, person.sex].append(person)
            self._of_sex[person.sex].append(person)

    def take(self, person: Person) -> Person:
        self.ids.discard(person.id)
        return person

    def colleague(self, of: Person) -> Person | None:
        return self._next(self._colleagues[of.unit_id, of.sex])

    def of_other_sex(self, than: Person) -> Person | None:
        return self._next(self._of_sex["F" if than.sex == "M" else "M"])

    def _next(self, queue: list[Person]) -> Person | None:
        while queue:
            person = queue.pop()
            if person.id in self.ids:
                return self.take(person)
        return None


def _companions(lead: Person, waiting: _Waiting, rng: random.Random, largest: int) -> list[Person]:
    drawn = rng.random()
    if drawn < COUPLE:
        found = [waiting.of_other_sex(lead)]
    elif drawn < PAIR:
        found = [waiting.colleague(lead)]
    elif drawn < THREE and largest >= 3:
        found = [waiting.colleague(lead), waiting.colleague(lead)]
    else:
        found = []
    return [person for person in found if person is not None]


def _needs(rng: random.Random) -> list[str]:
    drawn = rng.random()
    return ["step_free"] if drawn < 0.03 else ["lift"] if drawn < 0.08 else []
