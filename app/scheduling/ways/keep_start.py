"""An earlier allocation as a whole-number point of the formulation: the plan to begin with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from app.scheduling.contract.problem import Lock
from app.scheduling.contract.result import Placement
from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.housing import BedColumn
from app.scheduling.formulation.matrix import Ints
from app.scheduling.formulation.units import ALONE, Kind, kind_of, units_of

ROUNDS = 20  # in which those who fit no more are taken out


class Start:
    """Counts an earlier allocation's rooms and units as the model counts them."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._pair = {(p.party.id, p.offering.id): c for c, p in enumerate(model.pairs)}
        self._locks = {(lock.party, lock.offering): lock for lock in model.problem.locks}
        self._units: dict[tuple[str, Kind, str], int] = {}
        self._rooms: dict[tuple[str, str, str], list[tuple[int, BedColumn]]] = defaultdict(list)
        for column, bed in model.beds:
            for room in bed.rooms.rooms:
                if bed.kind is not None:
                    self._units[bed.offering, bed.kind, room] = column
                else:
                    self._rooms[bed.offering, bed.use, room].append((column, bed))

    def point(self, earlier: Iterable[Placement]) -> Ints | None:
        """The point at which the earlier placements stand that the model can count, the others left out.

        Where rules have become tighter, the last by tier and lottery number are taken out; None when that
        does not end in a plan (a lock or a quota's least number asks for somebody new).
        """
        placements = [p for p in earlier if (p.party, p.offering) in self._pair]
        for _ in range(ROUNDS):
            point, uncounted = self._counted(placements)
            out = uncounted or self._too_many(point, placements)
            if not out:
                break
            placements = [p for p in placements if (p.party, p.offering) not in out]
        point, _ = self._counted(placements)
        return point if self._model.matrix.holds(point) else None

    def _counted(self, placements: Sequence[Placement]) -> tuple[Ints, set[tuple[str, str]]]:
        """The point, and the placements whose beds the model knows no column for."""
        m = self._model
        point = np.zeros(len(m.block), dtype=np.int64)
        fills: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        uncounted: set[tuple[str, str]] = set()
        for placement in placements:
            key = (placement.party, placement.offering)
            pair = m.pairs[self._pair[key]]
            units = self._housed(placement) if pair.offering.beds and pair.offering.nights else []
            if units is None or m.matrix.upper[self._pair[key]] < 1:
                uncounted.add(key)
                continue
            point[self._pair[key]] = 1
            opened = m.opened[m.block[self._pair[key]]]
            if opened >= 0:
                point[opened] = 1
            for column, kind, room in units:
                point[column] += 1
                if kind.use != ALONE:
                    fills[placement.offering, kind.use, room].append(kind.size)
        for room_key, sizes in fills.items():
            column_ = self._filled(room_key, Counter(sizes))
            if column_ is not None:
                point[column_] += 1
        return point, uncounted

    def _housed(self, placement: Placement) -> list[tuple[int, Kind, str]] | None:
        """For each unit its column, kind and room; None when the model cannot count one where it was."""
        party = self._model.pairs[self._pair[placement.party, placement.offering]].party
        lock = self._locks.get((placement.party, placement.offering))
        found = []
        for unit in units_of(party):
            rooms = {placement.beds[m.id].room for m in unit if m.id in placement.beds}
            if len(rooms) != 1:
                return None
            room = rooms.pop()
            kind = kind_of(unit, _named(lock, [m.id for m in unit]))
            column = self._units.get((placement.offering, kind, room))
            if column is None:
                return None
            found.append((column, kind, room))
        return found

    def _filled(self, room: tuple[str, str, str], sizes: Counter[int]) -> int | None:
        """The column that counts the room: the first pattern with slots for all, or the room itself."""
        for column, bed in self._rooms[room]:
            if bed.slots is None or sizes <= Counter(bed.slots):
                return column
        return None

    def _too_many(self, point: Ints, placements: Sequence[Placement]) -> set[tuple[str, str]]:
        """Placements to take out: of each broken row as many people as it holds too many, the last first.

        All of an offering that has fewer than its least number.
        """
        m, matrix = self._model, self._model.matrix
        sums = matrix.rows @ point.astype(float)
        over = np.flatnonzero(sums > matrix.row_upper)
        blocks = {
            int(m.block[c]) for r in np.flatnonzero(sums < matrix.row_lower) for c in self._columns(int(r))
        }
        under = {m.offerings[b].id for b in blocks if m.opened[b] >= 0}
        out = {(p.party, p.offering) for p in placements if p.offering in under}
        for row in over:
            out |= self._last(int(row), point, float(sums[row] - matrix.row_upper[row]))
        return out

    def _last(self, row: int, point: Ints, excess: float) -> set[tuple[str, str]]:
        """The last in line of the row's pairs, or of its offerings' where it counts rooms."""
        m, columns = self._model, self._columns(row)
        pairs = [int(c) for c in columns if c < len(m.pairs)]
        if not pairs:
            blocks = set(m.block[columns].tolist())
            pairs = [c for c in range(len(m.pairs)) if m.block[c] in blocks]
        line = [m.pairs[c] for c in pairs if point[c] and m.matrix.lower[c] < 1]
        line.sort(key=lambda p: (p.party.tier, p.party.lottery, p.party.id), reverse=True)
        out: set[tuple[str, str]] = set()
        for pair in line:
            if excess <= 0:
                break
            out.add((pair.party.id, pair.offering.id))
            excess -= pair.size
        return out

    def _columns(self, row: int) -> Ints:
        rows = self._model.matrix.rows
        columns: Ints = rows.indices[rows.indptr[row] : rows.indptr[row + 1]].astype(np.int64)
        return columns


def _named(lock: Lock | None, members: Sequence[str]) -> str:
    rooms = lock.rooms if lock else {}
    return next((rooms[m] for m in members if m in rooms), "")
