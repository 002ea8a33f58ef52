"""From the relaxation's point to a first plan that loses little of it."""

from __future__ import annotations

import numpy as np

from app.scheduling.formulation.assign import Model
from app.scheduling.formulation.matrix import Floats, Ints
from app.scheduling.solving.neighbours import Mask, Neighbours, room_columns, unit_columns
from app.scheduling.solving.programs import RECONCILE, Programs
from app.scheduling.solving.relax import Relaxation, blend
from app.scheduling.solving.stages import SLACK
from app.scheduling.solving.watch import Watch

ROUNDS = 12  # in which the clusters get whole rooms, the fullest first
WORTH_A_TRY = 1e-3  # of the relaxation's value: a plan that loses more gets a second round


class Dive:
    """Makes a plan for the first objective, out of the relaxation's point."""

    def __init__(self, model: Model, watch: Watch, relaxation: Relaxation, programs: Programs) -> None:
        self._model, self._watch = model, watch
        self._relaxation, self._programs = relaxation, programs

    def plan(self, neighbours: Neighbours, point: Floats | None, start: Ints) -> None:
        """Leave a plan in the watch, if one is found; `start` is whom locks place.

        Without a point (there was no time for one) everybody is taken cluster by cluster.
        """
        everybody = np.ones(len(start), dtype=bool)
        plan, ideal = start, point
        if point is not None:
            point = self._whole_beds(neighbours, self._open_or_cancel(point), start)
            plan = self._build_up(neighbours, plan, self._given(point))
        if ideal is None or self._loses(ideal, plan):
            plan = self._build_up(neighbours, plan, everybody)
        if self._watch.best is None and ideal is not None:
            self._programs.improve(neighbours.differing(ideal, plan), plan, 0, RECONCILE)

    def _loses(self, ideal: Floats, plan: Ints) -> bool:
        """Is the plan so far from the relaxation that everybody should have another try?"""
        costs = blend(self._model, 0)
        best, reached = float(costs @ ideal), float(costs @ plan)
        return self._watch.best is None or reached - best > WORTH_A_TRY * abs(best)

    def _open_or_cancel(self, point: Floats) -> Floats:
        """Whether each offering with a least number runs, decided a few at a time."""
        while True:
            columns, values = self._relaxation.openings.rounded(point)
            moved = self._relaxation.again(columns, values, values) if len(columns) else None
            if moved is None:
                return point
            point = moved

    def _whole_beds(self, neighbours: Neighbours, point: Floats, start: Ints) -> Floats:
        """Whole rooms, wholly shared out, for the fullest clusters first; after each batch a new relaxation.

        So that those who found no bed move on to where that costs least. What is left is nearly a network,
        of which the relaxation is nearly whole. Returns the last point.
        """
        rooms, units = room_columns(self._model), unit_columns(self._model)
        for batch in np.array_split(neighbours.fullest(point), ROUNDS):
            found = self._found(neighbours, batch, point, start)
            fixed = rooms[np.isin(neighbours.cluster[rooms], batch)]
            capped = units[np.isin(neighbours.cluster[units], batch)]
            least = np.concatenate([found[fixed], np.zeros(len(capped), dtype=np.int64)])
            columns = np.concatenate([fixed, capped])
            moved = self._relaxation.again(columns, least, found[columns])
            if moved is None:
                break
            point = moved
        self._relaxation.release()
        return point

    def _found(self, neighbours: Neighbours, batch: Ints, point: Floats, start: Ints) -> Ints:
        """Around the start, the best in whole rooms for whom the point gives to these clusters."""
        given, found = self._given(point), start
        for cluster in batch:
            found = self._programs.cluster((neighbours.cluster == cluster) & given, found, 0)
        return found

    def _given(self, point: Floats) -> Mask:
        """Pairs that the point gives at least a part of, and everything that counts beds."""
        given: Mask = point > SLACK
        given[len(self._model.pairs) :] = True
        return given

    def _build_up(self, neighbours: Neighbours, plan: Ints, allowed: Mask) -> Ints:
        """Cluster by cluster, the best that can be added to the plan out of the allowed columns."""
        for cluster in range(neighbours.count):
            if self._watch.left() <= 0:
                break
            plan = self._programs.add((neighbours.cluster == cluster) & allowed, plan)
        return plan
