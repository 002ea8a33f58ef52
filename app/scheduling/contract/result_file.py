"""Results as `allocation-result/1` files, in one order whatever order they were found in."""

from __future__ import annotations

import json
import math
from typing import Any

from app.scheduling.contract.json_shape import LARGEST_SUM, FileFaults, Shape, decode, join
from app.scheduling.contract.result import FORMAT, Bed, ObjectiveValue, Placement, Reason, Result, Unplaced

Json = dict[str, Any]

_ENGINE = ("format", "problem_sha256", "engine", "seed", "seconds", "status")
_FIELDS = (*_ENGINE, "objectives", "placements", "unplaced", "cancelled", "conflict")


class ResultFaults(FileFaults):
    """A file that breaks `allocation-result/1`; `faults` holds every fault."""


def write_result(result: Result) -> bytes:
    """The file of a result, uncompressed: same result, same bytes."""
    placements = sorted(result.placements, key=lambda p: (p.party, p.offering))
    content = {
        "format": FORMAT,
        "problem_sha256": result.problem_sha256,
        "engine": result.engine,
        "seed": result.seed,
        "seconds": result.seconds,
        "status": result.status,
        "objectives": [{"name": o.name, "value": o.value, "bound": o.bound} for o in result.objectives],
        "placements": [_placement(placement) for placement in placements],
        "unplaced": [_unplaced(one) for one in sorted(result.unplaced, key=lambda u: u.party)],
        "cancelled": sorted(result.cancelled),
    }
    if result.conflict:
        content["conflict"] = [dict(part) for part in result.conflict]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (text + "\n").encode()


def _placement(placement: Placement) -> Json:
    beds = {m: {"room": bed.room, "bed": bed.bed} for m, bed in sorted(placement.beds.items())}
    named = {"party": placement.party, "offering": placement.offering, "rank": placement.rank}
    return {**named, "beds": beds} if beds else named


def _unplaced(unplaced: Unplaced) -> Json:
    reasons = [
        {"offering": r.offering, "reason": r.reason, "detail": dict(r.detail)} for r in unplaced.reasons
    ]
    return {"party": unplaced.party, "reasons": reasons}


def read_result(data: bytes) -> Result:
    """The result in a file's bytes, plain or gzip; raises `ResultFaults` naming all that is wrong.

    Only the shape: whether the result is right for its problem is for `check` to say.
    """
    try:
        source = decode(data)
    except FileFaults as error:
        raise ResultFaults(error.faults) from None
    shape = Shape()
    if "format" not in source or source["format"] != FORMAT:
        shape.fault("format", f"must be {FORMAT!r}")
    shape.mapping(source, "file", _FIELDS)
    result = _result(shape, source)
    if shape.faults:
        raise ResultFaults(shape.faults)
    return result


def _result(shape: Shape, source: Json) -> Result:
    return Result(
        problem_sha256=shape.required_text(source, "problem_sha256", ""),
        seed=_required_integer(shape, source, "seed", ""),
        seconds=_seconds(shape, source),
        status=shape.required_text(source, "status", ""),
        objectives=tuple(_objectives(shape, source)),
        placements=tuple(_placements(shape, source)),
        unplaced=tuple(_all_unplaced(shape, source)),
        cancelled=shape.texts(source, "cancelled", "", required=True),
        conflict=tuple(shape.mapping(part, at) or {} for at, part in shape.values(source, "conflict", "")),
        engine=shape.required_text(source, "engine", ""),
    )


def _required_integer(shape: Shape, source: Json, name: str, where: str, least: int = 0) -> int:
    if not shape.has(source, name, where):
        return least
    return shape.integer(source[name], join(where, name), least, LARGEST_SUM)


def _seconds(shape: Shape, source: Json) -> float:
    value = source.get("seconds", 0)
    if shape.has(source, "seconds", "") and (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < 0
    ):
        shape.wrong("seconds", "a number that is not negative", value)
        return 0.0
    return float(value)


def _objectives(shape: Shape, source: Json) -> list[ObjectiveValue]:
    found = []
    for place, raw in shape.objects(source, "objectives", "", ("name", "value", "bound"), required=True):
        value = _required_integer(shape, raw, "value", place, -LARGEST_SUM)
        bound = _required_integer(shape, raw, "bound", place, -LARGEST_SUM)
        found.append(ObjectiveValue(shape.required_text(raw, "name", place), value, bound))
    return found


def _placements(shape: Shape, source: Json) -> list[Placement]:
    fields = ("party", "offering", "rank", "beds")
    found = []
    for place, raw in shape.objects(source, "placements", "", fields, required=True):
        party, offering = (shape.required_text(raw, name, place) for name in ("party", "offering"))
        there = shape.has(raw, "rank", place) and raw["rank"] is not None
        rank = shape.integer(raw["rank"], join(place, "rank"), 1) if there else None
        found.append(Placement(party, offering, rank, _beds(shape, raw, join(place, "beds"))))
    return found


def _beds(shape: Shape, source: Json, where: str) -> dict[str, Bed]:
    beds = {}
    for member, raw in (shape.mapping(source.get("beds", {}), where) or {}).items():
        place = f"{where}.{member}"
        bed = shape.mapping(raw, place, ("room", "bed"))
        if bed is not None:
            number = _required_integer(shape, bed, "bed", place)
            beds[member] = Bed(shape.required_text(bed, "room", place), number)
    return beds


def _all_unplaced(shape: Shape, source: Json) -> list[Unplaced]:
    found = []
    for place, raw in shape.objects(source, "unplaced", "", ("party", "reasons"), required=True):
        fields = ("offering", "reason", "detail")
        reasons = tuple(_reason(shape, r, at) for at, r in shape.objects(raw, "reasons", place, fields))
        found.append(Unplaced(shape.required_text(raw, "party", place), reasons))
    return found


def _reason(shape: Shape, source: Json, where: str) -> Reason:
    named = source.get("offering") is not None
    offering = shape.required_text(source, "offering", where) if named else None
    detail = shape.mapping(source.get("detail", {}), join(where, "detail")) or {}
    return Reason(offering, shape.required_text(source, "reason", where), detail)
