"""A sheet of any origin, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """`rows[0]` is what the spreadsheet calls row 1; `merged` spans are (row, column) from 0, inclusive."""

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[Span] = ()
