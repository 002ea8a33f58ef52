"""Each noun of a problem file, from its JSON object; what is wrong is noted in the `Shape`.

References between nouns are checked afterwards, in `problem_links`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from app.scheduling.contract.json_shape import Shape, join
from app.scheduling.contract.problem import Lock, Member, Objective, Offering, Party, Quota, Room, Venue

Json = dict[str, Any]

ROOM = ("id", "beds", "features")
VENUE = ("id", "rooms")
OFFERING = ("id", "venue", "from", "to", "beds", "seats", "minimum")
MEMBER = ("id", "sex", "needs", "room_group", "private")
PARTY = ("id", "tier", "lottery", "wants", "groups", "members", "choices")
QUOTA = ("id", "group", "scope", "value", "min", "max")
LOCK = ("party", "offering", "rooms")
OBJECTIVE = ("maximise", "minimise", "tier_weights")

MAXIMISED, MINIMISED = ("people_placed",), ("rank_cost", "lottery")
SCOPES = ("offering", "run")
UNREADABLE = "?"  # stands for a sex that was given but is wrong: not reported again as missing
_TIER = re.compile("[1-9][0-9]{0,8}")


def _integer(shape: Shape, source: Json, name: str, where: str, least: int, default: int) -> int:
    return shape.integer(source[name], join(where, name), least) if name in source else default


def _limit(shape: Shape, source: Json, name: str, where: str) -> int | None:
    return shape.integer(source[name], join(where, name)) if name in source else None


def venue(shape: Shape, source: Json, where: str) -> Venue:
    """A venue with its rooms."""
    rooms = tuple(_room(shape, room, place) for place, room in shape.objects(source, "rooms", where, ROOM))
    return Venue(shape.required_text(source, "id", where), rooms)


def _room(shape: Shape, source: Json, where: str) -> Room:
    beds = shape.integer(source["beds"], join(where, "beds"), 1) if shape.has(source, "beds", where) else 1
    features = frozenset(shape.texts(source, "features", where))
    return Room(shape.required_text(source, "id", where), beds, features)


def offering(shape: Shape, source: Json, where: str) -> Offering:
    """An offering; a day that cannot be read stands in as the first of all."""
    first, last = shape.date(source, "from", where), shape.date(source, "to", where)
    if first and last and last < first:
        shape.fault(join(where, "to"), "is before from")
    return Offering(
        id=shape.required_text(source, "id", where),
        venue=shape.required_text(source, "venue", where),
        first=first or dt.date.min,
        last=last or dt.date.min,
        beds=shape.flag(source, "beds", where),
        seats=_limit(shape, source, "seats", where),
        minimum=_integer(shape, source, "minimum", where, 0, 0),
    )


def party(shape: Shape, source: Json, where: str) -> Party:
    """A party with its members and choices."""
    members = shape.objects(source, "members", where, MEMBER, required=True)
    people = tuple(_member(shape, member, place) for place, member in members)
    if source.get("members") == []:
        shape.fault(join(where, "members"), "must hold at least one member")
    return Party(
        id=shape.required_text(source, "id", where),
        members=people,
        choices=shape.texts(source, "choices", where, required=True),
        tier=_integer(shape, source, "tier", where, 1, 1),
        lottery=_integer(shape, source, "lottery", where, 0, 0),
        wants=_integer(shape, source, "wants", where, 1, 1),
        groups=_texts_by_name(shape, source, "groups", where),
    )


def _member(shape: Shape, source: Json, where: str) -> Member:
    sex = source.get("sex")
    if "sex" in source and sex not in ("F", "M"):
        shape.wrong(join(where, "sex"), "F or M", sex)
        sex = UNREADABLE
    label = shape.required_text(source, "room_group", where) if "room_group" in source else None
    return Member(
        id=shape.required_text(source, "id", where),
        sex=sex,
        needs=frozenset(shape.texts(source, "needs", where)),
        room_group=label,
        private=shape.flag(source, "private", where),
    )


def _texts_by_name(shape: Shape, source: Json, name: str, where: str) -> dict[str, str]:
    place = join(where, name)
    found = shape.mapping(source.get(name, {}), place) or {}
    return {shape.text(key, place): shape.text(value, f"{place}.{key}") for key, value in found.items()}


def quota(shape: Shape, source: Json, where: str) -> Quota:
    """A quota of one value or, without `value`, of each."""
    least, most = _integer(shape, source, "min", where, 0, 0), _limit(shape, source, "max", where)
    if most is not None and least > most:
        shape.fault(join(where, "min"), f"is more than max, {most}")
    scope = source.get("scope")
    if shape.has(source, "scope", where) and scope not in SCOPES:
        shape.wrong(join(where, "scope"), "offering or run", scope)
    return Quota(
        id=shape.required_text(source, "id", where),
        group=shape.required_text(source, "group", where),
        scope=scope if scope in SCOPES else "run",
        value=shape.required_text(source, "value", where) if "value" in source else None,
        minimum=least,
        maximum=most,
    )


def lock(shape: Shape, source: Json, where: str) -> Lock:
    """A lock to an offering, or to nothing."""
    there = shape.has(source, "offering", where) and source["offering"] is not None
    return Lock(
        party=shape.required_text(source, "party", where),
        offering=shape.required_text(source, "offering", where) if there else None,
        rooms=_texts_by_name(shape, source, "rooms", where),
    )


def objective(shape: Shape, source: Json, where: str) -> Objective:
    """An objective and its direction; only people are weighed by tier."""
    directions = [name for name in ("maximise", "minimise") if name in source]
    if len(directions) != 1:
        shape.fault(where, "must have one of maximise and minimise")
        return Objective("people_placed")
    direction, allowed = directions[0], MAXIMISED if "maximise" in source else MINIMISED
    name = source[direction]
    if name not in allowed:
        shape.wrong(join(where, direction), " or ".join(allowed), name)
        name = allowed[0]
    if "tier_weights" not in source:
        return Objective(name)
    if direction == "minimise":
        shape.fault(join(where, "tier_weights"), "belongs to people_placed only")
    return Objective(name, _weights(shape, source["tier_weights"], join(where, "tier_weights")))


def _weights(shape: Shape, source: object, where: str) -> dict[int, int]:
    weights = {}
    for tier, weight in (shape.mapping(source, where) or {}).items():
        if _TIER.fullmatch(tier):
            weights[int(tier)] = shape.integer(weight, f"{where}.{tier}")
        else:
            shape.fault(where, f"names a tier {tier!r}; tiers are whole numbers from 1")
    return weights
