"""From a solved formulation's columns to a plan in counts."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Ints
from app.scheduling.formulation.plan import Fill, Plan, Sleepers


def plan_of(model: Model, point: Ints) -> Plan:
    """Read the plan off a whole-number point that keeps every rule."""
    placed = (model.pairs[column] for column in np.flatnonzero(point[: len(model.pairs)]))
    given = tuple((pair.party.id, pair.offering.id) for pair in placed)
    sleepers, fills = [], []
    for column, bed in model.beds:
        count = int(point[column])
        if count and bed.kind is not None:
            sleepers.append(Sleepers(bed.offering, bed.kind, bed.rooms, count))
        elif count and bed.slots is not None:
            fills.append(Fill(bed.offering, bed.use, bed.rooms, bed.slots, count))
    signs = [-1 if o.maximise else 1 for o in model.problem.objectives]
    values = tuple(s * v for s, v in zip(signs, model.values(point), strict=False))
    return Plan(given, tuple(sleepers), tuple(fills), values)
