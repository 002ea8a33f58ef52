"""Who has what, and whether somebody could have more: every rule but the least numbers, rooms exactly."""

from __future__ import annotations

from collections.abc import Iterable

from app.scheduling.contract.problem import Offering, Party, Problem
from app.scheduling.lodging.room_fit import RoomFit
from app.scheduling.reasons.tally import Tally


class Standing:
    """A plan that changes party by party. Locks and least numbers are for the caller to keep."""

    def __init__(self, problem: Problem, given: Iterable[tuple[str, str]] = ()) -> None:
        """`given`: (party, offering) pairs placed already. Raises ValueError when they have no room."""
        pairs = sorted(given)
        self.tally = Tally(problem, pairs)
        self.rooms = RoomFit(problem, pairs)

    def give(self, party: Party, offering: Offering) -> bool:
        """Give the party the offering, if days, seats, quotas' most and rooms allow it beside all else."""
        kinds = self.rooms.kinds(party, offering.id)
        if kinds is None or self.clashes(party, offering) or not self.counts_allow(party, offering):
            return False
        if not self.rooms.add(offering.id, kinds):
            return False
        self.tally.add(party, offering.id)
        return True

    def take(self, party: Party, offering: str) -> None:
        """The party no longer has the offering."""
        self.rooms.remove(offering, self.rooms.kinds(party, offering) or ())
        self.tally.remove(party, offering)

    def clashes(self, party: Party, offering: Offering) -> bool:
        """Whether the party has something on one of the days."""
        given = self.tally.given.get(party.id, ())
        return any(self.tally.offerings[other].shares_a_day(offering) for other in given)

    def counts_allow(self, party: Party, offering: Offering) -> bool:
        """Whether seats and quotas let so many more people in."""
        people = len(party.members)
        if offering.seats is not None and self.tally.people[offering.id] + people > offering.seats:
            return False
        return all(
            quota.maximum is None or self.tally.share(quota, value, offering.id) + people <= quota.maximum
            for quota, value in self.tally.quotas_of(party)
        )

    def given(self) -> tuple[tuple[str, str], ...]:
        """Every (party, offering), in the order of ids."""
        return tuple(sorted((p, o) for p, offerings in self.tally.given.items() for o in offerings))
