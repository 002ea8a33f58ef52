"""Problems as `allocation-problem/1` files: read with every fault named, written the same each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from app.scheduling.collector import undisturbed
from app.scheduling.contract import problem_parts as parts
from app.scheduling.contract.json_shape import FileFaults, Shape, decode, uncompressed
from app.scheduling.contract.problem import (
    DEFAULT_OBJECTIVES,
    FORMAT,
    Lock,
    Member,
    Objective,
    Offering,
    Party,
    Problem,
    Quota,
    Venue,
)
from app.scheduling.contract.problem_links import Nouns, check_links

T = TypeVar("T")

_FIELDS = ("format", "name", "venues", "offerings", "parties", "quotas", "locks", "objectives")


class ProblemFaults(FileFaults):
    """A file that breaks `allocation-problem/1`; `faults` holds every fault."""


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, uncompressed, in hexadecimal; raises `ProblemFaults` on broken gzip."""
    try:
        return hashlib.sha256(uncompressed(data)).hexdigest()
    except FileFaults as error:
        raise ProblemFaults(error.faults) from None


@undisturbed()
def read_problem(data: bytes) -> Problem:
    """The problem in a file's bytes, plain or gzip; raises `ProblemFaults` naming all that is wrong."""
    try:
        source = decode(data)
    except FileFaults as error:
        raise ProblemFaults(error.faults) from None
    shape = Shape()
    if "format" not in source or source["format"] != FORMAT:
        shape.fault("format", f"must be {FORMAT!r}")
    shape.mapping(source, "file", _FIELDS)
    nouns = _nouns(shape, source)
    objectives = _objectives(shape, source)
    _different_lots(shape, source)
    check_links(shape, nouns)
    name = shape.text(source["name"], "name") if source.get("name", "") != "" else ""
    if shape.faults:
        raise ProblemFaults(shape.faults)
    return Problem(
        name=name,
        venues=tuple(nouns.venues.values()),
        offerings=tuple(nouns.offerings.values()),
        parties=tuple(nouns.parties.values()),
        quotas=tuple(nouns.quotas.values()),
        locks=tuple(nouns.locks.values()),
        objectives=objectives,
    )


def _nouns(shape: Shape, source: dict[str, Any]) -> Nouns:
    def each(
        name: str, known: tuple[str, ...], make: Callable[..., T], required: bool = False
    ) -> dict[str, T]:
        listed = shape.objects(source, name, "", known, required)
        return {place: make(shape, raw, place) for place, raw in listed}

    return Nouns(
        venues=each("venues", parts.VENUE, parts.venue, required=True),
        offerings=each("offerings", parts.OFFERING, parts.offering, required=True),
        parties=each("parties", parts.PARTY, parts.party, required=True),
        quotas=each("quotas", parts.QUOTA, parts.quota),
        locks=each("locks", parts.LOCK, parts.lock),
    )


def _objectives(shape: Shape, source: dict[str, Any]) -> tuple[Objective, ...]:
    if "objectives" not in source:
        return DEFAULT_OBJECTIVES
    if source["objectives"] == []:
        shape.fault("objectives", "must hold at least one objective; leave it out for the usual three")
    listed = shape.objects(source, "objectives", "", parts.OBJECTIVE)
    return tuple(parts.objective(shape, raw, place) for place, raw in listed)


def _different_lots(shape: Shape, source: dict[str, Any]) -> None:
    """Lots that are written must differ; a party without one has 0, as others may."""
    first: dict[int, str] = {}
    parties = source.get("parties")
    for index, party in enumerate(parties if isinstance(parties, list) else ()):
        lot = party.get("lottery") if isinstance(party, dict) else None
        if isinstance(lot, int) and not isinstance(lot, bool):
            place = f"parties[{index}].lottery"
            if first.setdefault(lot, place) != place:
                shape.fault(place, f"{str(lot)[:40]} was drawn already at {first[lot]}")


def write_problem(problem: Problem) -> bytes:
    """The file of a problem, uncompressed: same problem, same bytes. What is as by default is left out."""
    content = {
        "format": FORMAT,
        "name": problem.name,
        "venues": [_venue(venue) for venue in problem.venues],
        "offerings": [_offering(offering) for offering in problem.offerings],
        "parties": [_party(party) for party in problem.parties],
        "quotas": [_quota(quota) for quota in problem.quotas],
        "locks": [_lock(lock) for lock in problem.locks],
        "objectives": [_objective(objective) for objective in problem.objectives],
    }
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _given(**fields: Any) -> dict[str, Any]:
    """The fields that say something: neither nothing, nor empty, nor 0, nor false."""
    return {name: value for name, value in fields.items() if value}


def _venue(venue: Venue) -> dict[str, Any]:
    rooms = [{"id": r.id, "beds": r.beds, **_given(features=sorted(r.features))} for r in venue.rooms]
    return {"id": venue.id, "rooms": rooms}


def _offering(offering: Offering) -> dict[str, Any]:
    dates = {"from": offering.first.isoformat(), "to": offering.last.isoformat()}
    seats = {} if offering.seats is None else {"seats": offering.seats}
    others = _given(beds=offering.beds, minimum=offering.minimum)
    return {"id": offering.id, "venue": offering.venue, **dates, **others, **seats}


def _party(party: Party) -> dict[str, Any]:
    numbers = {"tier": party.tier, **_given(lottery=party.lottery), "wants": party.wants}
    groups = _given(groups=dict(sorted(party.groups.items())))
    members = [_member(member) for member in party.members]
    return {"id": party.id, **numbers, **groups, "members": members, "choices": list(party.choices)}


def _member(member: Member) -> dict[str, Any]:
    others = _given(needs=sorted(member.needs), room_group=member.room_group, private=member.private)
    return {"id": member.id, **_given(sex=member.sex), **others}


def _quota(quota: Quota) -> dict[str, Any]:
    most = {} if quota.maximum is None else {"max": quota.maximum}
    value = {} if quota.value is None else {"value": quota.value}
    limits = _given(min=quota.minimum)
    return {"id": quota.id, "group": quota.group, **value, "scope": quota.scope, **limits, **most}


def _lock(lock: Lock) -> dict[str, Any]:
    return {"party": lock.party, "offering": lock.offering, **_given(rooms=dict(sorted(lock.rooms.items())))}


def _objective(objective: Objective) -> dict[str, Any]:
    direction = "maximise" if objective.maximise else "minimise"
    if objective.tier_weights is None:
        return {direction: objective.name}
    weights = {str(tier): weight for tier, weight in sorted(objective.tier_weights.items())}
    return {direction: objective.name, "tier_weights": weights}
