"""The heats engine against every plan there is, on contests small enough for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import product

from hypothesis import given, settings

from app.scheduling.heats.check import RULES, Case
from app.scheduling.heats.measures import values
from app.scheduling.heats.problem import STATION, Problem
from app.scheduling.heats.result import Duty, Result, Seat
from app.scheduling.heats.solve import solve
from tests.scheduling.contests import problems

CHOOSING = {"judge_loads", "drawn", "claims"}  # these choose among plans, and forbid none
OF_JUDGES = {"judges_full", "judge_able", "judge_apart"}


def keeps(problem: Problem, result: Result, but: Collection[str]) -> bool:
    case = Case(problem, result)
    return not any(True for name, rule in RULES.items() if name not in but for _ in rule(case))


def plans(problem: Problem) -> Iterator[Result]:
    """Every whole plan, with the stations as they come."""
    entries = [(event, who) for event in problem.events for who in event.entrants]
    for slots in product(*(event.slots for event, _ in entries)):
        used: Counter[tuple[str, str]] = Counter()
        seats = []
        for (event, who), slot in zip(entries, slots, strict=True):
            if used[event.id, slot] < len(event.stations):
                seats.append(Seat(who, event.id, slot, event.stations[used[event.id, slot]]))
            used[event.id, slot] += 1
        found = Result("optimal", tuple(seats))
        if keeps(problem, found, CHOOSING | OF_JUDGES):
            for duties in judged(problem, found):
                if keeps(problem, whole := Result("optimal", found.seats, duties), CHOOSING):
                    yield whole


def judged(problem: Problem, result: Result) -> Iterator[tuple[Duty, ...]]:
    """Every way to put one judge everywhere."""
    places = set()
    for seat in result.seats:
        event = problem.event[seat.event]
        if event.judges:
            places.add((seat.event, seat.slot, seat.station if event.judges_at == STATION else None))
    for judges in product(problem.judges, repeat=len(places)):
        pairs = zip(judges, sorted(places, key=str), strict=True)
        yield tuple(Duty(judge.id, *place) for judge, place in pairs)


@settings(max_examples=50, deadline=None)
@given(problem=problems(most=4))
def test_no_plan_is_said_only_where_there_is_none(problem: Problem) -> None:
    assert (next(plans(problem), None) is None) == (solve(problem).obstacle is not None)


@settings(max_examples=30, deadline=None)
@given(problem=problems(most=4))
def test_what_is_proven_no_plan_beats(problem: Problem) -> None:
    found = solve(problem)
    if found.status == "optimal":
        first = [measure.value for measure in found.measures][:3]  # the others look at stations
        assert min(list(values(problem, p.seats, p.duties).values())[:3] for p in plans(problem)) == first
