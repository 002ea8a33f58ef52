"""What a roster upload keeps: its rows as read and corrected, and what its coordinator has decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models import RosterUpload
from app.services.roster_file import RosterRow, RosterTable, says_sharing
from app.vault import digest


@dataclass(frozen=True)
class Document:
    """Rows go by their number in the file.

    `dropped` are not to be signed up; `choices` are offering ids for parties that name none, best first;
    `done` are references of rows signed up; `refused` is why the last attempt with a row failed.
    """

    table: RosterTable
    dropped: frozenset[int] = frozenset()
    choices: tuple[int, ...] = ()
    done: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, upload: RosterUpload) -> Document:
        data = upload.rows
        return cls(
            RosterTable.from_json(data["table"]),
            frozenset(data["dropped"]),
            tuple(data["choices"]),
            {int(number): reference for number, reference in data["done"].items()},
            {int(number): words for number, words in data["refused"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Holds identity numbers and phones: keep it only encrypted."""
        return {
            "table": self.table.to_json(),
            "dropped": sorted(self.dropped),
            "choices": list(self.choices),
            "done": {str(number): reference for number, reference in self.done.items()},
            "refused": {str(number): words for number, words in self.refused.items()},
        }

    @property
    def pending(self) -> list[RosterRow]:
        """Rows that are neither signed up nor left out."""
        return [
            row for row in self.table.rows if row.number not in self.dropped and row.number not in self.done
        ]

    @property
    def done_labels(self) -> frozenset[str]:
        """Parties that are signed up, as `group_parties` compares labels."""
        done = (row.values.get("party", "") for row in self.table.rows if row.number in self.done)
        return frozenset(label.casefold() for label in done if label)

    @property
    def shares_rooms(self) -> bool:
        """Whether the file's own title for parties says that they sleep in one room."""
        return any(column.field == "party" and says_sharing(column.title) for column in self.table.columns)

    def stamp(self) -> str:
        """Changes with every correction and decision, not with what signing up adds."""
        cells = [[row.number, dict(row.cells)] for row in self.table.rows]
        told = json.dumps([cells, sorted(self.dropped), self.choices], ensure_ascii=False, sort_keys=True)
        return digest(told)[:16]
