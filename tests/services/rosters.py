"""Makes roster files as people make them, workbooks old and new and text in several encodings; reads them."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from app.identity import make_resident_id
from app.services.roster_file import RosterRow, RosterTable, check_row, read_roster

TODAY = date(2026, 11, 23)
HEADER = ("姓名", "身份证号", "手机号")
WANG = ("王伟", make_resident_id("370202", date(1990, 1, 1), 123), "13800001111")
LI = ("李小梅", make_resident_id("370203", date(1985, 6, 7), 246), "13900002222")
ZHAO = ("赵强", make_resident_id("370211", date(1978, 12, 31), 357), "18600003333")

PLAIN = (HEADER, WANG, LI)
BASE = dict(zip(("name", "identity", "phone"), WANG, strict=True))
# where an .xlsx keeps its first sheet
SHEET = "xl/worksheets/sheet1.xml"

Rows = Sequence[Sequence[Any]]
Spans = Sequence[tuple[int, int, int, int, Any]]


def workbook(
    rows: Rows, merged: Spans = (), sheets: dict[str, Rows] | None = None, hidden: str = ""
) -> bytes:
    """An .xlsx. Python dates become Excel dates, strings with "=" formulas of value #N/A; None stays empty.

    `merged` are (first row, first column, last row, last column, text) of the first sheet, from 0.
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, content in {"名单": rows, **(sheets or {})}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(content):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)
        for span in merged if name == "名单" else ():
            sheet.merge_range(*span)
        if name == hidden:
            sheet.hide()
    book.close()
    return output.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str) and value.startswith("=") and not value.startswith('="'):
        sheet.write_formula(row, column, value, None, "#N/A")
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def text_table(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=separator).writerows(rows)
    return output.getvalue().encode(encoding)


def old_workbook(rows: Rows, password: bool = False) -> bytes:
    """An .xls of Excel 97: one sheet of strings and numbers, in the smallest OLE container for it."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    if password:
        start += _record(0x002F, struct.pack("<HHH", 1, 1, 1))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet += _old_cell(number, column, value)
    name = "名单".encode("utf-16-le")
    boundsheet_size = 4 + 8 + len(name)
    position = len(start) + boundsheet_size + 4
    boundsheet = _record(0x0085, struct.pack("<IHBB", position, 0, 2, 1) + name)
    return ole({"Workbook": start + boundsheet + _record(0x000A) + sheet + _record(0x000A)})


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _old_cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    return _record(0x0203, place + struct.pack("<d", value))


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each padded to the size from which none is "small"."""
    names = list(streams)
    contents = [
        content.ljust(-(-max(len(content), 4096) // 512) * 512, b"\0") for content in streams.values()
    ]
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for index, content in enumerate(contents):
        first, count = len(table), len(content) // 512
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        following = index + 2 if index + 1 < len(names) else 0xFFFFFFFF
        directory += _entry(names[index], 2, first, len(content), right=following)
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + b"".join(contents)


def _entry(
    name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)


def read(data: bytes, filename: str = "名单.xlsx") -> RosterTable:
    return read_roster(filename, data, TODAY)


def codes(table: RosterTable) -> list[str]:
    return [fault.code for fault in table.file_faults]


def names(table: RosterTable) -> list[str]:
    return [row.values["name"] for row in table.rows]


def row(number: int = 2, **cells: str) -> RosterRow:
    return check_row({**BASE, **cells}, number, TODAY)


def found(checked: RosterRow) -> dict[str, str]:
    return {name: fault.code for name, fault in checked.faults.items()}
