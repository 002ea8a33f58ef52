"""From an uploaded file to a table of checked rows."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from app.services.roster_file.body import read_body
from app.services.roster_file.faults import Fault, Unreadable
from app.services.roster_file.header import Header, find_header
from app.services.roster_file.limits import HEADER_WITHIN, MAX_BYTES, MAX_PEOPLE
from app.services.roster_file.marks import mark_across_rows
from app.services.roster_file.rows import RosterTable
from app.services.roster_file.sheet import Sheet
from app.services.roster_file.text_table import read_text_table
from app.services.roster_file.workbook import is_workbook, read_workbook

# many systems export text under the name of a workbook
_TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xls", ".xlsx"})


def read_roster(filename: str, data: bytes, today: date) -> RosterTable:
    """Read an uploaded roster; never raises for what is in the file.

    What is wrong with the file as a whole is in `file_faults`, and then there are no rows; what is wrong
    with a row is in the row. `today` is the local date.
    """
    try:
        sheets = _sheets(filename, data)
    except Unreadable as refused:
        return RosterTable((), (), (refused.fault,))
    headers = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows))]
    if not headers:
        return RosterTable((), (), (Fault("header_missing", {"limit": HEADER_WITHIN}),))
    sheet, header = next((found for found in headers if found[1].is_certain), headers[0])
    others = [other.name for other, found in headers if found.is_certain and other is not sheet]
    return _table(sheet, header, others, today)


def _sheets(filename: str, data: bytes) -> list[Sheet]:
    if not data.strip(b"\xef\xbb\xbf\r\n\t ,;"):
        raise Unreadable("file_empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("file_too_large", limit=MAX_BYTES // 1024**2)
    if is_workbook(data):
        return read_workbook(data)
    if PurePath(filename).suffix.lower() not in _TEXT_SUFFIXES:
        raise Unreadable("file_unknown")
    return [read_text_table(data)]


def _table(sheet: Sheet, header: Header, others: list[str], today: date) -> RosterTable:
    if faults := header.faults():
        return RosterTable(header.columns, (), faults)
    body = read_body(sheet, header, today)
    notes = (*_sheet_notes(sheet, header, others), *body.notes)
    if not body.rows:
        return RosterTable(header.columns, (), (Fault("rows_missing"),), notes)
    if len(body.rows) > MAX_PEOPLE:
        too_many = Fault("rows_too_many", {"limit": MAX_PEOPLE})
        return RosterTable(header.columns, (), (too_many,), notes)
    return RosterTable(header.columns, mark_across_rows(body.rows), (), notes)


def _sheet_notes(sheet: Sheet, header: Header, others: list[str]) -> list[Fault]:
    notes = []
    if others:
        notes.append(Fault("note_other_sheets", {"sheet": sheet.name, "others": others}))
    if header.unused:
        notes.append(Fault("note_unused_columns", {"titles": list(header.unused)}))
    return notes
