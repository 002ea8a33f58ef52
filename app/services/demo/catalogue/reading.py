"""The files of the catalogue, as they stand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
YEAR = 2026


@dataclass(frozen=True)
class TargetEntry:
    """A number of a pledge or a matter; `number` is in 分 where `unit` is "money"."""

    code: str
    label: str
    en: str
    number: int
    unit: str
    source: str
    counter: str = "reported"
    counts: Sequence[int] = ()
    aim: bool = True


@dataclass(frozen=True)
class PledgeEntry:
    number: int
    title: str
    en: str
    text: str
    targets: Sequence[TargetEntry] = ()


@dataclass(frozen=True)
class MatterEntry:
    """A row. `without_number`: the source gives no number to reach."""

    number: int
    theme: str
    icon: str
    way: str
    title: str
    en: str
    summary: str
    summary_en: str
    audience: str
    audience_en: str
    body: str
    body_en: str
    assumed: str
    assumed_en: str
    pledge: int | None = None
    part_of: Sequence[int] = ()
    without_number: bool = False
    targets: Sequence[TargetEntry] = ()


@dataclass(frozen=True)
class VenueEntry:
    """A place; without a `name` one that the city has already. `at` is (latitude, longitude), invented."""

    slug: str
    kind: str
    name: str = ""
    en: str = ""
    matter: int | None = None
    district: str = ""
    address: str = ""
    address_en: str = ""
    at: tuple[float, float] | None = None
    hours: str = ""
    hours_en: str = ""
    note: str = ""
    note_en: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Catalogue:
    """`programmes`: slugs by the number of their matter; the first of each is the one to walk through."""

    pledges: Sequence[PledgeEntry]
    matters: Sequence[MatterEntry]
    venues: Sequence[VenueEntry]
    programmes: Mapping[int, Sequence[str]] = field(default_factory=dict)


@cache
def read() -> Catalogue:
    """Every file of the catalogue."""
    return Catalogue(
        pledges=[PledgeEntry(**_with_targets(row)) for row in _rows("pledges", "pledge")],
        matters=[MatterEntry(**_with_targets(row)) for row in _rows("matters-*", "matter")],
        venues=[
            VenueEntry(**{**row, "at": tuple(row["at"]) if "at" in row else None})
            for table in ("venue", "there")
            for row in _rows("venues-*", table)
        ],
        programmes={
            int(number): slugs for number, slugs in _file(FOLDER / "programmes.toml", "programmes").items()
        },
    )


def _rows(pattern: str, table: str) -> list[dict[str, Any]]:
    return [row for path in sorted(FOLDER.glob(f"{pattern}.toml")) for row in _file(path, table)]


def _file(path: Path, table: str) -> Any:
    return tomllib.loads(path.read_text("utf-8")).get(table, [])


def _with_targets(row: dict[str, Any]) -> dict[str, Any]:
    targets = [TargetEntry(**target) for target in row.pop("target", [])]
    return {**row, "targets": targets}
