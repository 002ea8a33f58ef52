"""Justified envy, counted exactly: who would rather have what one behind them in line got, and would fit.

A pair (A, B) counts when A is of a higher tier than B, or luckier in the same tier; A would rather have an
offering that B is in than the least of its own, or has fewer than it wants; and every rule would hold with
B out of that offering and A in it instead, out of its own least place where it has to give that up. Rooms may
be rearranged, nobody else is moved. Locked parties neither envy nor are envied.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.scheduling.contract.problem import Party, Problem, Quota
from app.scheduling.lodging.room_chain import no_harder
from app.scheduling.lodging.room_fit import Entry, Kinds
from app.scheduling.reasons.moves import Move, move_to, wished
from app.scheduling.ways.standing import Standing

Line = tuple[int, int]  # tier and lottery number: the smaller, the earlier in line


@dataclass(frozen=True, slots=True)
class Envy:
    """How many pairs there are, how many parties envy somebody, and those by tier."""

    pairs: int
    parties: int
    by_tier: dict[int, int]


@dataclass(slots=True)
class _Guests:
    """The parties in one offering who could be put out of it.

    `loose`: by kinds, the line of those whose leaving breaks no quota's least number; `tight` are the others.
    """

    loose: dict[tuple[int, Kinds], list[Line]] = field(default_factory=lambda: defaultdict(list))
    by_quota: dict[tuple[str, str], list[Party]] = field(default_factory=lambda: defaultdict(list))
    tight: list[Party] = field(default_factory=list)


def justified_envy(problem: Problem, given: Iterable[tuple[str, str]]) -> Envy:
    """Count it for a plan that keeps every rule: (party, offering) pairs."""
    count = _Count(problem, given)
    by_party = {p.id: count.envied_by(p) for p in problem.parties if p.id not in count.locked}
    envious = [problem.parties_by_id()[party] for party, pairs in by_party.items() if pairs]
    tiers = Counter(party.tier for party in envious)
    return Envy(sum(by_party.values()), len(envious), dict(sorted(tiers.items())))


def line_of(party: Party) -> Line:
    """Where the party stands."""
    return party.tier, party.lottery


class _Count:
    def __init__(self, problem: Problem, given: Iterable[tuple[str, str]]) -> None:
        self.locked = {lock.party for lock in problem.locks}
        self._standing = Standing(problem, given)
        self._tally, self._rooms = self._standing.tally, self._standing.rooms
        self._guests = {offering: self._guests_of(offering) for offering in self._tally.inside}
        self._housed: dict[tuple[str, Kinds, Kinds, Entry | None], bool] = {}
        self._known: dict[tuple[str, Entry | None], list[tuple[Kinds, Kinds, bool]]] = defaultdict(list)

    def envied_by(self, party: Party) -> int:
        """How many pairs the party is the envious one of; one for each placement envied."""
        given, pairs = self._tally.given.get(party.id, []), 0
        for choice in wished(party, given):
            guests = self._guests.get(choice)
            if guests is not None:
                move = move_to(self._tally, party, choice)
                if not move.clashes and self._may_leave(move):
                    pairs += self._pairs(move, guests)
        return pairs

    def _guests_of(self, offering: str) -> _Guests:
        guests = _Guests()
        for party_id in self._tally.inside[offering]:
            party = self._tally.parties[party_id]
            if party_id in self.locked:
                continue
            quotas = self._tally.quotas_of(party)
            for quota, value in quotas:
                guests.by_quota[quota.id, value].append(party)
            if any(self._tally.share(q, v, offering) - len(party.members) < q.minimum for q, v in quotas):
                guests.tight.append(party)
            else:
                kinds = self._rooms.kinds(party, offering) or ()
                guests.loose[len(party.members), kinds].append(line_of(party))
        for line in guests.loose.values():
            line.sort()
        return guests

    def _pairs(self, move: Move, guests: _Guests) -> int:
        """Those behind the party in line in whose stead it could be there."""
        kinds = self._rooms.kinds(move.party, move.offering.id)
        if kinds is None:
            return 0
        full = [
            (quota, value)
            for quota, value in self._tally.quotas_of(move.party)
            if self._over(move, quota, value)
        ]
        if full:
            some = min((guests.by_quota[quota.id, value] for quota, value in full), key=len)
            return sum(self._instead(move, kinds, guest) for guest in some)
        mine, pairs = line_of(move.party), sum(self._instead(move, kinds, guest) for guest in guests.tight)
        for (people, theirs), line in guests.loose.items():
            behind = len(line) - bisect_right(line, mine)
            if behind and self._seats(move, people) and self._room(move, kinds, theirs):
                pairs += behind
        return pairs

    def _instead(self, move: Move, kinds: Kinds, guest: Party) -> bool:
        """Whether all rules hold with this one guest out and the party in."""
        people = len(guest.members)
        return (
            line_of(move.party) < line_of(guest)
            and self._seats(move, people)
            and self._quotas(move, guest)
            and self._room(move, kinds, self._rooms.kinds(guest, move.offering.id) or ())
        )

    def _may_leave(self, move: Move) -> bool:
        """Whether the place given up can do without the party: it ends with it, or has people enough."""
        if move.leaves is None or self._tally.people[move.leaves.id] == move.people:
            return True
        if self._tally.people[move.leaves.id] - move.people < move.leaves.minimum:
            return False
        return all(
            self._tally.share(quota, value, move.leaves.id) - move.people >= quota.minimum
            for quota, value in self._tally.quotas_of(move.party)
            if quota.scope == "offering"
        )

    def _seats(self, move: Move, people: int) -> bool:
        """Whether seats and least number hold with so many people out and the party in."""
        now = self._tally.people[move.offering.id] - people + move.people
        return now >= move.offering.minimum and (move.offering.seats is None or now <= move.offering.seats)

    def _over(self, move: Move, quota: Quota, value: str) -> int:
        """People too many under the quota when the party comes and nobody goes; 0 or less: none."""
        if quota.maximum is None:
            return 0
        come = 0 if quota.scope == "run" and move.leaves is not None else move.people
        return max(0, self._tally.share(quota, value, move.offering.id) + come - quota.maximum)

    def _quotas(self, move: Move, guest: Party) -> bool:
        theirs = {quota.id: (quota, value) for quota, value in self._tally.quotas_of(guest)}
        for quota, value in self._tally.quotas_of(move.party):
            out = len(guest.members) if theirs.get(quota.id) == (quota, value) else 0
            if self._over(move, quota, value) > out:
                return False
        mine = {quota.id: value for quota, value in self._tally.quotas_of(move.party)}
        for quota, value in theirs.values():
            stays = quota.scope == "run" and move.leaves is not None
            come = move.people if mine.get(quota.id) == value and not stays else 0
            if self._tally.share(quota, value, move.offering.id) - len(guest.members) + come < quota.minimum:
                return False
        return True

    def _room(self, move: Move, kinds: Kinds, theirs: Kinds) -> bool:
        """Whether the party finds room once the guest has left, and itself its old place."""
        if _no_harder(kinds, theirs):
            return True
        offering, own = move.offering.id, None
        if move.leaves is not None and self._rooms.share_rooms(offering, move.leaves.id):
            own = (move.leaves.id, self._rooms.kinds(move.party, move.leaves.id) or ())
        key = (offering, kinds, theirs, own)
        if key not in self._housed:
            self._housed[key] = self._fits(offering, kinds, theirs, own)
        return self._housed[key]

    def _fits(self, offering: str, kinds: Kinds, theirs: Kinds, own: Entry | None) -> bool:
        """Answered by earlier answers where these imply it: easier people, or for whom more is left free."""
        known = self._known[offering, own]
        for others, gone, fits in known:
            if fits and _no_harder(kinds, others) and _no_harder(gone, theirs):
                return True
            if not fits and _no_harder(others, kinds) and _no_harder(theirs, gone):
                return False
        leaving = [(offering, theirs), *([own] if own is not None else [])]
        fits = self._rooms.fits(offering, kinds, leaving)
        known.append((kinds, theirs, fits))
        return fits


def _no_harder(kinds: Kinds, theirs: Kinds) -> bool:
    """Whether each unit could simply take the place of one that leaves."""
    if len(kinds) > len(theirs):
        return False
    pairs = zip(sorted(kinds, reverse=True), sorted(theirs, reverse=True), strict=False)
    return all(no_harder(kind, other) for kind, other in pairs)
