"""What the database says against the rows of a roster, in words, by row and field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.services.roster_file import RosterRow


@dataclass
class Marks:
    """Words by field; the first fault of a cell stays. `already`: signed up by somebody before."""

    faults: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    already: bool = False

    def fault(self, name: str, words: str) -> None:
        self.faults.setdefault(name, words)

    def warn(self, name: str, words: str) -> None:
        self.warnings.setdefault(name, words)

    def of_file(self, row: RosterRow) -> None:
        """Add what the file itself shows."""
        for name, fault in row.faults.items():
            self.fault(name, fault.message)
        for name, fault in row.warnings.items():
            self.warn(name, fault.message)


RowMarks = Mapping[int, Marks]
"""Marks by row number."""
