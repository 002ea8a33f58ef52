"""No bed for these people in a finished plan, however rooms are arranged: who and which night is short."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.scheduling.contract.problem import Member, Offering, Party, Problem
from app.scheduling.contract.sleeping import MIXED
from app.scheduling.formulation.units import ALONE, Kind, kind_of, units_of
from app.scheduling.lodging.free_beds import FreeBeds
from app.scheduling.lodging.room_chain import Allowance
from app.scheduling.lodging.room_fit import Entry, Kinds, RoomFit
from app.scheduling.reasons.moves import Move
from app.scheduling.solving.clusters import chains_of

Detail = dict[str, Any]
Given = Mapping[str, Iterable[str]]  # offering → ids of the parties in it
_Unit = tuple[Kind, str]  # with the sex of its members, or "mixed"


class Shortage:
    """Answers for one plan. Like questions, which are most, are answered once."""

    def __init__(self, problem: Problem, inside: Given, rooms: RoomFit, free: FreeBeds) -> None:
        """`rooms` holds the same people as `inside`; `free` knows the beds that nobody has."""
        self._rooms, self._free = rooms, free
        self._by_night = _Nights(problem, inside, rooms.allowance)
        self._known: dict[tuple[str, tuple[_Unit, ...], tuple[Entry, ...]], Detail | None] = {}

    def of(self, move: Move) -> Detail | None:
        """What finds no bed when the party moves, its present place given up; None when there is room."""
        kinds = self._rooms.kinds(move.party, move.offering.id)
        if kinds is None:
            return self._told(move.offering, _everybody(move.party), None)
        units = tuple(sorted(zip(kinds, map(_sex, units_of(move.party)), strict=False)))
        without = self._leaving(move)
        key = (move.offering.id, units, without)
        if key not in self._known:
            self._known[key] = self._short(move.offering, units, without)
        return self._known[key]

    def _leaving(self, move: Move) -> tuple[Entry, ...]:
        """Those who would make room by leaving."""
        left = move.leaves
        if left is None or left.venue != move.offering.venue:
            return ()
        kinds = self._rooms.kinds(move.party, left.id)
        return ((left.id, tuple(sorted(kinds))),) if kinds else ()

    def _short(self, offering: Offering, units: tuple[_Unit, ...], without: Sequence[Entry]) -> Detail | None:
        """The first unit that finds no room by itself, or all of them together."""
        if self._rooms.fits(offering.id, tuple(kind for kind, _ in units), without):
            return None
        alone = (unit for unit in units if not self._rooms.fits(offering.id, (unit[0],), without))
        first = next(alone, None)
        short = units if first is None else (first,)
        if self._rooms.allowance.overdrawn:
            # too much to settle whether rooms could be rearranged for them: said of the rooms as they stand
            return {**self._told(offering, short, None), "as_rooms_stand": True}
        night = self._by_night.first_short(offering, tuple(kind for kind, _ in short), without)
        return self._told(offering, short, night)

    def _told(self, offering: Offering, short: Sequence[_Unit], night: int | None) -> Detail:
        sexes = {sex for _, sex in short}
        return {
            "beds": sum(kind.size for kind, _ in short),
            "sex": sexes.pop() if len(sexes) == 1 else MIXED,
            "private": any(kind.use == ALONE for kind, _ in short),
            "needs": sorted({need for kind, _ in short for need in kind.needs}),
            "together": len(short) > 1,
            "night": dt.date.fromordinal(night).isoformat() if night is not None else None,
            "free_beds": sum(space.beds * count for space, count in self._free.spaces(offering).items()),
        }


def _sex(unit: Sequence[Member]) -> str:
    sexes = {str(member.sex) for member in unit}
    return sexes.pop() if len(sexes) == 1 else MIXED


def _everybody(party: Party) -> tuple[_Unit, ...]:
    """For a party that the venue's rooms could never take as its units are."""
    return tuple((kind_of(unit), _sex(unit)) for unit in units_of(party))


class _Nights:
    """Which night by itself is short: each set of stays that share a night is a little town of its own."""

    def __init__(self, problem: Problem, inside: Given, allowance: Allowance) -> None:
        self._problem, self._inside, self._allowance = problem, inside, allowance
        self._parties = problem.parties_by_id()
        self._choosing: dict[str, dict[str, None]] = defaultdict(dict)
        for party in problem.parties:
            for offering in party.choices:
                self._choosing[offering][party.id] = None
        for lock in problem.locks:
            if lock.offering is not None:
                self._choosing[lock.offering][lock.party] = None
        self._stays: dict[str, list[Offering]] = defaultdict(list)
        for stay in problem.offerings:
            if stay.beds and stay.nights:
                self._stays[stay.venue].append(stay)
        self._rooms: dict[frozenset[str], RoomFit] = {}
        self._chains: dict[str, frozenset[str]] = {}

    def first_short(self, offering: Offering, kinds: Kinds, without: Sequence[Entry]) -> int | None:
        """The first night on which these units would find no room if the stay were that night alone."""
        asked: set[frozenset[str]] = set()
        for night in offering.nights:
            present = [stay for stay in self._stays[offering.venue] if night in stay.nights]
            names = frozenset(stay.id for stay in present)
            if names in asked:
                continue
            asked.add(names)
            if names == self._chain(offering):
                return night  # that night asks for all that the whole question asked
            leaving = [entry for entry in without if entry[0] in names]
            if not self._fit(names, present).fits(offering.id, kinds, leaving):
                return night
        return None

    def _chain(self, offering: Offering) -> frozenset[str]:
        """The stays that overlap, one after the other, with this one."""
        if offering.id not in self._chains:
            here = self._stays[offering.venue]
            for places in chains_of(here, range(len(here))):
                names = frozenset(here[place].id for place in places)
                self._chains.update(dict.fromkeys(names, names))
        return self._chains[offering.id]

    def _fit(self, names: frozenset[str], present: Sequence[Offering]) -> RoomFit:
        if names not in self._rooms:
            known = sorted({party for stay in present for party in self._choosing[stay.id]})
            parties = [
                replace(party, choices=tuple(o for o in party.choices if o in names))
                for party in (self._parties[pid] for pid in known)
            ]
            locks = [lock for lock in self._problem.locks if lock.offering in names]
            little = replace(
                self._problem, offerings=tuple(present), parties=tuple(parties), quotas=(), locks=tuple(locks)
            )
            given = [(party, stay.id) for stay in present for party in self._inside.get(stay.id, ())]
            self._rooms[names] = RoomFit(little, given, allowance=self._allowance)
        return self._rooms[names]
