"""Reads a workbook from standard input and writes its visible sheets to standard output, as JSON.

It runs by itself, with limits: a few wrong bytes in a workbook can make the reader ask for 100 GB and take
its process with it, which must not be the one that serves pages. So it imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 20

# from here on a spreadsheet's numbers have lost their last digits
EXACT_BELOW = 10**15


def cell_text(value: object) -> str:
    """A cell as the spreadsheet would show it: 13800001111, 3.70202E+17, 2019-03-01."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number_text(value: float) -> str:
    if abs(value) >= EXACT_BELOW:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def _row_texts(row: list[Any]) -> list[str]:
    texts = [cell_text(value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def read_sheets(data: bytes, max_cells: int) -> list[dict[str, Any]]:
    """What somebody opening the file would see; a sheet beyond `max_cells` comes without its rows."""
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        return [
            _sheet(workbook.get_sheet_by_name(about.name), max_cells)
            for about in workbook.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        ]


def _sheet(source: CalamineSheet, max_cells: int) -> dict[str, Any]:
    height, width = source.total_height, source.total_width
    rows = source.to_python(skip_empty_area=False) if height * width <= max_cells else []
    merged = source.merged_cell_ranges or []
    return {
        "name": source.name,
        "height": height,
        "width": width,
        "rows": [_row_texts(row) for row in rows],
        "merged": merged,
    }


def main() -> None:
    with contextlib.suppress(ValueError, OSError):  # a system may not offer these limits
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    json.dump(read_sheets(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
