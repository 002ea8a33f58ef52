"""Heats results as `heats-result/1` files, in one order whatever order they were found in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.scheduling.contract.json_shape import LARGEST, FileFaults, Shape, decode, join
from app.scheduling.heats.result import FORMAT, Duty, Measure, Obstacle, Result, Seat

Json = dict[str, Any]
_FIELDS = ("format", "status", "seats", "duties", "measures", "obstacle")


class HeatsResultFaults(FileFaults):
    """A file that breaks `heats-result/1`; `faults` holds every fault."""


def write_result(result: Result) -> bytes:
    """The file of a result: same result, same bytes."""
    content: Json = {
        "format": FORMAT,
        "status": result.status,
        "seats": [
            {"entrant": s.entrant, "event": s.event, "slot": s.slot, "station": s.station}
            for s in sorted(result.seats, key=lambda s: (s.event, s.slot, s.station, s.entrant))
        ],
        "duties": [
            {"judge": d.judge, "event": d.event, "slot": d.slot, "station": d.station}
            for d in sorted(result.duties, key=lambda d: (d.event, d.slot, d.station or "", d.judge))
        ],
        "measures": [{"name": m.name, "value": m.value, "bound": m.bound} for m in result.measures],
    }
    if result.obstacle is not None:
        content["obstacle"] = {"rule": result.obstacle.rule, "detail": dict(result.obstacle.detail)}
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_result(data: bytes) -> Result:
    """The result in a file's bytes; raises `HeatsResultFaults`. Only the shape: the rest is for `check`."""
    try:
        source = decode(data)
    except FileFaults as error:
        raise HeatsResultFaults(error.faults) from None
    shape = Shape()
    if source.get("format") != FORMAT:
        shape.fault("format", f"must be {FORMAT!r}")
    shape.mapping(source, "file", _FIELDS)
    result = Result(
        status=shape.required_text(source, "status", ""),
        seats=tuple(_seats(shape, source)),
        duties=tuple(_duties(shape, source)),
        measures=tuple(_measures(shape, source)),
        obstacle=_obstacle(shape, source.get("obstacle")),
    )
    if shape.faults:
        raise HeatsResultFaults(shape.faults)
    return result


def _seats(shape: Shape, source: Json) -> Iterable[Seat]:
    fields = ("entrant", "event", "slot", "station")
    for place, raw in shape.objects(source, "seats", "", fields, required=True):
        yield Seat(*(shape.required_text(raw, name, place) for name in fields))


def _duties(shape: Shape, source: Json) -> Iterable[Duty]:
    fields = ("judge", "event", "slot")
    for place, raw in shape.objects(source, "duties", "", (*fields, "station"), required=True):
        station = raw.get("station")
        named = None if station is None else shape.text(station, join(place, "station"))
        judge, event, slot = (shape.required_text(raw, name, place) for name in fields)
        yield Duty(judge, event, slot, named)


def _measures(shape: Shape, source: Json) -> Iterable[Measure]:
    for place, raw in shape.objects(source, "measures", "", ("name", "value", "bound"), required=True):
        numbers = [shape.integer(raw.get(n), join(place, n), 0, LARGEST) for n in ("value", "bound")]
        yield Measure(shape.required_text(raw, "name", place), *numbers)


def _obstacle(shape: Shape, raw: object) -> Obstacle | None:
    if raw is None:
        return None
    found = shape.mapping(raw, "obstacle", ("rule", "detail")) or {}
    detail = shape.mapping(found.get("detail", {}), "obstacle.detail") or {}
    return Obstacle(shape.required_text(found, "rule", "obstacle"), detail)
