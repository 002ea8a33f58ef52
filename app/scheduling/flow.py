"""Plain seats, without beds and least numbers: a minimum-cost flow, exact for every objective."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.scheduling.assign import Model
from app.scheduling.matrix import Ints
from app.scheduling.network import Network, NoFlow, TooWide, fits
from app.scheduling.stages import Infeasible
from app.scheduling.watch import Watch


@dataclass(frozen=True, slots=True)
class Seats:
    """How many offerings each party may be given, how many parties each offering holds, and each pair."""

    by_party: Ints
    by_offering: Ints
    by_pair: Ints


def seats_of(model: Model) -> Seats | None:
    """The model's rows as capacities; None when there is a row that no flow keeps.

    A flow keeps a row that lets at most so many be given of all of a party's pairs, of all of an offering's,
    or of one pair.
    """
    m, pairs = model.matrix, len(model.pairs)
    counts = np.diff(m.rows.indptr)
    limits_only = np.isneginf(m.row_lower).all() and np.isfinite(m.row_upper).all() and counts.all()
    if not pairs or len(m.lower) != pairs or not limits_only or (m.rows.data != 1).any():
        return None
    block = model.block[:pairs]
    found = (
        np.bincount(model.party, minlength=len(model.wants)),
        np.bincount(block, minlength=len(model.offerings)),
        m.upper.astype(np.int64),
    )
    left = np.ones(len(counts), dtype=bool)
    for ends, limits in zip((model.party, block, np.arange(pairs)), found, strict=True):
        end = _whole(model, ends)
        np.minimum.at(limits, end[end >= 0], m.row_upper[end >= 0].astype(np.int64))
        left &= end < 0
    return None if left.any() else Seats(*found)


def _whole(model: Model, ends: Ints) -> Ints:
    """For each row, the end (party, offering or pair) of which it has all pairs and no others, or -1."""
    rows = model.matrix.rows
    counts = np.diff(rows.indptr)
    first = ends[rows.indices[rows.indptr[:-1]]]
    number = np.repeat(np.arange(len(counts)), counts)
    others = np.bincount(number, ends[rows.indices] != first[number], len(counts))
    whole: Ints = np.where((others == 0) & (counts == np.bincount(ends)[first]), first, -1)
    return whole


def solve_flow(model: Model, seats: Seats, watch: Watch) -> bool:
    """Leave the best plan in `watch`, proven; as many objectives at once as 64 bits can tell apart.

    False when not even one fits: then another way has to go on from what is proven. Raises Infeasible.
    """
    network, stage = _network(model, seats), 0
    while stage < len(model.costs) and watch.left() > 0:
        watch.stage = stage
        weights = _weights(model, stage, len(network.supply))
        costs = np.zeros(len(network.tail), dtype=np.int64)
        costs[: len(model.pairs)] = weights @ model.costs[stage : stage + len(weights)]
        try:
            flow = network.cheapest(costs)
        except NoFlow:
            raise Infeasible from None
        except TooWide:
            return False
        watch.offer(flow[: len(model.pairs)])
        for settled in range(stage, stage + len(weights)):
            watch.prove(settled, watch.values[settled])
        stage += len(weights)
        if stage < len(model.costs):
            network.narrow(flow, costs)
    return True


def _network(model: Model, seats: Seats) -> Network:
    """From each party to its offerings and on to the sink; straight to the sink with what is not given."""
    parties, offerings, pairs = len(seats.by_party), len(seats.by_offering), len(model.pairs)
    sink = parties + offerings
    tail = np.concatenate([model.party, np.arange(sink)])
    head = np.concatenate([parties + model.block[:pairs], np.full(sink, sink)])
    lower = np.concatenate([model.matrix.lower.astype(np.int64), np.zeros(sink, dtype=np.int64)])
    upper = np.concatenate([seats.by_pair, seats.by_party, seats.by_offering])
    supply = np.concatenate([seats.by_party, np.zeros(offerings + 1, dtype=np.int64)])
    supply[sink] = -seats.by_party.sum()
    return Network(tail, head, lower, upper, supply)


def _weights(model: Model, stage: int, nodes: int) -> Ints:
    """Weights for as many objectives from `stage` on as fit: an earlier one outweighs all that follow.

    Two flows differ by simple circles, and one of those meets each offering, and between two of them a
    party, at most once: so a circle changes an objective by no more than its most telling parties do.
    """
    costs = model.costs[stage:]
    spreads = [_spread(model, row[: len(model.pairs)]) for row in costs]
    most = [max(1, int(np.abs(row).max(initial=0))) for row in costs]
    for count in range(len(costs), 1, -1):
        weights, below = [1], spreads[count - 1]
        for spread in reversed(spreads[: count - 1]):
            weights.insert(0, below + 1)
            below += weights[0] * spread
        if fits(sum(w * m for w, m in zip(weights, most, strict=False)), nodes):
            return np.array(weights, dtype=np.int64)
    return np.ones(1, dtype=np.int64)


def _spread(model: Model, costs: Ints) -> int:
    """How much one circle can change this objective at most."""
    high = np.zeros(len(model.wants), dtype=np.int64)
    low = high.copy()
    np.maximum.at(high, model.party, costs)
    np.minimum.at(low, model.party, costs)
    return int(np.sort(high - low)[-(len(model.offerings) + 1) :].sum())
