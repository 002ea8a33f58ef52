"""Which judges watch which heats or stations once the seats are known, their loads as even as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.scheduling.heats.cpsat import Expr, Limits, Stepwise, Var
from app.scheduling.heats.problem import STATION, Judge, Problem, clash
from app.scheduling.heats.result import Duty, Seat

Place = tuple[str, str, str | None]  # event, slot, station


def duties(problem: Problem, seats: Iterable[Seat], limits: Limits) -> list[Duty]:
    """All duties. Raises Infeasible if these seats leave no way, NoPlan."""
    if not any(event.judges for event in problem.events):
        return []
    model = _Model(problem, _places(problem, seats), limits)
    model.steps.least(list(model.loads()), 0)
    found = model.steps.find()
    return [Duty(judge, *place) for (judge, place), var in model.watches.items() if found.value(var)]


def _places(problem: Problem, seats: Iterable[Seat]) -> dict[Place, set[str]]:
    """What is to be watched, and of which units those who compete there are."""
    units: dict[Place, set[str]] = defaultdict(set)
    for seat in seats:
        event = problem.event[seat.event]
        if event.judges:
            station = seat.station if event.judges_at == STATION else None
            units[seat.event, seat.slot, station].add(problem.entrant[seat.entrant].unit)
    return {place: units[place] for place in sorted(units, key=str)}


class _Model:
    def __init__(self, problem: Problem, places: dict[Place, set[str]], limits: Limits) -> None:
        self._problem, self.steps = problem, Stepwise(limits)
        self.watches: dict[tuple[str, Place], Var] = {}
        for place, units in places.items():
            able = [judge for judge in problem.judges if self._may(judge, place, units)]
            own = [self.steps.flag() for _ in able]
            self.watches.update({(j.id, place): var for j, var in zip(able, own, strict=True)})
            self.steps.model.add(sum(own) == problem.event[place[0]].judges)
        self._one_place()

    def loads(self) -> Iterator[Expr]:
        """Every judge's duties, squared."""
        own: dict[str, list[Var]] = defaultdict(list)
        for (judge, _), var in self.watches.items():
            own[judge].append(var)
        for judge, watches in own.items():
            most = len({place[1] for who, place in self.watches if who == judge})
            square = self.steps.count(most * most)
            self.steps.at_least(square, sum(watches), most, doubled=True)
            yield square

    def _may(self, judge: Judge, place: Place, units: set[str]) -> bool:
        return (judge.slots is None or place[1] in judge.slots) and units.isdisjoint(judge.units)

    def _one_place(self) -> None:
        slot = self._problem.slot
        by_slot: dict[tuple[str, str], list[Var]] = defaultdict(list)
        for (judge, place), var in self.watches.items():
            by_slot[judge, place[1]].append(var)
        for (judge, at), own in by_slot.items():
            self.steps.model.add_at_most_one(own)
            for (other, there), others in by_slot.items():
                if other == judge and at < there and clash(slot[at], slot[there], 0):
                    self.steps.model.add(sum(own) + sum(others) <= 1)
