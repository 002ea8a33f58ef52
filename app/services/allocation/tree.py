"""The unions' tree in memory: whose district a unit stands in, and how a code reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Unit


@dataclass(frozen=True, slots=True)
class Tree:
    """Every unit, by id; some hundreds."""

    units: dict[int, Unit]

    @classmethod
    def load(cls) -> Tree:
        return cls({unit.id: unit for unit in db.session.scalars(select(Unit))})

    def district_of(self, unit: Unit) -> Unit:
        """The district above a unit; the unit itself when it stands in none."""
        for ancestor in unit.path.strip("/").split("/"):
            found = self.units.get(int(ancestor)) if ancestor else None
            if found is not None and found.level == "district":
                return found
        return unit

    def by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units.values()}
