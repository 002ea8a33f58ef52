"""Which clusters to decide anew together: one where the plan loses, and those that share people with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints
from app.scheduling.formulation.units import ALONE
from app.scheduling.solving.clusters import clusters
from app.scheduling.solving.stages import SLACK

Mask = NDArray[np.bool_]
FEWEST, MOST = 3, 30  # clusters decided together
FIRST_COLUMNS = 5000  # of the programs to begin with
HOPELESS = 20  # draws in a row without a gain
PATIENCE, LONGEST_PATIENCE = 0.25, 12  # draws without a gain, by clusters, before more are taken together


class Neighbours:
    """Draws sets of clusters. Deterministic for a seed: it goes by answers, not by clocks."""

    def __init__(self, model: Model, seed: int) -> None:
        self._model = model
        self._pairs = len(model.pairs)
        self.cluster = _cluster_of_columns(model)
        self.count = int(self.cluster.max(initial=-1)) + 1
        self._ties = _ties(model, self.cluster[: self._pairs], self.count)
        self._random = np.random.default_rng(seed)
        each = max(1, len(model.block) // max(1, self.count))
        self._size, self._limit, self._fruitless = min(MOST, max(FEWEST, FIRST_COLUMNS // each)), MOST, 0
        self._in_vain = 0
        self._patience = min(PATIENCE * self.count, LONGEST_PATIENCE)

    @property
    def exhausted(self) -> bool:
        """Have draws long been in vain, or sets of the largest size that can be solved everywhere?"""
        if self._in_vain >= HOPELESS:
            return True
        return self._size >= min(self._limit, self.count) and self._fruitless > 2 * self._patience

    def choose(self, relaxed: Floats, plan: Ints, costs: Floats) -> Ints:
        """Numbers of clusters, drawn where the plan is further from the relaxation's point."""
        change = np.abs(relaxed[: self._pairs] - plan[: self._pairs]) * np.abs(costs[: self._pairs])
        loss = np.bincount(self.cluster[: self._pairs], weights=change, minlength=self.count)
        chance = loss + 0.1 * loss.mean() + 1e-9
        first = int(self._random.choice(self.count, p=chance / chance.sum()))
        near = self._ties[first] * self._random.uniform(0.2, 1.0, self.count)
        near[first] = np.inf
        chosen: Ints = np.argsort(-near, kind="stable")[: self._size].astype(np.int64)
        return chosen

    def _crowd(self, relaxed: Floats) -> Floats:
        """Person-nights of each cluster."""
        weights = np.array([pair.size * len(pair.offering.nights) for pair in self._model.pairs])
        nights = np.bincount(self.cluster[: self._pairs], weights * relaxed[: self._pairs], self.count)
        return nights.astype(float)

    def differing(self, relaxed: Floats, plan: Ints) -> Mask:
        """Where plan and relaxation treat parties differently: the columns of these parties in such clusters.

        Others may only stay where they are, or go where the relaxation would have them.
        """
        apart = np.abs(relaxed - plan)[: self._pairs] > SLACK
        parties = np.zeros(len(self._model.wants), dtype=bool)
        parties[self._model.party[apart]] = True
        movable = (relaxed > SLACK) | (plan > 0)
        movable[: self._pairs] |= parties[self._model.party]
        movable[self._pairs :] = True
        among: Mask = np.isin(self.cluster, np.unique(self.cluster[: self._pairs][apart])) & movable
        return among

    def fullest(self, relaxed: Floats) -> Ints:
        """Clusters in the order of how many people each bed-night or seat of the relaxation holds."""
        order: Ints = np.argsort(-self._crowd(relaxed), kind="stable").astype(np.int64)
        return order

    def learn(self, gained: bool, closed: bool) -> None:
        """Larger sets when these give nothing more; never again those that could not be solved to the end."""
        if not closed:
            self._limit = max(FEWEST, self._size - 1)
        self._in_vain = 0 if gained else self._in_vain + 1
        self._fruitless = 0 if gained else self._fruitless + 1
        if self._fruitless > self._patience and self._size < min(self._limit, self.count):
            self._size, self._fruitless = self._size + 1, 0
        self._size = min(self._size, self._limit)


def _cluster_of_columns(model: Model) -> Ints:
    cluster = np.zeros(len(model.offerings), dtype=np.int64)
    for number, places in enumerate(clusters(model.offerings)):
        cluster[places] = number
    of_columns: Ints = cluster[model.block]
    return of_columns


def room_columns(model: Model) -> Ints:
    """The columns that count rooms."""
    return np.array([c for c, bed in model.beds if bed.kind is None or bed.kind.use == ALONE], dtype=np.int64)


def unit_columns(model: Model) -> Ints:
    """The columns that count units that sleep in shared rooms."""
    shared = [c for c, bed in model.beds if bed.kind is not None and bed.kind.use != ALONE]
    return np.array(shared, dtype=np.int64)


def _ties(model: Model, cluster: Ints, count: int) -> Floats:
    """How closely two clusters hang together: parties that could be in both."""
    chosen = csr_matrix((np.ones(len(cluster)), (model.party, cluster)), shape=(len(model.wants), count))
    people: Floats = (chosen.T @ chosen).toarray()
    np.fill_diagonal(people, 0)
    return people
