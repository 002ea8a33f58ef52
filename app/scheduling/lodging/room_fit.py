"""Is there room for these people? Exact, and quick enough to ask thousands of times a second.

Nobody is moved to another offering, but rooms of the same stays are rearranged freely; rooms that locks name
are kept. One arrangement is held for each chain of overlapping stays: where a newcomer finds a place in it,
the answer is yes at once; where counting beds says no, no; else the formulation's own packing rules decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.scheduling.contract.problem import Lock, Party, Problem
from app.scheduling.formulation.class_split import split_classes
from app.scheduling.formulation.plan import Fill, Plan, Sleepers
from app.scheduling.formulation.units import Kind, RoomClass, kinds_of, named_rooms, room_classes
from app.scheduling.lodging.room_chain import Allowance, RoomChain
from app.scheduling.solving.clusters import chains_of

Kinds = tuple[Kind, ...]
Entry = tuple[str, Kinds]  # an offering, and the kinds of the units of a party in it


class RoomFit:
    """The rooms of a whole problem, with whoever has been added so far.

    People are spoken of by their kinds: `kinds` gives those of a party in an offering that it chose or is
    locked to.
    """

    def __init__(
        self,
        problem: Problem,
        given: Iterable[tuple[str, str]] = (),
        plan: Plan | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        """`given`: (party, offering) pairs placed already. Raises ValueError when they do not fit.

        Or `plan`, the engine's own for this problem: what it counts is taken over as it stands. Without an
        `allowance`, which all questions share, every answer is exact.
        """
        self.allowance = allowance or Allowance()
        self._offerings = problem.offerings_by_id()
        self._locks: dict[str, dict[str | None, Lock]] = defaultdict(dict)
        for lock in problem.locks:
            self._locks[lock.party][lock.offering] = lock
        named = named_rooms(problem)
        self._classes = {v.id: room_classes(v, named.get(v.id, ())) for v in problem.venues}
        self._kinds: dict[str, Kinds | None] = {}
        self._chains = self._chains_with_demand(problem)
        parties = problem.parties_by_id()
        if plan is not None:
            self._take_over(plan, parties)
        for party, offering in sorted(given):
            kinds = self.kinds(parties[party], offering)
            if kinds is None or not self.add(offering, kinds):
                raise ValueError(f"{party} has no room in {offering}")

    def kinds(self, party: Party, offering: str) -> Kinds | None:
        """What the party asks of the offering's rooms: () where nobody sleeps.

        None when no rooms could ever do: a need that none meets, or a lock that parts a room group.
        """
        where = self._offerings[offering]
        if not (where.beds and where.nights):
            return ()
        lock = self._locks[party.id].get(offering) if party.id in self._locks else None
        kinds = kinds_of(party, lock) if lock else self._unlocked(party)
        if kinds is None or not all(self._takes(where.venue, kind) for kind in kinds):
            return None
        return kinds

    def fits(self, offering: str, kinds: Kinds, without: Sequence[Entry] = ()) -> bool:
        """Would there be room in the offering for these people as well, once those in `without` had left?"""
        chain = self._chains.get(offering)
        if chain is None or not kinds:
            return True
        leaving = [(o, k) for o, k in without if self._chains.get(o) is chain]
        return chain.fits(offering, kinds, leaving)

    def share_rooms(self, one: str, other: str) -> bool:
        """Whether people in the one can be in the way of the other, be it over stays between them."""
        return one in self._chains and self._chains[one] is self._chains.get(other)

    def add(self, offering: str, kinds: Kinds) -> bool:
        """Put these people into the offering; False, and nothing is changed, when there is no room."""
        chain = self._chains.get(offering)
        return chain is None or not kinds or chain.add(offering, kinds)

    def remove(self, offering: str, kinds: Kinds) -> None:
        """Take out people who were added."""
        chain = self._chains.get(offering)
        if chain is not None and kinds:
            chain.remove(offering, kinds)

    def arrangement(self) -> tuple[list[Sleepers], list[Fill]]:
        """The arrangement held, as a plan counts it."""
        states = list({id(chain): chain.state for chain in self._chains.values()}.values())
        return [s for state in states for s in state.sleepers()], [
            f for state in states for f in state.fills()
        ]

    def _take_over(self, plan: Plan, parties: Mapping[str, Party]) -> None:
        entries: dict[RoomChain, list[Entry]] = {chain: [] for chain in self._chains.values()}
        for party, offering in plan.given:
            kinds = self.kinds(parties[party], offering)
            if kinds:
                entries[self._chains[offering]].append((offering, kinds))
        sleepers: dict[RoomChain, list[Sleepers]] = defaultdict(list)
        fills: dict[RoomChain, list[Fill]] = defaultdict(list)
        for s in plan.sleepers:
            sleepers[self._chains[s.offering]].append(s)
        for f in plan.fills:
            fills[self._chains[f.offering]].append(f)
        for chain, inside in entries.items():
            chain.take_over(inside, sleepers[chain], fills[chain])

    def _unlocked(self, party: Party) -> Kinds | None:
        if party.id not in self._kinds:
            self._kinds[party.id] = kinds_of(party)
        return self._kinds[party.id]

    def _takes(self, venue: str, kind: Kind) -> bool:
        return any(rooms.takes(kind) for rooms in self._classes[venue])

    def _chains_with_demand(self, problem: Problem) -> dict[str, RoomChain]:
        demand = self._demand(problem)
        found: dict[str, RoomChain] = {}
        for venue in sorted(problem.venues, key=lambda v: v.id):
            here = [o for o in sorted(problem.offerings, key=lambda o: o.id) if o.venue == venue.id]
            stays = [o for o in here if o.id in demand]
            kinds = {kind for o in stays for kind in demand[o.id]}
            classes: tuple[RoomClass, ...] = split_classes(self._classes[venue.id], kinds)
            for places in chains_of(stays, range(len(stays))):
                chained = [stays[place] for place in places]
                chain = RoomChain(chained, classes, [demand[o.id] for o in chained], self.allowance)
                found.update(dict.fromkeys((o.id for o in chained), chain))
        return found

    def _demand(self, problem: Problem) -> dict[str, Counter[Kind]]:
        """For each offering, the most units of each kind that could ever be in it."""
        demand: dict[str, Counter[Kind]] = defaultdict(Counter)
        for party in problem.parties:
            locked = self._locks.get(party.id, {})
            for offering in dict.fromkeys((*party.choices, *(o for o in locked if o is not None))):
                demand[offering].update(self.kinds(party, offering) or ())
        return {offering: counts for offering, counts in demand.items() if counts}
