"""Rosters saved by Excel or WPS, as .xlsx or the older .xls."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from app.services.roster_file import reader_process
from app.services.roster_file.faults import Unreadable
from app.services.roster_file.limits import MAX_SHEET_CELLS, MAX_SHEET_ROWS, READING_SECONDS
from app.services.roster_file.package import Errors, inspect_package
from app.services.roster_file.sheet import Sheet

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Passwords, which the reader calls an unknown format: an .xlsx has become a stream of this name inside an OLE
# file; in an .xls the record FILEPASS follows the beginning (and perhaps a write protection).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP, OLE))


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets that somebody opening the file would see. Raises Unreadable."""
    if data.startswith(OLE) and (_ENCRYPTED in data or _OLD_ENCRYPTED.search(data)):
        raise Unreadable("file_password")
    errors = inspect_package(data) if data.startswith(ZIP) else {}
    return [_sheet(found, errors.get(found["name"], {})) for found in _read_apart(data)]


def _read_apart(data: bytes) -> list[dict[str, Any]]:
    """What reader_process makes of the file in a process of its own."""
    command = [sys.executable, "-I", reader_process.__file__, str(MAX_SHEET_CELLS)]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=READING_SECONDS, check=True)
        found: list[dict[str, Any]] = json.loads(ended.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise Unreadable("file_broken") from None
    return found


def _sheet(found: dict[str, Any], errors: Errors) -> Sheet:
    rows: list[list[str]] = found["rows"]
    height, width = found["height"], found["width"]
    if height > MAX_SHEET_ROWS or height * width > MAX_SHEET_CELLS:
        raise Unreadable("file_too_spread", row=height, column=width)
    for (row, column), text in errors.items():
        if row < len(rows):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
    return Sheet(found["name"], rows, [(tuple(start), tuple(end)) for start, end in found["merged"]])
