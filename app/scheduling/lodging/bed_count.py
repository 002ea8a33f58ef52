"""Beds and people counted night by night: what cannot be, whatever the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.scheduling.contract.problem import Offering
from app.scheduling.formulation.units import Kind, RoomClass


class BedCount:
    """For each set of needs: the people who have at least these, against the beds that meet them."""

    def __init__(
        self, stays: Sequence[Offering], classes: Sequence[RoomClass], needs: Iterable[tuple[str, ...]]
    ) -> None:
        nights = sorted({o.nights.start for o in stays})
        self._present = [[k for k, night in enumerate(nights) if night in o.nights] for o in stays]
        self._needs = [set(asked) for asked in sorted({(), *needs})]
        self._beds = [
            sum(c.beds * len(c.rooms) for c in classes if asked <= set(c.features)) for asked in self._needs
        ]
        self._people = [[0] * len(nights) for _ in self._needs]
        self._covered: dict[Kind, list[int]] = {}

    def add(self, stay: int, kinds: Iterable[Kind], sign: int) -> None:
        """Units come into a stay, or leave it when `sign` is -1."""
        for kind in kinds:
            for asked in self._sets(kind):
                for night in self._present[stay]:
                    self._people[asked][night] += sign * kind.size

    def too_few(self, stay: int, kinds: Iterable[Kind]) -> bool:
        """Are there fewer beds than people on some night, once these come as well?"""
        coming: dict[int, int] = {}
        for kind in kinds:
            for asked in self._sets(kind):
                coming[asked] = coming.get(asked, 0) + kind.size
        return any(
            self._people[asked][night] + people > self._beds[asked]
            for asked, people in coming.items()
            for night in self._present[stay]
        )

    def _sets(self, kind: Kind) -> list[int]:
        """The sets of needs that the kind has all of."""
        found = self._covered.get(kind)
        if found is None:
            found = [k for k, asked in enumerate(self._needs) if asked <= set(kind.needs)]
            self._covered[kind] = found
        return found
