"""Small contests for the heats engine, and how to break a plan of one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from app.scheduling.heats.problem import Entrant, Event, Judge, Problem, Slot, Station
from app.scheduling.heats.result import Result, Seat


def contest(**changes: object) -> Problem:
    """Six people of three teams, three stations, two heats that follow each other; two judges of no team."""
    people = tuple(Entrant(f"{team}{n}", team, f"unit {team}") for team in "ABC" for n in (1, 2))
    stations = tuple(Station(f"s{n}", n) for n in (1, 2, 3))
    slots = (Slot("morning", 0, 60), Slot("noon", 60, 120))
    event = Event("weld", tuple(p.id for p in people), ("s1", "s2", "s3"), ("morning", "noon"), judges=1)
    problem = Problem(
        people,
        stations,
        slots,
        (event,),
        (Judge("j1"), Judge("j2")),
        neighbours=(("s1", "s2"), ("s2", "s3")),
        seed="lots",
    )
    return replace(problem, **changes)  # type: ignore[arg-type]


def with_event(problem: Problem, **changes: object) -> Problem:
    """The same with its first event changed."""
    first, *others = problem.events
    return replace(problem, events=(replace(first, **changes), *others))  # type: ignore[arg-type]


def moved(result: Result, entrant: str, **changes: str) -> Result:
    """The same with somebody's seats changed."""
    seats = tuple(replace(s, **changes) if s.entrant == entrant else s for s in result.seats)
    return replace(result, seats=seats)


def swapped(result: Result, one: str, other: str) -> Result:
    """The same with two people in each other's seats."""
    names = {one: other, other: one}
    return replace(
        result, seats=tuple(replace(s, entrant=names.get(s.entrant, s.entrant)) for s in result.seats)
    )


def seat_of(result: Result, entrant: str, event: str = "weld") -> Seat:
    return next(s for s in result.seats if (s.entrant, s.event) == (entrant, event))


@st.composite
def problems(draw: st.DrawFn, most: int = 9) -> Problem:
    teams = draw(st.integers(1, 4))
    people = tuple(
        Entrant(f"e{n}", f"t{n % teams}", f"u{n % teams % 3}") for n in range(draw(st.integers(1, most)))
    )
    stations = tuple(Station(f"s{n}", n) for n in range(draw(st.integers(1, 4))))
    slots = tuple(Slot(f"w{n}", 60 * n, 60 * n + 50) for n in range(draw(st.integers(1, 4))))
    events = [
        Event(
            "practice", tuple(p.id for p in people), tuple(s.id for s in stations), tuple(s.id for s in slots)
        )
    ]
    judges = tuple(
        Judge(f"j{n}", tuple(draw(st.sets(st.sampled_from(["u0", "u1", "u2"]), max_size=2))))
        for n in range(draw(st.integers(0, 4)))
    )
    if judges:
        at = draw(st.sampled_from(["heat", "station"]))
        events[0] = replace(events[0], judges=1, judges_at=at, heats=draw(st.sampled_from([None, 1, 2])))
    if draw(st.booleans()):
        hall = tuple(Station(f"d{n}", 100 + n) for n in range(9))
        sittings = (Slot("v0", 30, 80), Slot("v1", 110, 150))
        some = tuple(p.id for p in people[: draw(st.integers(1, len(people)))])
        events.append(
            Event(
                "theory", some, tuple(d.id for d in hall), ("v0", "v1"), heats=draw(st.sampled_from([1, 2]))
            )
        )
        stations, slots = (*stations, *hall), (*slots, *sittings)
    pairs = tuple((a.id, b.id) for a, b in pairwise(stations))
    return Problem(
        people, stations, slots, tuple(events), judges, pairs, wished_rest=20, seed=draw(st.text("ab")) or "x"
    )
