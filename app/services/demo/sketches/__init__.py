"""A programme of each mode in each of its stages."""

from __future__ import annotations

from app.services.demo.sketches import first_come, lottery, open, ranked, review
from app.services.demo.sketches.sketch import Sketch

SKETCHES: tuple[Sketch, ...] = (
    *first_come.SKETCHES,
    *lottery.SKETCHES,
    *ranked.SKETCHES,
    *review.SKETCHES,
    *open.SKETCHES,
)
