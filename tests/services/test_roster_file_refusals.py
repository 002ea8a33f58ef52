"""Files that are refused as a whole, and files made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.roster_file import MAX_BYTES
from tests.services.rosters import (
    HEADER,
    PLAIN,
    SHEET,
    codes,
    names,
    old_workbook,
    ole,
    read,
    text_table,
    workbook,
)


def zipped(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return output.getvalue()


def rewritten(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one member's content replaced."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return output.getvalue()


FAR_APART = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("filename", "data", "code"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "file_empty"),
        ("a.csv", b"x" * (MAX_BYTES + 1), "file_too_large"),
        ("a.pdf", b"%PDF-1.7 text", "file_unknown"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file_unknown"),
        ("a.docx", zipped(word__document_xml=b"<w/>"), "file_unknown"),
        ("a.xls", b"<html><table><tr><td>name</td></tr></table></html>", "file_web_page"),
        ("a.csv", "姓名".encode() + b"\xff\xff\xff", "file_encoding"),
        ("a.xlsx", workbook(PLAIN)[:2000], "file_broken"),
        ("a.xlsx", b"PK\x03\x04" + b"?" * 200, "file_broken"),
        ("a.xls", old_workbook(PLAIN)[:600], "file_broken"),
        ("a.xlsx", rewritten(workbook(PLAIN), SHEET, b"<worksheet><sheetData>"), "file_broken"),
        (
            "a.xlsx",
            rewritten(workbook(PLAIN), SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "file_broken",
        ),
        ("a.xlsx", ole({"EncryptedPackage": b"secret", "EncryptionInfo": b"agile"}), "file_password"),
        ("a.xls", old_workbook(PLAIN, password=True), "file_password"),
    ],
)
def test_files_refused(filename: str, data: bytes, code: str) -> None:
    table = read(data, filename)
    assert codes(table) == [code]
    assert "%" not in table.file_faults[0].message


@pytest.mark.parametrize(
    "cell",
    [b'<row><c r="XFD1048576"><v>1</v></c></row>', b'<row r="1048576"><c/><c/><c/><c><v>1</v></c></row>'],
)
def test_two_cells_in_opposite_corners_do_not_fill_the_memory(cell: bytes) -> None:
    data = rewritten(workbook(PLAIN), SHEET, FAR_APART % cell)
    assert codes(read(data)) == ["file_too_spread"]


def test_reader_that_dies_does_not_take_the_site_with_it() -> None:
    data = bytearray(old_workbook(((1.0, 2.0),)))
    first = data.index(struct.pack("<HHHH", 0x0203, 14, 0, 0))
    data[first + 22 : first + 26] = b"\xff\xff\xff\xff"
    assert codes(read(bytes(data))) == ["file_broken"]


@pytest.mark.parametrize("line", [b"\n", b"1\n", b",,1\n"])
def test_endless_lines_are_refused_at_once(line: bytes) -> None:
    data = text_table((HEADER,)) + line * ((MAX_BYTES - 100) // len(line))
    assert codes(read(data, "a.csv")) == ["file_too_spread"]


def test_what_unpacks_to_a_giant_is_refused() -> None:
    data = rewritten(workbook(PLAIN), SHEET, b"<worksheet>" + b" " * 70_000_000)
    assert len(data) < MAX_BYTES
    assert codes(read(data)) == ["file_too_large"]


def test_made_up_sizes_do_not_hide_a_giant() -> None:
    data = rewritten(workbook(PLAIN), SHEET, b"<worksheet>" + b" " * 70_000_000)
    lying = data.replace(struct.pack("<I", 70_000_011), struct.pack("<I", 1_000))
    assert lying != data
    assert codes(read(lying)) == ["file_too_large"]


def test_styled_empty_cells_far_away_are_harmless() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(workbook(PLAIN))).read(SHEET)
    styled = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    assert names(read(rewritten(workbook(PLAIN), SHEET, styled))) == ["王伟", "李小梅"]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xls", "a.xlsx", "a"]))
def test_random_bytes_never_raise(data: bytes, filename: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        table = read(start + data, filename)
        assert all(fault.message for fault in table.file_faults)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.sampled_from([workbook(PLAIN), old_workbook(PLAIN), text_table(PLAIN)]), st.data())
def test_damaged_files_never_raise(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data) - 1))
    damage = draw.draw(st.binary(min_size=1, max_size=20))
    read(data[:at] + damage + data[at + len(damage) :], "a.csv")
