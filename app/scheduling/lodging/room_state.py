"""One arrangement of those in a chain of overlapping stays: units in rooms, which are counted, not named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.plan import Fill, Plan, Sleepers
from app.scheduling.formulation.units import ALONE, Kind, RoomClass
from app.scheduling.lodging.rooms import room_uses

Slots = tuple[int, ...]
Shape = tuple[str, Slots]  # what a room is used for, and the sizes of the units in it, largest first


@dataclass(frozen=True, slots=True)
class Step:
    """One room of a class changes from `before` to `after` (None: empty): units that come, units that go."""

    stay: int
    rooms: int
    before: Shape | None
    after: Shape | None
    come: tuple[Kind, ...] = ()
    go: tuple[Kind, ...] = ()

    def back(self) -> Step:
        """The step that undoes this one."""
        return Step(self.stay, self.rooms, self.after, self.before, self.go, self.come)


class RoomState:
    """Valid at all times: on every night no more rooms of a class in use than there are.

    Stays and classes are spoken of by their places in the sequences given.
    """

    def __init__(self, stays: Sequence[Offering], classes: Sequence[RoomClass]) -> None:
        self.stays, self.classes = stays, classes
        nights = sorted({o.nights.start for o in stays})
        self._present = [[k for k, night in enumerate(nights) if night in o.nights] for o in stays]
        self._in_use = [[0] * len(nights) for _ in classes]
        self._rooms: list[list[dict[Shape, int]]] = [[{} for _ in classes] for _ in stays]
        self.units: list[dict[tuple[int, Kind], int]] = [{} for _ in stays]
        self._order: dict[Kind, list[int]] = {}

    def put_all(self, stay: int, kinds: Iterable[Kind]) -> list[Step] | None:
        """Find room for all of these units at once, nobody moved; None (and no change) when there is none."""
        steps: list[Step] = []
        for kind in kinds:
            found = self._found(stay, kind)
            if not found:
                self.undo(steps)
                return None
            for step in found:
                self.do(step)
            steps += found
        return steps

    def undo(self, steps: Sequence[Step]) -> None:
        """Take back steps that were the last ones done."""
        for step in reversed(steps):
            self.do(step.back())

    def do(self, step: Step) -> None:
        """Take one step; nothing is looked up."""
        self._change(step.stay, step.rooms, step.before, step.after)
        for kind in step.come:
            self._count(step.stay, step.rooms, kind, 1)
        for kind in step.go:
            self._count(step.stay, step.rooms, kind, -1)

    def take_out(self, stay: int, kind: Kind) -> Step:
        """One unit of the kind leaves; where there is a choice, such that a room becomes free.

        Returns the step done.
        """
        homes = [
            (rooms, shape)
            for rooms in self._homes(stay, kind)
            for shape in self._rooms[stay][rooms]
            if shape[0] == kind.use and kind.size in shape[1]
        ]
        rooms, shape = min(homes, key=lambda home: (sum(home[1][1]), home[0], home[1]))
        slots = list(shape[1])
        slots.remove(kind.size)
        step = Step(stay, rooms, shape, (shape[0], tuple(slots)) if slots else None, go=(kind,))
        self.do(step)
        return step

    def sleepers(self) -> list[Sleepers]:
        """Units by stay, class and kind."""
        return [
            Sleepers(self.stays[stay].id, kind, self.classes[rooms], count)
            for stay, units in enumerate(self.units)
            for (rooms, kind), count in sorted(units.items())
        ]

    def fills(self) -> list[Fill]:
        """Rooms that may be shared, by stay, class and what is in them."""
        return [
            Fill(self.stays[stay].id, use, self.classes[rooms], slots, count)
            for stay, by_class in enumerate(self._rooms)
            for rooms, shapes in enumerate(by_class)
            for (use, slots), count in sorted(shapes.items())
            if use != ALONE
        ]

    def load(self, sleepers: Sequence[Sleepers], fills: Sequence[Fill]) -> None:
        """Take over another arrangement whole."""
        numbers = {offering.id: stay for stay, offering in enumerate(self.stays)}
        places = {rooms: place for place, rooms in enumerate(self.classes)}
        self._in_use = [[0] * len(row) for row in self._in_use]
        self._rooms = [[{} for _ in self.classes] for _ in self.stays]
        self.units = [{} for _ in self.stays]
        for s in sleepers:
            self._count(numbers[s.offering], places[s.rooms], s.kind, s.count)
        for use in room_uses(Plan((), tuple(sleepers), tuple(fills), ())):
            shape = (use.use, tuple(sorted(use.slots, reverse=True)))
            self._change(numbers[use.offering], places[use.rooms], None, shape)

    def _homes(self, stay: int, kind: Kind) -> list[int]:
        return [rooms for rooms, other in self.units[stay] if other == kind]

    def _found(self, stay: int, kind: Kind) -> list[Step]:
        """The room begun already with the least to spare, else an empty one, else two rooms exchanged."""
        order = self._order.get(kind)
        if order is None:
            order = self._order[kind] = _order(self.classes, kind)
        if kind.use != ALONE:
            step = self._beside(stay, kind, order)
            if step is not None:
                return [step]
        for rooms in order:
            in_use, most = self._in_use[rooms], len(self.classes[rooms].rooms)
            if all(in_use[night] < most for night in self._present[stay]):
                return [Step(stay, rooms, None, (kind.use, (kind.size,)), (kind,))]
        return [] if kind.use == ALONE else self._exchanged(stay, kind, order)

    def _beside(self, stay: int, kind: Kind, order: Sequence[int]) -> Step | None:
        best: tuple[int, int, Shape] | None = None
        for rooms in order:
            beds = self.classes[rooms].beds
            for shape in self._rooms[stay][rooms]:
                if shape[0] == kind.use:
                    spare = beds - sum(shape[1]) - kind.size
                    if spare >= 0 and (best is None or spare < best[0]):
                        best = (spare, rooms, shape)
        if best is None:
            return None
        _, rooms, shape = best
        return Step(stay, rooms, shape, _with(shape, kind), (kind,))

    def _exchanged(self, stay: int, kind: Kind, order: Sequence[int]) -> list[Step]:
        """A room that holds more than its people need changes places with one that the newcomer may share."""
        for rooms in order:
            beds = self.classes[rooms].beds
            for shape in self._rooms[stay][rooms]:
                if shape[0] != kind.use and beds > sum(shape[1]):
                    for other in range(len(self.classes)):
                        for shared in self._rooms[stay][other]:
                            if shared[0] == kind.use and sum(shared[1]) + kind.size <= beds:
                                come = self._movable(stay, other, shared, rooms)
                                go = self._movable(stay, rooms, shape, other)
                                if come is not None and go is not None:
                                    first = Step(stay, rooms, shape, _with(shared, kind), (*come, kind), go)
                                    return [first, Step(stay, other, shared, shape, go, come)]
        return []

    def _movable(self, stay: int, rooms: int, shape: Shape, other: int) -> tuple[Kind, ...] | None:
        """Units of one class that make up such a room and may all sleep in a room of another class."""
        if sum(shape[1]) > self.classes[other].beds:
            return None
        found: list[Kind] = []
        for size in shape[1]:
            wanted = (
                kind
                for (place, kind), count in self.units[stay].items()
                if place == rooms and kind.use == shape[0] and kind.size == size
                if count > found.count(kind) and self.classes[other].takes(kind)
            )
            kind = next(wanted, None)
            if kind is None:
                return None
            found.append(kind)
        return tuple(found)

    def _count(self, stay: int, rooms: int, kind: Kind, change: int) -> None:
        units, key = self.units[stay], (rooms, kind)
        left = units.get(key, 0) + change
        if left:
            units[key] = left
        else:
            del units[key]

    def _change(self, stay: int, rooms: int, before: Shape | None, after: Shape | None) -> None:
        shapes = self._rooms[stay][rooms]
        if before is not None:
            shapes[before] -= 1
            if not shapes[before]:
                del shapes[before]
        if after is not None:
            shapes[after] = shapes.get(after, 0) + 1
        change = (after is not None) - (before is not None)
        if change:
            for night in self._present[stay]:
                self._in_use[rooms][night] += change


def _with(shape: Shape, kind: Kind) -> Shape:
    return shape[0], tuple(sorted((*shape[1], kind.size), reverse=True))


def _order(classes: Sequence[RoomClass], kind: Kind) -> list[int]:
    """Classes that take the kind, those first that are least of use to others."""
    taking = [place for place, rooms in enumerate(classes) if rooms.takes(kind)]
    return sorted(taking, key=lambda p: (len(classes[p].features), classes[p].beds - kind.size, p))
