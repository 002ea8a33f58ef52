"""Rosters saved as text: encodings and separators as offices use them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from app.services.roster_file.faults import Unreadable
from app.services.roster_file.header import find_header
from app.services.roster_file.limits import HEADER_WITHIN, MAX_SHEET_ROWS
from app.services.roster_file.sheet import Sheet

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB18030 holds all of GBK and GB2312; UTF-8 goes first because hardly any Chinese GBK text is valid UTF-8
_UNMARKED = ("utf-8", "gb18030")
_SEPARATORS = (",", "\t", ";")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|meta|table|\?xml)", re.IGNORECASE)


def read_text_table(data: bytes) -> Sheet:
    """The one sheet of a CSV or tab-separated file. Raises Unreadable."""
    text = _decode(data)
    if _WEB_PAGE.match(text):
        raise Unreadable("file_web_page")
    if _BINARY.search(text):
        raise Unreadable("file_unknown")
    try:
        rows = list(islice(_records(text, _separator(text)), MAX_SHEET_ROWS + 1))
    except csv.Error:
        raise Unreadable("file_broken") from None
    if len(rows) > MAX_SHEET_ROWS:
        raise Unreadable("file_too_spread", row=len(rows), column=max(map(len, rows)))
    return Sheet("", rows)


def _decode(data: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKED if data.startswith(mark)]
    for encoding in marked or _UNMARKED:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("file_unknown" if b"\0" in data else "file_encoding")


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The one that shows a header; failing that, the one that makes most cells."""
    tops = {mark: list(islice(_records(text, mark), HEADER_WITHIN)) for mark in _SEPARATORS}
    for mark, top in tops.items():
        header = find_header(top)
        if header is not None and header.is_certain:
            return mark
    return max(tops, key=lambda mark: sum(map(len, tops[mark])))
