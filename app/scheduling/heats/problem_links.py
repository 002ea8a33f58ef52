"""What the nouns of a heats problem say of each other: ids once each, references to what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations

from app.scheduling.contract.json_shape import Shape
from app.scheduling.heats.problem import Event, Problem, clash


def check_links(shape: Shape, problem: Problem) -> None:
    """Note every id that stands twice, every reference to nothing, and stations shared at one time."""
    nouns = {
        "entrants": [e.id for e in problem.entrants],
        "stations": [s.id for s in problem.stations],
        "slots": [s.id for s in problem.slots],
        "events": [e.id for e in problem.events],
        "judges": [j.id for j in problem.judges],
    }
    for name, ids in nouns.items():
        _once(shape, name, ids)
    _once(shape, "stations: number", [str(station.number) for station in problem.stations])
    if any("\n" in entrant for entrant in nouns["entrants"]):
        shape.fault("entrants", "an id holds a line feed, which no drawing of lots can have")
    _check_members(shape, problem)
    for event in problem.events:
        for name in ("entrants", "stations", "slots"):
            where, given = f"events.{event.id}.{name}", getattr(event, name)
            _once(shape, where, given)
            _known(shape, where, given, nouns[name])
    for judge in problem.judges:
        _known(shape, f"judges.{judge.id}.slots", judge.slots or (), nouns["slots"])
    for pair in problem.neighbours:
        _known(shape, "neighbours", pair, nouns["stations"])
    if not shape.faults:
        _check_shared_stations(shape, problem)


def _once(shape: Shape, where: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            shape.fault(where, f"{identifier!r} stands twice")
        seen.add(identifier)


def _known(shape: Shape, where: str, ids: Iterable[str], known: Collection[str]) -> None:
    there = set(known)
    for identifier in ids:
        if identifier not in there:
            shape.fault(where, f"there is no {identifier!r}")


def _check_members(shape: Shape, problem: Problem) -> None:
    people = {entrant.id for entrant in problem.entrants if not entrant.members}
    for entry in problem.entrants:
        where = f"entrants.{entry.id}.members"
        _once(shape, where, entry.members)
        _known(shape, where, entry.members, people)


def _check_shared_stations(shape: Shape, problem: Problem) -> None:
    """Two events at one station need times of their own: the engine gives each its stations by itself."""
    for one, other in combinations(problem.events, 2):
        shared = set(one.stations) & set(other.stations)
        if shared and (at := _overlap(problem, one, other)):
            what = f"has {min(shared)!r} at the same time as {other.id!r}: {at}"
            shape.fault(f"events.{one.id}.stations", what)
    for event in problem.events:
        slots = [problem.slot[slot] for slot in event.slots]
        for first, second in combinations(slots, 2):
            if clash(first, second, 0):
                shape.fault(f"events.{event.id}.slots", f"{first.id!r} and {second.id!r} overlap")


def _overlap(problem: Problem, one: Event, other: Event) -> str:
    for first in one.slots:
        for second in other.slots:
            if clash(problem.slot[first], problem.slot[second], 0):
                return f"{first!r} and {second!r}"
    return ""
