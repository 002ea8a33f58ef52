"""A first plan of plain seats: parties by tier and lottery number, each what is left of its choices."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Ints
from app.scheduling.solving.nested import ROOT, Seats, Side


def served(model: Model, seats: Seats) -> Ints:
    """A point that keeps every most, locks first. Whether it keeps every least, the caller has to see."""
    pairs = len(model.pairs)
    locked = model.matrix.lower[:pairs] > 0
    tier, lot, rank = (np.empty(pairs, dtype=np.int64) for _ in range(3))
    for column, pair in enumerate(model.pairs):
        tier[column], lot[column], rank[column] = pair.party.tier, pair.party.lottery, pair.rank or 0
    order = np.lexsort((rank, model.party, lot, tier, ~locked))
    ways = [_ways(side) for side in (seats.parties, seats.offerings)]
    left = [side.upper.tolist() for side in (seats.parties, seats.offerings)]
    owners = [side.owner.tolist() for side in (seats.parties, seats.offerings)]
    point = np.zeros(pairs, dtype=np.int64)
    for column in order[seats.by_pair[order] > 0].tolist():
        way = [
            (room, ways_up[owner[column]]) for room, ways_up, owner in zip(left, ways, owners, strict=True)
        ]
        if all(room[place] > 0 for room, places in way for place in places):
            point[column] = 1
            for room, places in way:
                for place in places:
                    room[place] -= 1
    return point


def _ways(side: Side) -> list[list[int]]:
    """For each set: itself and all that it lies within."""
    found = []
    for place in range(len(side.parent)):
        way = [place]
        while (above := int(side.parent[way[-1]])) != ROOT:
            way.append(above)
        found.append(way)
    return found
