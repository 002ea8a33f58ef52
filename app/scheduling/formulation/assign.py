"""Parties to offerings, rooms counted and not named: the formulation that decides every objective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.scheduling.collector import undisturbed
from app.scheduling.contract.problem import Lock, Objective, Offering, Party, Problem
from app.scheduling.formulation.claims import Claim, held
from app.scheduling.formulation.housing import BedColumn, Demand, Housing
from app.scheduling.formulation.limits import write_limits
from app.scheduling.formulation.matrix import Ints, Matrix, MatrixBuilder
from app.scheduling.formulation.units import Kind, kinds_of, named_rooms, room_classes
from app.scheduling.ways.keep import Given, stay_costs


@dataclass(frozen=True, slots=True)
class Pair:
    """A party and an offering that it may be given: one column, 1 when it is."""

    party: Party
    offering: Offering
    rank: int | None

    @property
    def size(self) -> int:
        return len(self.party.members)


@dataclass(frozen=True, slots=True)
class Model:
    """The whole formulation; columns 0 … len(pairs) - 1 are the pairs.

    `costs` has one row of whole numbers for each objective, over all columns, to be minimised; where an
    earlier allocation is to be kept, one more follows: people moved.
    `block` is the offering that a column belongs to, as a place in `offerings`: each column has one.
    `party` numbers the parties of the pairs, `wants` is by that number.
    `opened` is, by place of an offering, the column that says whether it runs, or -1.
    """

    problem: Problem
    offerings: tuple[Offering, ...]
    pairs: tuple[Pair, ...]
    beds: tuple[tuple[int, BedColumn], ...]
    matrix: Matrix
    claims: tuple[Claim, ...]
    costs: Ints
    block: Ints
    party: Ints
    wants: Ints
    opened: Ints

    def values(self, point: Ints) -> tuple[int, ...]:
        """The objectives' values at a whole-number point, in minimising form, exact."""
        return tuple(int(v) for v in self.costs @ point)

    @property
    def keeps(self) -> bool:
        """Is there a last row of costs, people moved, beside the problem's objectives?"""
        return len(self.costs) > len(self.problem.objectives)


@dataclass(slots=True)
class _Writer:
    problem: Problem
    build: MatrixBuilder = field(default_factory=MatrixBuilder)
    pairs: list[Pair] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    beds: list[tuple[int, BedColumn]] = field(default_factory=list)


@undisturbed()
def formulate(problem: Problem, earlier: Given = ()) -> tuple[Model, Matrix]:
    """The model, and its system without any claim applied (for the search for conflicts).

    `earlier` are the (party, offering) pairs of an allocation to be kept as far as that costs nothing.
    Everything is taken in the order of ids, so the order of the file makes no difference.
    """
    w = _Writer(problem)
    offerings = tuple(sorted(problem.offerings, key=lambda o: o.id))
    demand = _write_pairs(w)
    opened = write_limits(problem, w.build, w.pairs, w.claims)
    named = named_rooms(problem)
    for venue in sorted(problem.venues, key=lambda v: v.id):
        here = [(o, demand[o.id]) for o in offerings if o.venue == venue.id]
        housing = Housing(w.build, room_classes(venue, named.get(venue.id, ())))
        housing.house(here)
        w.beds += housing.columns
    free = w.build.matrix()
    costs = _costs(problem.objectives, w.pairs, len(free.lower), tuple(earlier))
    block = _blocks(offerings, w, opened, len(free.lower))
    model = Model(
        problem,
        offerings,
        tuple(w.pairs),
        tuple(w.beds),
        held(free, w.claims, w.claims),
        tuple(w.claims),
        costs,
        block,
        *_parties(w.pairs),
        np.array([opened.get(o.id, -1) for o in offerings], dtype=np.int64),
    )
    return model, free


def _parties(pairs: Sequence[Pair]) -> tuple[Ints, Ints]:
    numbers: dict[str, int] = {}
    party = np.array([numbers.setdefault(pair.party.id, len(numbers)) for pair in pairs], dtype=np.int64)
    wants = np.zeros(len(numbers), dtype=np.int64)
    wants[party] = [pair.party.wants for pair in pairs]
    return party, wants


def _write_pairs(w: _Writer) -> dict[str, Demand]:
    """One column for each party and offering; what each would bring to sleep, by offering."""
    offerings = w.problem.offerings_by_id()
    classes = {v.id: room_classes(v, named_rooms(w.problem).get(v.id, ())) for v in w.problem.venues}
    locks: dict[str, list[Lock]] = defaultdict(list)
    for lock in w.problem.locks:
        locks[lock.party].append(lock)
    demand: dict[str, dict[Kind, list[tuple[int, float]]]] = {o: defaultdict(list) for o in offerings}
    for party in sorted(w.problem.parties, key=lambda p: p.id):
        columns: dict[str, int] = {}
        mine = {lock.offering: lock for lock in locks[party.id]}
        for oid in dict.fromkeys((*party.choices, *sorted(o for o in mine if o is not None))):
            offering = offerings[oid]
            column = columns[oid] = w.build.column(0, 1)
            rank = party.choices.index(oid) + 1 if oid in party.choices else None
            w.pairs.append(Pair(party, offering, rank))
            if offering.beds and offering.nights:
                kinds = kinds_of(party, mine.get(oid))
                if kinds is None or not all(any(c.takes(k) for c in classes[offering.venue]) for k in kinds):
                    w.build.upper[column] = 0
                else:
                    _bring(demand[oid], column, kinds)
        w.claims += [_lock_claim(lock, mine, columns) for lock in sorted(mine.values(), key=_lock_order)]
    return dict(demand)


def _bring(demand: dict[Kind, list[tuple[int, float]]], column: int, kinds: Sequence[Kind]) -> None:
    for kind in sorted(set(kinds)):
        demand[kind].append((column, kinds.count(kind)))


def _lock_order(lock: Lock) -> str:
    return lock.offering or ""


def _lock_claim(lock: Lock, mine: dict[str | None, Lock], columns: dict[str, int]) -> Claim:
    """The lock's own offering is given; what no lock of the party names is not."""
    what = {"kind": "lock", "party": lock.party, "offering": lock.offering}
    if lock.offering is None:
        return Claim(what, blocks=list(columns.values()))
    others = [column for oid, column in columns.items() if oid not in mine]
    return Claim(what, demands=[columns[lock.offering]], blocks=others)


def _costs(
    objectives: Sequence[Objective], pairs: Sequence[Pair], width: int, earlier: Sequence[tuple[str, str]]
) -> Ints:
    costs = np.zeros((len(objectives) + bool(earlier), width), dtype=np.int64)
    for row, objective in zip(costs, objectives, strict=False):
        row[: len(pairs)] = [objective.cost(pair.party, pair.rank) for pair in pairs]
    if earlier:
        costs[-1, : len(pairs)] = stay_costs(pairs, earlier)
    return costs


def _blocks(offerings: Sequence[Offering], w: _Writer, opened: Mapping[str, int], width: int) -> Ints:
    number = {o.id: i for i, o in enumerate(offerings)}
    block = np.full(width, -1, dtype=np.int64)
    block[: len(w.pairs)] = [number[pair.offering.id] for pair in w.pairs]
    for oid, column in opened.items():
        block[column] = number[oid]
    for column, bed in w.beds:
        block[column] = number[bed.offering]
    return block
