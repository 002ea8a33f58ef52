"""Gaps that withdrawals leave in a published allocation, filled from the waitlist without a new run.

Whoever has no place is served in order of tier and lottery number, each with the best choices that fit now.
Nobody who has a place is moved, not even to another room or bed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.scheduling.collector import undisturbed
from app.scheduling.contract.problem import Lock, Party, Problem
from app.scheduling.contract.result import Bed, Placement
from app.scheduling.contract.sleeping import companies
from app.scheduling.lodging.room_book import Lodger, RoomBook, beds_in, lodgers
from app.scheduling.reasons.moves import move_to
from app.scheduling.reasons.obstacles import Obstacles
from app.scheduling.reasons.tally import Tally


@dataclass(frozen=True, slots=True)
class Refill:
    """`problem` is the one that the placements answer: whoever withdrew is locked to nothing in it.

    `placements` are all, `new` those among them that filled a gap, in the order in which they were given.
    """

    problem: Problem
    placements: tuple[Placement, ...]
    new: tuple[Placement, ...]


def waitlist(problem: Problem, placed: Collection[str]) -> list[Party]:
    """Who has no place and may be given one, in the order in which they are served: tier, then lot."""
    out = {lock.party for lock in problem.locks} | set(placed)
    waiting = (party for party in problem.parties if party.id not in out and party.choices)
    return sorted(waiting, key=lambda party: (party.tier, party.lottery, party.id))


@undisturbed()
def refill(
    problem: Problem,
    placements: Sequence[Placement],
    withdrawn: Collection[str],
    cancelled: Collection[str] = (),
) -> Refill:
    """Take out whoever withdrew and fill what that leaves free, and what was free before.

    `placements` must keep every rule of the problem; `cancelled` offerings stay so. That an offering or quota
    has fewer people now than its least number is not mended here: checking the outcome tells.
    """
    asked = without(problem, withdrawn)
    stay = [p for p in placements if p.party not in set(withdrawn)]
    gaps = _Gaps(asked, stay, cancelled)
    new = [p for party in waitlist(asked, {p.party for p in stay}) for p in gaps.serve(party)]
    return Refill(asked, tuple(sorted([*stay, *new], key=lambda p: (p.party, p.offering))), tuple(new))


def without(problem: Problem, withdrawn: Collection[str]) -> Problem:
    """The problem in which these parties are given nothing."""
    gone = set(withdrawn)
    kept = tuple(lock for lock in problem.locks if lock.party not in gone)
    return replace(problem, locks=(*kept, *(Lock(party, None) for party in sorted(gone))))


class _Gaps:
    """What is free beside those who have a place; it only ever becomes less."""

    def __init__(self, problem: Problem, stay: Sequence[Placement], cancelled: Collection[str]) -> None:
        self._tally = Tally(problem, [(p.party, p.offering) for p in stay])
        self._obstacles = Obstacles(problem, self._tally, cancelled)
        self._book = RoomBook(problem)
        self._numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._full: set[tuple[str, tuple[object, ...]]] = set()
        for placement in stay:
            self._note(placement)

    def serve(self, party: Party) -> list[Placement]:
        """Give the party its best choices that fit, as many as it wants."""
        found: list[Placement] = []
        alike = tuple((c.beds, c.sex, c.alone, c.needs) for c in companies(party))
        for choice in party.choices:
            if len(found) < party.wants and (choice, alike) not in self._full:
                placement = self._give(party, choice, alike)
                found += [placement] if placement is not None else []
        return found

    def _give(self, party: Party, choice: str, alike: tuple[object, ...]) -> Placement | None:
        move = move_to(self._tally, party, choice)
        if move.leaves is not None or self._obstacles.first(move) is not None:
            return None
        housed = self._book.house(lodgers(party, move.offering))
        if housed is None:
            self._full.add((choice, alike))  # and stays so: nobody leaves
            return None
        beds: dict[str, Bed] = {}
        for guest, room in housed:
            beds |= self._numbered(guest, room)
        self._tally.add(party, choice)
        return Placement(party.id, choice, party.choices.index(choice) + 1, dict(sorted(beds.items())))

    def _numbered(self, guest: Lodger, room: str) -> dict[str, Bed]:
        taken = self._numbers[guest.offering, room]
        mine = beds_in(guest, room, self._book.free_bed(guest, room, taken))
        taken |= {bed.bed for bed in mine.values()}
        return mine

    def _note(self, placement: Placement) -> None:
        """Who stays is in the book, and the bed numbers are taken."""
        if not placement.beds:
            return
        offering = self._tally.offerings[placement.offering]
        for guest in lodgers(self._tally.parties[placement.party], offering):
            self._book.put(guest, placement.beds[guest.members[0]].room)
        for bed in placement.beds.values():
            self._numbers[offering.id, bed.room].add(bed.bed)
