"""Rows of a roster that travel together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.services.roster_file.faults import Fault
from app.services.roster_file.rows import RosterRow


@dataclass(frozen=True)
class RosterParty:
    """Rows with one label in 同行组; a row without a label is a party of one with an empty label."""

    label: str
    rows: tuple[RosterRow, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it may be signed up: one fault holds back the whole party, and nobody else."""
        return all(row.is_ready for row in self.rows)

    @property
    def choices(self) -> tuple[str, ...]:
        """Offerings as named in the file, best first: one row's are enough for all."""
        return next((row.choices for row in self.rows if row.choices), ())


def group_parties(rows: Sequence[RosterRow]) -> tuple[RosterParty, ...]:
    """The parties, in the order of their first rows."""
    grouped: dict[str, list[RosterRow]] = {}
    for row in rows:
        label = row.values.get("party", "")
        grouped.setdefault(label.casefold() or f"\0{row.number}", []).append(row)
    return tuple(
        RosterParty(members[0].values.get("party", ""), tuple(members)) for members in grouped.values()
    )


def mark_parties(rows: Sequence[RosterRow]) -> tuple[RosterRow, ...]:
    """The rows with `party_choices_differ` as a fault wherever a party's rows rank differently now.

    Earlier marks are dropped first, so that it can be called again after every correction.
    """
    contradicting = {
        row.number: party.label
        for party in group_parties(rows)
        if len({row.choices for row in party.rows if row.choices}) > 1
        for row in party.rows
    }
    return tuple(_marked(row, contradicting.get(row.number)) for row in rows)


def _marked(row: RosterRow, contradicting: str | None) -> RosterRow:
    faults = {name: fault for name, fault in row.faults.items() if fault.code != "party_choices_differ"}
    if contradicting is not None and row.choices:
        faults.setdefault("choice_1", Fault("party_choices_differ", {"party": contradicting}))
    return replace(row, faults=faults)
