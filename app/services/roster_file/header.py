"""Finding the row of titles, which people put below a heading or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.plain_text import visible
from app.services.roster_file.faults import Fault
from app.services.roster_file.fields import MANDATORY, main_title, recognise, titles_of
from app.services.roster_file.limits import HEADER_WITHIN
from app.services.roster_file.rows import Column


@dataclass(frozen=True)
class Header:
    """`index` of its row from 0; `titles` by position; `positions` of each field's columns, left to right."""

    index: int
    titles: Sequence[str]
    positions: Mapping[str, tuple[int, ...]]

    @property
    def is_certain(self) -> bool:
        return {"name", "identity"} <= self.positions.keys()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(field, self.titles[places[0]]) for field, places in self.positions.items())

    @property
    def unused(self) -> tuple[str, ...]:
        """Titles that are none of ours, row counters aside."""
        used = {place for places in self.positions.values() for place in places}
        titles = (visible(title) for place, title in enumerate(self.titles) if place not in used)
        return tuple(
            title for title in titles if title and title not in ("序号", "编号", "No.", "No", "Number")
        )

    def faults(self) -> tuple[Fault, ...]:
        """Mandatory columns that are missing, and fields with more than one column."""
        missing = [
            Fault("column_missing", {"column": main_title(field), "titles": titles_of(field)})
            for field in MANDATORY
            if field not in self.positions
        ]
        twice = [
            Fault("column_twice", {"column": main_title(field), "titles": self._titles_at(places)})
            for field, places in self.positions.items()
            if len(places) > 1
        ]
        return (*missing, *twice)

    def _titles_at(self, places: Sequence[int]) -> list[str]:
        return [visible(self.titles[place]) for place in places]


def read_header(index: int, row: Sequence[str]) -> Header:
    positions: dict[str, tuple[int, ...]] = {}
    for place, title in enumerate(row):
        if field := recognise(title):
            positions[field] = (*positions.get(field, ()), place)
    return Header(index, row, positions)


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names both name and identity; failing that, the one that comes nearest.

    None if no row within HEADER_WITHIN names at least two of our columns.
    """
    headers = [read_header(index, row) for index, row in enumerate(rows[:HEADER_WITHIN])]
    for header in headers:
        if header.is_certain:
            return header
    nearest = max(headers, key=lambda header: len(header.positions), default=None)
    return nearest if nearest is not None and len(nearest.positions) >= 2 else None
