"""A plan in counts as a whole-number point of the formulation: a plan to begin a search with."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.housing import BedColumn
from app.scheduling.formulation.matrix import Ints
from app.scheduling.formulation.plan import Plan
from app.scheduling.formulation.units import ALONE, RoomClass
from app.scheduling.lodging.rooms import room_uses


def point_of(model: Model, plan: Plan) -> Ints | None:
    """The point that says what the plan says; None if it breaks a rule of the model or knows other rooms."""
    point = np.zeros(len(model.block), dtype=np.int64)
    given = set(plan.given)
    chosen = [c for c, pair in enumerate(model.pairs) if (pair.party.id, pair.offering.id) in given]
    point[chosen] = 1
    opened = model.opened[np.unique(model.block[chosen])]
    point[opened[opened >= 0]] = 1
    units = {(b.offering, b.rooms, b.kind): column for column, b in model.beds if b.kind is not None}
    rooms: dict[tuple[str, RoomClass, str], list[tuple[int, BedColumn]]] = defaultdict(list)
    for column, bed in model.beds:
        if bed.kind is None:
            rooms[bed.offering, bed.rooms, bed.use].append((column, bed))
    for s in plan.sleepers:
        column = units.get((s.offering, s.rooms, s.kind), -1)
        if column < 0:
            return None
        point[column] = s.count
    for use in room_uses(plan):
        if use.use != ALONE:
            point[_filled(rooms[use.offering, use.rooms, use.use], Counter(use.slots))] += 1
    return point if len(chosen) == len(given) and model.matrix.holds(point) else None


def _filled(columns: list[tuple[int, BedColumn]], sizes: Counter[int]) -> int:
    """The column that counts the room: the first pattern with slots for all, or plain rooms in use."""
    return next(column for column, bed in columns if bed.slots is None or sizes <= Counter(bed.slots))
