"""Heats problems as `heats-problem/1` files: read with every fault named, written the same each time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.scheduling.contract.json_shape import FileFaults, Shape, decode, join
from app.scheduling.heats.problem import FORMAT, HEAT, STATION, Entrant, Event, Judge, Problem, Slot, Station
from app.scheduling.heats.problem_links import check_links

Json = dict[str, Any]

_FIELDS = (
    *("format", "entrants", "stations", "slots", "events", "judges", "neighbours"),
    *("rest", "wished_rest", "seed"),
)
_EVENT = ("id", "entrants", "stations", "slots", "heats", "most_together", "judges", "judges_at")
LONGEST = 10_000_000  # minutes: some nineteen years


class HeatsProblemFaults(FileFaults):
    """A file that breaks `heats-problem/1`; `faults` holds every fault."""


def read_problem(data: bytes) -> Problem:
    """The problem in a file's bytes, plain or gzip; raises `HeatsProblemFaults` naming all that is wrong."""
    try:
        source = decode(data)
    except FileFaults as error:
        raise HeatsProblemFaults(error.faults) from None
    shape = Shape()
    if source.get("format") != FORMAT:
        shape.fault("format", f"must be {FORMAT!r}")
    shape.mapping(source, "file", _FIELDS)
    problem = Problem(
        entrants=tuple(_entrants(shape, source)),
        stations=tuple(_stations(shape, source)),
        slots=tuple(_slots(shape, source)),
        events=tuple(_events(shape, source)),
        judges=tuple(_judges(shape, source)),
        neighbours=tuple(_neighbours(shape, source)),
        rest=shape.integer(source.get("rest", 0), "rest", 0, LONGEST),
        wished_rest=shape.integer(source.get("wished_rest", 0), "wished_rest", 0, LONGEST),
        seed=shape.required_text(source, "seed", ""),
    )
    check_links(shape, problem)
    if shape.faults:
        raise HeatsProblemFaults(shape.faults)
    return problem


def _entrants(shape: Shape, source: Json) -> Iterable[Entrant]:
    fields = ("id", "team", "unit", "members")
    for place, raw in shape.objects(source, "entrants", "", fields, required=True):
        who, team, unit = (shape.required_text(raw, name, place) for name in ("id", "team", "unit"))
        yield Entrant(who, team, unit, shape.texts(raw, "members", place))


def _stations(shape: Shape, source: Json) -> Iterable[Station]:
    for place, raw in shape.objects(source, "stations", "", ("id", "number"), required=True):
        number = shape.integer(raw.get("number"), join(place, "number"))
        yield Station(shape.required_text(raw, "id", place), number)


def _slots(shape: Shape, source: Json) -> Iterable[Slot]:
    for place, raw in shape.objects(source, "slots", "", ("id", "start", "end"), required=True):
        start = shape.integer(raw.get("start"), join(place, "start"), 0, LONGEST)
        end = shape.integer(raw.get("end"), join(place, "end"), start + 1, LONGEST)
        yield Slot(shape.required_text(raw, "id", place), start, end)


def _events(shape: Shape, source: Json) -> Iterable[Event]:
    for place, raw in shape.objects(source, "events", "", _EVENT, required=True):
        judges_at = raw.get("judges_at", HEAT)
        if judges_at not in (HEAT, STATION):
            shape.wrong(join(place, "judges_at"), f"{HEAT!r} or {STATION!r}", judges_at)
        yield Event(
            shape.required_text(raw, "id", place),
            shape.texts(raw, "entrants", place, required=True),
            shape.texts(raw, "stations", place, required=True),
            shape.texts(raw, "slots", place, required=True),
            heats=_or_none(shape, raw, "heats", place),
            most_together=_or_none(shape, raw, "most_together", place),
            judges=shape.integer(raw.get("judges", 0), join(place, "judges")),
            judges_at=STATION if judges_at == STATION else HEAT,
        )


def _or_none(shape: Shape, raw: Json, name: str, place: str) -> int | None:
    return None if raw.get(name) is None else shape.integer(raw[name], join(place, name), 1)


def _judges(shape: Shape, source: Json) -> Iterable[Judge]:
    for place, raw in shape.objects(source, "judges", "", ("id", "units", "slots")):
        slots = None if raw.get("slots") is None else shape.texts(raw, "slots", place)
        yield Judge(shape.required_text(raw, "id", place), shape.texts(raw, "units", place), slots)


def _neighbours(shape: Shape, source: Json) -> Iterable[tuple[str, str]]:
    for place, raw in shape.values(source, "neighbours", ""):
        if not isinstance(raw, list) or len(raw) != 2:
            shape.wrong(place, "a list of two stations", raw)
            continue
        yield shape.text(raw[0], f"{place}[0]"), shape.text(raw[1], f"{place}[1]")


def write_problem(problem: Problem) -> bytes:
    """The problem's file: the same whatever the order in which things were given."""
    content = {
        "format": FORMAT,
        "entrants": [_entrant(entrant) for entrant in sorted(problem.entrants, key=lambda e: e.id)],
        "stations": [{"id": s.id, "number": s.number} for s in sorted(problem.stations, key=lambda s: s.id)],
        "slots": [
            {"id": slot.id, "start": slot.start, "end": slot.end}
            for slot in sorted(problem.slots, key=lambda slot: slot.published)
        ],
        "events": [_event(event) for event in sorted(problem.events, key=lambda e: e.id)],
        "judges": [_judge(judge) for judge in sorted(problem.judges, key=lambda j: j.id)],
        "neighbours": sorted(sorted(pair) for pair in problem.neighbours),
        "rest": problem.rest,
        "wished_rest": problem.wished_rest,
        "seed": problem.seed,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return (text + "\n").encode()


def _entrant(entrant: Entrant) -> Json:
    found: Json = {"id": entrant.id, "team": entrant.team, "unit": entrant.unit}
    return {**found, "members": sorted(entrant.members)} if entrant.members else found


def _event(event: Event) -> Json:
    found: Json = {"id": event.id}
    found |= {name: sorted(getattr(event, name)) for name in ("entrants", "stations", "slots")}
    limits = {"heats": event.heats, "most_together": event.most_together}
    found |= {name: limit for name, limit in limits.items() if limit is not None}
    return found | ({"judges": event.judges, "judges_at": event.judges_at} if event.judges else {})


def _judge(judge: Judge) -> Json:
    found: Json = {"id": judge.id, "units": sorted(judge.units)}
    return found if judge.slots is None else {**found, "slots": sorted(judge.slots)}
