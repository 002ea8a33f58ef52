"""The beds' part of the formulation: units of each kind in rooms of each class, counted, night by night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.class_split import split_classes
from app.scheduling.formulation.matrix import MatrixBuilder
from app.scheduling.formulation.patterns import packing
from app.scheduling.formulation.units import ALONE, Kind, RoomClass

Demand = Mapping[Kind, list[tuple[int, float]]]  # kind → (assignment column, units of the kind it brings)
Units = list[tuple[int, Kind]]  # column that counts units of the kind


@dataclass(frozen=True, slots=True)
class BedColumn:
    """What a column counts: units of `kind`, rooms filled by `slots`, or (neither) rooms for `use`."""

    offering: str
    rooms: RoomClass
    use: str
    kind: Kind | None = None
    slots: tuple[int, ...] | None = None


@dataclass(slots=True)
class Housing:
    """Writes the packing rules of one venue into a system, and remembers what its columns count."""

    build: MatrixBuilder
    classes: tuple[RoomClass, ...]
    columns: list[tuple[int, BedColumn]] = field(default_factory=list)
    in_use: dict[tuple[RoomClass, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def house(self, offerings: Iterable[tuple[Offering, Demand]]) -> None:
        """Every unit placed has a bed of the venue on every night, in all these offerings."""
        stays = [(offering, demand) for offering, demand in offerings if demand]
        self.classes = split_classes(self.classes, {kind for _, demand in stays for kind in demand})
        for offering, demand in stays:
            by_class = self._spread(offering, demand)
            for (rooms, use), columns in by_class.items():
                self._pack(offering, rooms, use, columns)
        self._nights([offering for offering, _ in stays])

    def _spread(self, offering: Offering, demand: Demand) -> dict[tuple[RoomClass, str], Units]:
        """Units of each kind go to the classes that take them."""
        by_class: dict[tuple[RoomClass, str], Units] = defaultdict(list)
        for kind in sorted(demand):
            most = sum(count * self.build.upper[column] for column, count in demand[kind])
            row: list[tuple[int, float]] = [(column, -count) for column, count in demand[kind]]
            for rooms in self.classes:
                if rooms.takes(kind):
                    each = 1 if kind.use == ALONE else rooms.beds // kind.size
                    column = self.build.column(0, min(most, len(rooms.rooms) * each))
                    self.columns.append((column, BedColumn(offering.id, rooms, kind.use, kind)))
                    by_class[rooms, kind.use].append((column, kind))
                    row.append((column, 1))
            self.build.row(row, 0, 0)
        return by_class

    def _pack(self, offering: Offering, rooms: RoomClass, use: str, units: Units) -> None:
        """The rooms that units of one use need, and what fits into them."""
        if use == ALONE:
            self.in_use[rooms, offering.id] += [column for column, _ in units]
            return
        rule = packing(rooms.beds, frozenset(kind.size for _, kind in units), len(rooms.rooms))
        if rule.patterns:
            self._fill(offering, rooms, use, units, rule.patterns)
            return
        count = self._room_column(BedColumn(offering.id, rooms, use))
        for coefficient, limit in rule.rows:
            row = [(column, coefficient[kind.size]) for column, kind in units if kind.size in coefficient]
            self.build.row([*row, (count, -limit)], upper=0)

    def _fill(
        self,
        offering: Offering,
        rooms: RoomClass,
        use: str,
        units: Units,
        patterns: tuple[tuple[int, ...], ...],
    ) -> None:
        """Units of each size take slots of the patterns chosen."""
        chosen = [(self._room_column(BedColumn(offering.id, rooms, use, slots=p)), p) for p in patterns]
        for size in sorted({kind.size for _, kind in units}):
            taken: list[tuple[int, float]] = [(column, 1) for column, kind in units if kind.size == size]
            slots: list[tuple[int, float]] = [(column, -p.count(size)) for column, p in chosen if size in p]
            self.build.row(taken + slots, upper=0)

    def _room_column(self, what: BedColumn) -> int:
        column = self.build.column(0, len(what.rooms.rooms))
        self.columns.append((column, what))
        self.in_use[what.rooms, what.offering].append(column)
        return column

    def _nights(self, offerings: list[Offering]) -> None:
        """On every night on which a stay begins, no more rooms of a class in use than there are."""
        for night in sorted({o.nights.start for o in offerings}):
            present = [o for o in offerings if night in o.nights]
            for rooms in self.classes:
                used = [column for o in present for column in self.in_use.get((rooms, o.id), [])]
                if used:
                    self.build.row([(column, 1) for column in used], upper=len(rooms.rooms))
