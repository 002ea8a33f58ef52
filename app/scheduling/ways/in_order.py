"""Choices served in order: by tier, then lottery number, each party has its best choice that still fits.

Locked parties come first. Where a quota asks for a least number over the run and plain serving misses it, as
many people of that value are served before all others. Least numbers of offerings: after a round, the
emptiest quarter (at least one) of the offerings that are short of theirs is cancelled, and everybody from the
first one concerned on is served again: those who lose their place fill others, which then can run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.scheduling.contract.law import counted_values, objective_values
from app.scheduling.contract.problem import Lock, Party, Problem, Quota
from app.scheduling.contract.result import Placement
from app.scheduling.formulation.plan import Plan
from app.scheduling.progress import CannotServe
from app.scheduling.ways.standing import Standing

CANCELLED_AT_ONCE = 4  # one of so many of those that are short

Share = tuple[Quota, str]


@dataclass(frozen=True, slots=True)
class Served:
    """`reserved`: (quota, value) for which people had to be served first."""

    plan: Plan
    cancelled: tuple[str, ...]
    reserved: tuple[tuple[str, str], ...]


def in_order_plan(problem: Problem) -> Plan:
    """The plan of serving in order. Raises CannotServe when it cannot keep the locks or a least number."""
    return serve_in_order(problem).plan


def serve_in_order(problem: Problem) -> Served:
    """Serve everybody as the head of this file says. The order of the file makes no difference.

    Raises CannotServe.
    """
    serving = _Serving(problem)
    serving.locks()
    reserved: list[Share] = []
    while True:
        serving.everybody(reserved)
        missed = [share for share in serving.missed() if share not in reserved]
        if not missed:
            break
        reserved += missed
    serving.must_hold()
    standing = serving.standing
    given, (sleepers, fills) = standing.given(), standing.rooms.arrangement()
    values = objective_values(problem, placements_of(problem, given))
    plan = Plan(given, tuple(sleepers), tuple(fills), values)
    return Served(plan, tuple(sorted(serving.cancelled)), tuple((q.id, value) for q, value in reserved))


def placements_of(problem: Problem, given: Iterable[tuple[str, str]]) -> list[Placement]:
    """(party, offering) pairs as placements with their ranks, beds left open."""
    parties = problem.parties_by_id()
    choices = {party: parties[party].choices for party in parties}
    return [Placement(p, o, choices[p].index(o) + 1 if o in choices[p] else None) for p, o in given]


def in_line(parties: Iterable[Party]) -> list[Party]:
    """The order of serving: by tier, lottery number and id."""
    return sorted(parties, key=lambda p: (p.tier, p.lottery, p.id))


class _Serving:
    """One problem being served; `cancelled` are the offerings given up so far."""

    def __init__(self, problem: Problem) -> None:
        self.standing = Standing(problem)
        self.cancelled: set[str] = set()
        self._problem, self._tally = problem, self.standing.tally
        self._locks: dict[str, list[Lock]] = defaultdict(list)
        for lock in problem.locks:
            self._locks[lock.party].append(lock)
        self._free = in_line(p for p in problem.parties if p.id not in self._locks)
        self._line: list[tuple[Party, Share | None]] = []
        self._turn: dict[str, int] = {}  # party → the place in the line at which it got what it has
        self._held: set[str] = set()

    def locks(self) -> None:
        """Whom locks place, before all others."""
        for party in in_line(p for p in self._problem.parties if p.id in self._locks):
            named = [lock.offering for lock in self._locks[party.id]]
            offerings = sorted(offering for offering in named if offering is not None)
            if len(offerings) > party.wants or (offerings and None in named):
                raise CannotServe(f"the locks of {party.id} contradict each other or what it wants")
            for offering in offerings:
                if not self.standing.give(party, self._tally.offerings[offering]):
                    raise CannotServe(f"{party.id} is locked to {offering} and does not fit")
                self._held.add(offering)

    def everybody(self, reserved: Sequence[Share]) -> None:
        """Serve all, those first for whom places are reserved, until nothing short can be cancelled."""
        self._back_to(0)
        self.cancelled.clear()
        first = [(party, share) for share in reserved for party in self._free if _counts(share, party)]
        self._line = [*first, *((party, None) for party in self._free)]
        turn = 0
        while True:
            self._serve_from(turn)
            short = [offering for offering in self._short() if offering not in self._held]
            if not short:
                return
            out = short[: (len(short) + CANCELLED_AT_ONCE - 1) // CANCELLED_AT_ONCE]
            self.cancelled.update(out)
            turn = min(self._turn[party] for offering in out for party in self._tally.inside[offering])
            self._back_to(turn)

    def missed(self) -> list[Share]:
        """Least numbers over the run that are not reached."""
        quotas = [
            q for q in sorted(self._problem.quotas, key=lambda q: q.id) if q.scope == "run" and q.minimum
        ]
        shares = [(quota, value) for quota in quotas for value in counted_values(self._problem, quota)]
        return [(q, value) for q, value in shares if self._tally.share(q, value, "") < q.minimum]

    def must_hold(self) -> None:
        """Raises CannotServe when a least number is still not kept."""
        for offering in self._short():
            raise CannotServe(f"{offering} has too few people and a lock keeps it running")
        for quota, value in self.missed():
            people = self._tally.share(quota, value, "")
            raise CannotServe(f"quota {quota.id}: {people} people of {value} fit, at least {quota.minimum}")

    def _serve_from(self, turn: int) -> None:
        for place in range(turn, len(self._line)):
            party, share = self._line[place]
            if party.id in self._turn:
                continue
            if share is not None and self._tally.share(*share, "") >= share[0].minimum:
                continue
            got = 0
            for choice in party.choices:
                if got == party.wants:
                    break
                if choice not in self.cancelled:
                    got += self.standing.give(party, self._tally.offerings[choice])
            if got:
                self._turn[party.id] = place

    def _back_to(self, turn: int) -> None:
        """Take back whatever was given from this place of the line on."""
        parties = self._tally.parties
        for party in [party for party, place in self._turn.items() if place >= turn]:
            for offering in list(self._tally.given[party]):
                self.standing.take(parties[party], offering)
            del self._turn[party]

    def _short(self) -> list[str]:
        """Offerings that have people and fewer than some least number asks, the emptiest first."""
        filled = {}
        for offering in self._problem.offerings:
            if self._tally.people[offering.id]:
                parts = [(self._tally.people[offering.id], offering.minimum)]
                for quota, values in self._tally.least:
                    parts += [(self._tally.share(quota, v, offering.id), quota.minimum) for v in values]
                filled[offering.id] = min(people / least if least else 1.0 for people, least in parts)
        return sorted((o for o in filled if filled[o] < 1), key=lambda o: (filled[o], o))


def _counts(share: Share, party: Party) -> bool:
    return party.groups.get(share[0].group) == share[1]
