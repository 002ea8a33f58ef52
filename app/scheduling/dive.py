"""From the relaxation's point to a first plan that loses little of it."""

from __future__ import annotations

import numpy as np

from app.scheduling.assign import Model
from app.scheduling.matrix import Floats, Ints
from app.scheduling.neighbours import Mask, Neighbours, room_columns
from app.scheduling.programs import RECONCILE, Programs
from app.scheduling.relax import Relaxation, blend
from app.scheduling.stages import SLACK
from app.scheduling.watch import Watch

ROUNDS = 12  # in which the clusters get whole rooms, the fullest first


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
        plan = start
        if point is not None:
            point = self._whole_rooms(neighbours, self._open_or_cancel(point), start)
            plan = self._build_up(neighbours, plan, self._given(point))
        plan = self._build_up(neighbours, plan, everybody)
        if self._watch.best is None and point is not None:
            self._programs.improve(neighbours.differing(point, plan), plan, 0, RECONCILE)

    def _open_or_cancel(self, point: Floats) -> Floats:
        """Whether each offering with a least number runs, decided a few at a time."""
        while True:
            columns, values = self._relaxation.openings.rounded(point)
            moved = self._relaxation.again(0, columns, values) if len(columns) else None
            if moved is None:
                return point
            point = moved

    def _whole_rooms(self, neighbours: Neighbours, point: Floats, start: Ints) -> Floats:
        """Whole rooms for the fullest clusters first, the relaxation solved anew after each batch.

        So that those who found no room move on to where that costs least. Returns the last point.
        """
        rooms = room_columns(self._model)
        for batch in np.array_split(neighbours.fullest(point), ROUNDS):
            short, found = self._short(neighbours, batch, point, start)
            if len(short):
                fixed = rooms[np.isin(neighbours.cluster[rooms], short)]
                moved = self._relaxation.again(0, fixed, found[fixed])
                if moved is None:
                    break
                point = moved
        self._relaxation.release()
        return point

    def _short(
        self, neighbours: Neighbours, batch: Ints, point: Floats, start: Ints
    ) -> tuple[list[int], Ints]:
        """Clusters that cannot have whole rooms for all that the point gives them; what they can have."""
        costs, given = blend(self._model, 0), self._given(point)
        short, found = [], start
        for cluster in batch:
            mine = neighbours.cluster == cluster
            found = self._programs.cluster(mine & given, found, 0)
            if (costs * mine) @ found > (costs * mine) @ point + 0.5:
                short.append(int(cluster))
        return short, found

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
