"""A network with costs: the cheapest flow, and which arcs every cheapest flow agrees on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from app.scheduling.formulation.matrix import Ints

WIDEST = 2**60  # the solver multiplies costs by the number of nodes, in 64 bits


class NoFlow(Exception):
    """No flow keeps the bounds of all arcs."""


class TooWide(Exception):
    """The costs are too far apart for the solver's 64 bits."""


def fits(cost: int, nodes: int) -> bool:
    """Can the solver take arcs of this cost in a network of so many nodes?"""
    return cost * nodes <= WIDEST


@dataclass(slots=True)
class Network:
    """One entry for each arc; `supply` by node, in all 0. `narrow` raises `lower` and reduces `upper`."""

    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    supply: Ints

    def cheapest(self, costs: Ints) -> Ints:
        """A flow that keeps all bounds at the least Σ cost × flow, the same one whenever it is asked.

        Raises NoFlow when there is none, TooWide when the costs are beyond the solver.
        """
        nodes = len(self.supply)
        if not fits(int(np.abs(costs).max(initial=0)), nodes):
            raise TooWide
        if (self.lower > self.upper).any():
            raise NoFlow
        solver = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            self.tail.astype(np.int32), self.head.astype(np.int32), self.upper - self.lower, costs
        )
        solver.set_nodes_supplies(np.arange(nodes, dtype=np.int32), self._left_to_send())
        status = solver.solve()
        if status == solver.INFEASIBLE:
            raise NoFlow
        if status != solver.OPTIMAL:
            raise TooWide
        flow: Ints = self.lower + np.asarray(solver.flows(arcs), dtype=np.int64)
        return flow

    def narrow(self, flow: Ints, costs: Ints) -> None:
        """From now on only flows as cheap as `flow`, which must be a cheapest one.

        Complementary slackness: at the potentials of a cheapest flow, each cheapest flow leaves arcs of
        positive reduced cost at their least and fills those of negative reduced cost.
        """
        potential = self._potentials(flow, costs)
        reduced = costs + potential[self.tail] - potential[self.head]
        self.upper = np.where(reduced > 0, self.lower, self.upper)
        self.lower = np.where(reduced < 0, self.upper, self.lower)

    def _left_to_send(self) -> Ints:
        """Each node's supply once every arc carries its least."""
        left = self.supply.copy()
        np.subtract.at(left, self.tail, self.lower)
        np.add.at(left, self.head, self.lower)
        return left

    def _potentials(self, flow: Ints, costs: Ints) -> Ints:
        """Distances in what the flow leaves open (Bellman-Ford); there is no negative circle."""
        forth, back = flow < self.upper, flow > self.lower
        tail = np.concatenate([self.tail[forth], self.head[back]])
        head = np.concatenate([self.head[forth], self.tail[back]])
        cost = np.concatenate([costs[forth], -costs[back]])
        found = np.zeros(len(self.supply), dtype=np.int64)
        for _ in range(len(found)):
            before = found.copy()
            np.minimum.at(found, head, before[tail] + cost)
            if (found == before).all():
                return found
        raise AssertionError("a negative circle: the flow is not a cheapest one")
