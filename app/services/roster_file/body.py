"""The rows below the header: which are people, and what stands in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.plain_text import compact, visible
from app.services.roster_file.check import check_row
from app.services.roster_file.faults import Fault
from app.services.roster_file.fields import CHOICE_FIELDS, MANDATORY
from app.services.roster_file.header import Header, read_header
from app.services.roster_file.limits import MAX_NOTES, MAX_PEOPLE
from app.services.roster_file.rows import RosterRow
from app.services.roster_file.sheet import Sheet

# what a merged cell says goes for every row it spans; never so for what is one person's own
_SHARED = ("unit", "department", "party", "tier", *CHOICE_FIELDS)

_FOOTER = re.compile(
    r"合计|总计|小计|共计|总人数|填表|填报|制表|经办|审核|审批|复核|负责人|联系人|联系电话|说明|备注|注[:：]"
    r"|单位\(?盖章|单位负责|工会主席|工会\(?盖章|\(?盖章|\(?公章|日期[:：]|共\d+|以上"
)


@dataclass
class Body:
    """`rows` are people; `notes` say which other rows were passed over."""

    rows: list[RosterRow] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read_body(sheet: Sheet, header: Header, today: date) -> Body:
    """Every person below the header, checked, with the row numbers of the file; ends one above MAX_PEOPLE."""
    body = Body()
    for number, row, cells in _rows_below(sheet, header):
        if note := _passed_over(number, row, cells, header):
            body.notes += [note][: MAX_NOTES - len(body.notes)]
        elif any(visible(cells[name]) for name in MANDATORY):
            body.rows.append(check_row(cells, number, today))
            if len(body.rows) > MAX_PEOPLE:
                break
    return body


def _rows_below(sheet: Sheet, header: Header) -> Iterator[tuple[int, Sequence[str], dict[str, str]]]:
    places = {name: positions[0] for name, positions in header.positions.items()}
    shared = _shared_cells(sheet, header.index, {places[name] for name in _SHARED if name in places})
    for index in range(header.index + 1, len(sheet.rows)):
        row = sheet.rows[index]
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        cells |= {name: shared[index, place] for name, place in places.items() if (index, place) in shared}
        yield index + 1, row, cells


def _shared_cells(sheet: Sheet, above: int, columns: set[int]) -> dict[tuple[int, int], str]:
    """What merged cells of these columns say, by (row, column) of the rows that show it only by the merge."""
    shared = {}
    for (top, column), (bottom, _) in sheet.merged:
        if column in columns and above < top < len(sheet.rows):
            for index in range(top + 1, min(bottom + 1, len(sheet.rows))):
                shared[index, column] = sheet.rows[top][column]
    return shared


def _passed_over(number: int, row: Sequence[str], cells: dict[str, str], header: Header) -> Fault | None:
    """Why this row is not taken for a person although something stands in it; None if it may be one."""
    first = next(filter(None, map(visible, row)), "")
    has_digits = len(re.findall(r"\d", cells["identity"])) >= 6
    if _FOOTER.match(compact(first)) and not has_digits:
        return Fault("note_footer", {"number": number, "text": first[:20]})
    if read_header(0, row).positions == header.positions:
        return Fault("note_header_again", {"number": number})
    own = [name for name in cells if name not in _SHARED]
    if not any(visible(cells[name]) for name in MANDATORY) and any(visible(cells[name]) for name in own):
        return Fault("note_nobody", {"number": number})
    return None
