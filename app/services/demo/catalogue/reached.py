"""Figures that are said to have been reached outside the site: made up, and marked so."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from app import clock
from app.extensions import db
from app.models import ReportedCount, Target, Unit
from app.services.demo.catalogue.reading import YEAR

SOURCE = "演示数字：各区市月报（虚构）"
# how much of each target is said to be reached by the end of the year, at the least and at the most
LEAST, MOST = 0.72, 1.12


def report(rng: random.Random, districts: Sequence[Unit]) -> None:
    """For every aim of the year: what each district is said to have reached, until last month."""
    this_month = clock.today().replace(day=1)
    months = [month for number in range(1, 13) if (month := dt.date(YEAR, number, 1)) < this_month]
    rows: list[dict[str, Any]] = []
    for target in db.session.scalars(
        select(Target).where(Target.aim, Target.counter != "venues").order_by(Target.id)
    ):
        share = rng.uniform(LEAST, MOST)
        for unit, weight in _weights(rng, districts):
            for month in months:
                count = _rounded(target.number * share * weight / 12 * rng.uniform(0.6, 1.4), target.unit)
                rows += [_row(target, unit, month, count)] if count else []
    db.session.execute(insert(ReportedCount), rows)


def _weights(rng: random.Random, districts: Sequence[Unit]) -> list[tuple[Unit, float]]:
    raw = [rng.uniform(0.5, 2.0) for _ in districts]
    return [(unit, weight / sum(raw)) for unit, weight in zip(districts, raw, strict=True)]


def _rounded(value: float, unit: str) -> int:
    """Money in whole hundreds of yuan; what is counted, in whole numbers."""
    return round(value / 10_000) * 10_000 if unit == "money" else round(value)


def _row(target: Target, unit: Unit, month: dt.date, count: int) -> dict[str, Any]:
    return {
        "target_id": target.id,
        "unit_id": unit.id,
        "month_on": month,
        "count": count,
        "source": SOURCE,
        "reported_at": clock.now(),
    }
