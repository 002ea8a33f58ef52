"""The objectives of a heats plan, counted without a solver. The less the better, the first of them first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from app.scheduling.heats.problem import Problem, missing_rest
from app.scheduling.heats.result import Duty, Seat

Count = Callable[[Problem, Iterable[Seat], Iterable[Duty]], int]


def colleagues_in_heat(problem: Problem, seats: Iterable[Seat], _: Iterable[Duty]) -> int:
    """Pairs of one team in one heat."""
    together = Counter((s.event, s.slot, problem.entrant[s.entrant].team) for s in seats)
    return sum(count * (count - 1) // 2 for count in together.values())


def rest_missing(problem: Problem, seats: Iterable[Seat], _: Iterable[Duty]) -> int:
    """Minutes that all people lack, between any two of their appearances, of the rest that is wished for."""
    slots: dict[str, list[str]] = defaultdict(list)
    for seat in seats:
        slots[seat.entrant].append(seat.slot)
    found = 0
    for entries in problem.entries_of.values():
        own = [problem.slot[slot] for entry in entries for slot in slots[entry]]
        found += sum(missing_rest(a, b, problem.wished_rest) for a, b in combinations(own, 2))
    return found


def judge_loads(problem: Problem, _: Iterable[Seat], duties: Iterable[Duty]) -> int:
    """Every judge's number of duties, squared, added up: least when all have about as many."""
    loads = Counter(duty.judge for duty in duties)
    return sum(count * count for count in loads.values())


def colleagues_side_by_side(problem: Problem, seats: Iterable[Seat], _: Iterable[Duty]) -> int:
    """Pairs of one team at neighbouring stations in one heat."""
    team = {(s.event, s.slot, s.station): problem.entrant[s.entrant].team for s in seats}
    return sum(
        team[event, slot, a] == team.get((event, slot, b))
        for event, slot in {place[:2] for place in team}
        for a, b in problem.neighbours
        if (event, slot, a) in team
    )


def station_use(problem: Problem, seats: Iterable[Seat], _: Iterable[Duty]) -> int:
    """For every event, how many times more its most used station is used than its least used; added up."""
    used = Counter((seat.event, seat.station) for seat in seats)
    found = 0
    for event in problem.events:
        counts = [used[event.id, station] for station in event.stations]
        found += max(counts, default=0) - min(counts, default=0)
    return found


MEASURES: Mapping[str, Count] = {
    count.__name__: count
    for count in (colleagues_in_heat, rest_missing, judge_loads, colleagues_side_by_side, station_use)
}


def values(problem: Problem, seats: Iterable[Seat], duties: Iterable[Duty]) -> dict[str, int]:
    """Every objective's value, by name, in order."""
    own, watched = tuple(seats), tuple(duties)
    return {name: count(problem, own, watched) for name, count in MEASURES.items()}
