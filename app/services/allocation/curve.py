"""The convergence of a run, ready to be drawn: value and bound over time for each objective that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.allocation.runs import Step

MOST = 150  # points of a line
FAR = 0.5  # what is further off than half of the final value would flatten the picture


@dataclass(frozen=True, slots=True)
class Curve:
    """`points` and `bounds` are (seconds, figure) in order of time."""

    objective: int
    points: list[tuple[float, int]]
    bounds: list[tuple[float, int]]


def curves(steps: Sequence[Step], count: int = 2) -> list[Curve]:
    """For the first `count` objectives, as far as they have been worked on."""
    if len(steps) < 2:
        return []
    shown = _thinned(steps)
    return [_curve(shown, k) for k in range(min(count, steps[-1].stage + 1))]


def _curve(steps: Sequence[Step], k: int) -> Curve:
    """From when the objective came to be worked on: before, it swings with the earlier ones."""
    from_here = [s for s in steps if s.stage >= k] or list(steps[-1:])
    last = from_here[-1].values[k]
    near = max(abs(last) * FAR, 1)
    points = [(s.seconds, s.values[k]) for s in from_here if abs(s.values[k] - last) <= near]
    bounds = [(s.seconds, s.bounds[k]) for s in from_here if abs(s.bounds[k] - last) <= near]
    return Curve(k, points, bounds)


def _thinned(steps: Sequence[Step]) -> list[Step]:
    every = len(steps) // MOST + 1
    return [s for k, s in enumerate(steps) if k % every == 0 or k == len(steps) - 1]
