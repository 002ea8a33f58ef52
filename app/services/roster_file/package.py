"""What an .xlsx file would become, found out before the reader unpacks it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.parsers import expat

from app.services.roster_file.faults import Unreadable
from app.services.roster_file.limits import MAX_SHEET_CELLS, MAX_UNPACKED_BYTES

Errors = dict[tuple[int, int], str]

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def inspect_package(data: bytes) -> Mapping[str, Errors]:
    """Cells with formula errors, by sheet name and (row, column) from 0: the reader shows them as blank.

    Raises Unreadable if this is no workbook, is broken, or would not fit.
    """
    try:
        members = _unpack(data)
        if _WORKBOOK not in members:
            raise Unreadable("file_unknown")
        errors = {name: found for name, content in members.items() if (found := _watch(content))}
        return _by_sheet(members, errors) if errors else {}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, ElementTree.ParseError):
        raise Unreadable("file_broken") from None
    except (ValueError, KeyError, NotImplementedError, EOFError, OSError):
        raise Unreadable("file_broken") from None


def _unpack(data: bytes) -> dict[str, bytes]:
    """XML members by name. Inflates by itself: sizes in a directory may be made up."""
    members, room = {}, MAX_UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            content = _inflate(data, member, room)
            room -= len(content)
            if content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<"):
                members[member.filename] = content
    return members


def _inflate(data: bytes, member: zipfile.ZipInfo, room: int) -> bytes:
    if member.flag_bits & 1:
        raise Unreadable("file_password")
    at = member.header_offset
    start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")
    start += int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-15).decompress(packed, room + 1)
    else:
        raise Unreadable("file_broken")
    if len(content) > room:
        raise Unreadable("file_too_large", limit=MAX_UNPACKED_BYTES // 1024**2)
    return content


class _CellWatch:
    """Follows the cells of one sheet: how far those with content reach, and which hold errors."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = 0
        self.is_error = self.in_value = False
        self.errors: Errors = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif local == "c":
            self._enter_cell(attributes)
        elif local in ("v", "is"):
            self._reach()
            self.in_value = True

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self.is_error = attributes.get("t") == "e"
        if reference := _REFERENCE.fullmatch(attributes.get("r", "")):
            letters, digits = reference.groups()
            self.row, self.column = int(digits), 0
            for letter in letters:
                self.column = self.column * 26 + ord(letter) - 64
        else:
            self.column += 1

    def _reach(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row * self.last_column > MAX_SHEET_CELLS:
            raise Unreadable("file_too_spread", row=self.last_row, column=self.last_column)

    def end(self, name: str) -> None:
        self.in_value = False

    def text(self, text: str) -> None:
        if self.in_value and self.is_error:
            place = (self.row - 1, self.column - 1)
            self.errors[place] = self.errors.get(place, "") + text


def _refuse_doctype(*_: object) -> None:
    # no spreadsheet program writes one; entities are what it would be for
    raise Unreadable("file_broken")


def _watch(content: bytes) -> Errors:
    watch, parser = _CellWatch(), expat.ParserCreate()
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)
    return watch.errors


def _by_sheet(members: Mapping[str, bytes], errors: Mapping[str, Errors]) -> dict[str, Errors]:
    relations = ElementTree.fromstring(members[_RELATIONS])
    target = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for sheet in ElementTree.fromstring(members[_WORKBOOK]).iterfind(".//{*}sheet"):
        path = posixpath.normpath(posixpath.join("/xl", target.get(sheet.get(_RELATION_ID), "")))
        found[sheet.get("name", "")] = errors.get(path.lstrip("/"), {})
    return found
