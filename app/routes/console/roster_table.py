"""The rows of a checked roster as cells of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination

from app.identity import mask_identity, mask_phone
from app.services.roster_check import Checked, CheckedRow
from app.services.roster_file import CHOICE_FIELDS

PER_PAGE = 50
_MASKS = {"identity": mask_identity, "phone": mask_phone}


class RowPages(Pagination):
    """Pages of a list; a page that is no more there is the last one."""

    def __init__(self, rows: Sequence[Any], page: int, per_page: int = PER_PAGE) -> None:
        self._rows = rows
        last = max(1, -(-len(rows) // per_page))
        super().__init__(page=min(max(page, 1), last), per_page=per_page, error_out=False)

    def _query_items(self) -> list[Any]:
        start = (self.page - 1) * self.per_page
        return list(self._rows[start : start + self.per_page])

    def _query_count(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Cell:
    """`typed` stands in the input, `shown` where there is none: numbers masked, sessions in full."""

    id: str
    field: str
    typed: str
    shown: str
    fault: str
    warning: str
    editable: bool

    @property
    def is_choice(self) -> bool:
        return self.field in CHOICE_FIELDS


@dataclass(frozen=True)
class Line:
    row: CheckedRow
    cells: tuple[Cell, ...]
    editing: bool


def lines(checked: Checked, rows: Sequence[CheckedRow], edit: int | None) -> list[Line]:
    """Rows to show; of row number `edit` every cell can be changed, of the others those with faults."""
    return [
        Line(
            row,
            tuple(_cell(checked, row, name, row.number == edit) for name in checked.fields),
            row.number == edit,
        )
        for row in rows
    ]


def _cell(checked: Checked, row: CheckedRow, name: str, editing: bool) -> Cell:
    fault = row.faults.get(name, "")
    value, typed = row.row.values.get(name, ""), row.row.cells.get(name, "")
    shown = typed
    if name in CHOICE_FIELDS and value.isdecimal() and int(value) in checked.book.labels:
        typed, shown = checked.book.labels[int(value)], checked.book.texts[int(value)]
    elif name in _MASKS:
        shown = _MASKS[name](value or typed)
    editable = bool(fault) or (editing and row.state not in ("done", "dropped"))
    return Cell(f"cell-{row.number}-{name}", name, typed, shown, fault, row.warnings.get(name, ""), editable)
