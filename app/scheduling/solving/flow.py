"""Seats, quotas that nest and nobody bound to another: a minimum-cost flow, exact for every objective."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Ints
from app.scheduling.solving.nested import ROOT, Seats, seats_of
from app.scheduling.solving.network import Network, NoFlow, TooWide, fits
from app.scheduling.solving.stages import Infeasible
from app.scheduling.solving.watch import Watch

__all__ = ["seats_of", "solve_flow"]


def solve_flow(model: Model, seats: Seats, watch: Watch) -> bool:
    """Leave the best plan in `watch`, proven; as many objectives at once as 64 bits can tell apart.

    False when not even one fits: then another way has to go on from what is proven. Raises Infeasible.
    """
    network, stage = _network(model, seats), 0
    while stage < len(model.costs) and _worth_a_pass(watch):
        watch.stage = stage
        weights = _weights(model, seats, stage, len(network.supply))
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


def _worth_a_pass(watch: Watch) -> bool:
    """The first takes a second or so and gives everything: for that it is never too late."""
    return watch.left() > 0 or (watch.best is None and not watch.called_off())


def _network(model: Model, seats: Seats) -> Network:
    """From the sets of parties through the pairs to the sets of offerings and the sink.

    A set of parties within no other sends all it may; what is not given goes straight to the sink.
    """
    sources, targets, pairs = seats.parties, seats.offerings, len(model.pairs)
    first = len(sources.parent)
    sink = first + len(targets.parent)
    top, inner = np.flatnonzero(sources.parent == ROOT), np.flatnonzero(sources.parent != ROOT)
    beyond = np.where(targets.parent == ROOT, sink, first + targets.parent)
    tail = (sources.owner, top, sources.parent[inner], np.arange(first, sink))
    head = (first + targets.owner, np.full(len(top), sink), inner, beyond)
    lower = (
        model.matrix.lower[:pairs].astype(np.int64),
        np.zeros(len(top), dtype=np.int64),
        sources.lower[inner],
        targets.lower,
    )
    upper = (seats.by_pair, (sources.upper - sources.lower)[top], sources.upper[inner], targets.upper)
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[top] = sources.upper[top]
    supply[sink] = -supply.sum()
    arcs = [np.concatenate(parts) for parts in (tail, head, lower, upper)]
    return Network(arcs[0], arcs[1], arcs[2], arcs[3], supply)


def _weights(model: Model, seats: Seats, stage: int, nodes: int) -> Ints:
    """Weights for as many objectives from `stage` on as fit: an earlier one outweighs all that follow.

    Two flows differ by simple circles, and one of those meets each set once: so a circle changes an
    objective by no more than the most telling parties do, one between any two sets that are no party's.
    """
    costs = model.costs[stage:]
    meetings = len(seats.offerings.parent) + seats.parties.groups + 1
    divided = len(seats.parties.parent) > seats.parties.groups + len(model.wants)
    spreads = [_spread(model, row[: len(model.pairs)], meetings, divided) for row in costs]
    most = [max(1, int(np.abs(row).max(initial=0))) for row in costs]
    for count in range(len(costs), 1, -1):
        weights, below = [1], spreads[count - 1]
        for spread in reversed(spreads[: count - 1]):
            weights.insert(0, below + 1)
            below += weights[0] * spread
        if fits(sum(w * m for w, m in zip(weights, most, strict=False)), nodes):
            return np.array(weights, dtype=np.int64)
    return np.ones(1, dtype=np.int64)


def _spread(model: Model, costs: Ints, meetings: int, divided: bool) -> int:
    """How much one circle can change this objective at most; parties that are divided it may meet again."""
    high = np.zeros(len(model.wants), dtype=np.int64)
    low = high.copy()
    np.maximum.at(high, model.party, costs)
    np.minimum.at(low, model.party, costs)
    spread = high - low
    return int(spread.max()) * meetings if divided else int(np.sort(spread)[-meetings:].sum())
