"""Rows of one roster that speak of the same person or share a phone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.services.roster_file.faults import Fault
from app.services.roster_file.rows import RosterRow

_LISTED = 5


def mark_duplicates(rows: Sequence[RosterRow]) -> tuple[RosterRow, ...]:
    """The rows with `duplicate_identity` as a fault and `shared_phone` as a warning wherever they hold now.

    Earlier marks are dropped first, so that it can be called again after every correction.
    """
    same_identity, same_phone = _numbers_by(rows, "identity"), _numbers_by(rows, "phone")
    return tuple(
        replace(
            row,
            faults=_marked(row, row.faults, "identity", "duplicate_identity", same_identity),
            warnings=_marked(row, row.warnings, "phone", "shared_phone", same_phone),
        )
        for row in rows
    )


def _numbers_by(rows: Sequence[RosterRow], name: str) -> dict[str, list[int]]:
    numbers = defaultdict(list)
    for row in rows:
        if name in row.values:
            numbers[row.values[name]].append(row.number)
    return numbers


def _marked(
    row: RosterRow, marks: Mapping[str, Fault], name: str, code: str, same: Mapping[str, Sequence[int]]
) -> dict[str, Fault]:
    kept = {field: fault for field, fault in marks.items() if fault.code != code}
    others = [number for number in same.get(row.values.get(name, ""), ()) if number != row.number]
    if others and name not in kept:
        kept[name] = Fault(code, {"rows": others[:_LISTED]})
    return kept
