"""Which stations each team has in each heat: colleagues apart, stations used alike. Lots say who is where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from app.scheduling.heats.bounds import bounds
from app.scheduling.heats.cpsat import Expr, Limits, Stepwise, Var
from app.scheduling.heats.problem import Event, Problem
from app.scheduling.heats.result import Measure, Seat

Slots = Mapping[tuple[str, str], str]  # (event, entrant) → slot


def seats(problem: Problem, slots: Slots, limits: Limits) -> tuple[list[Seat], tuple[Measure, ...]]:
    """A station for everybody in their slot; of each event by itself, for nobody is at two at one time."""
    found: list[Seat] = []
    beside, use = [0, 0], [0, 0]
    for event in problem.events:
        where = _Where(problem, event, slots, limits)
        own, (beside_value, beside_bound), (use_value, use_bound) = where.solve()
        found += own
        beside = [beside[0] + beside_value, beside[1] + beside_bound]
        use = [use[0] + use_value, use[1] + use_bound]
    # heats of other people might have fewer colleagues to part
    least = bounds(problem)["colleagues_side_by_side"]
    return found, (
        Measure("colleagues_side_by_side", beside[0], beside[1] and least),
        Measure("station_use", use[0], min(use[0], bounds(problem)["station_use"])),
    )


class _Where:
    def __init__(self, problem: Problem, event: Event, slots: Slots, limits: Limits) -> None:
        self._problem, self._event = problem, event
        self._people: dict[tuple[str, str], list[str]] = defaultdict(list)
        for who in sorted(event.entrants):
            self._people[slots[event.id, who], problem.entrant[who].team].append(who)
        self._steps = Stepwise(limits)
        self._at: dict[tuple[str, str, str], Var] = {}
        self._stations = sorted(event.stations, key=lambda station: problem.station[station].number)
        for (slot, team), people in sorted(self._people.items()):
            own = [self._steps.flag() for _ in self._stations]
            self._at.update({(slot, team, s): var for s, var in zip(self._stations, own, strict=True)})
            self._steps.model.add(sum(own) == len(people))
        for slot in {slot for slot, _ in sorted(self._people)}:
            for station in self._stations:
                self._steps.model.add_at_most_one(
                    [self._at[slot, team, station] for s, team in self._people if s == slot]
                )

    def solve(self) -> tuple[list[Seat], tuple[int, int], tuple[int, int]]:
        """Seats, and of both objectives the value and what is proven for these heats."""
        beside = self._steps.least(list(self._beside()), 0)
        uneven = int(bool(len(self._event.entrants) % max(1, len(self._stations))))
        use = self._steps.least(self._use(), uneven)
        found, seats = self._steps.find(), []
        for (slot, team), people in self._people.items():
            taken = [s for s in self._stations if found.value(self._at[slot, team, s])]
            seats += [Seat(who, self._event.id, slot, s) for who, s in zip(people, taken, strict=True)]
        return seats, beside, use

    def _beside(self) -> Iterator[Expr]:
        own = set(self._stations)
        pairs = [pair for pair in sorted(self._problem.neighbours) if own.issuperset(pair)]
        for (slot, team), people in self._people.items():
            for a, b in pairs if len(people) > 1 else ():
                both = self._steps.flag()
                first, second = self._at[slot, team, a], self._at[slot, team, b]
                self._steps.model.add_bool_or([both, first.negated(), second.negated()])
                yield both

    def _use(self) -> list[Expr]:
        if not self._people:
            return []
        heats = Counter(slot for slot, _ in self._people)
        most, least = self._steps.count(len(heats)), self._steps.count(len(heats))
        for station in self._stations:
            used = sum(self._at[slot, team, station] for slot, team in self._people)
            self._steps.model.add(used <= most)
            self._steps.model.add(used >= least)
        return [most - least]
