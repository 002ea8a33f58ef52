"""Marking in a text what was searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape


def highlight(text: str, wanted: Sequence[str]) -> Markup:
    """The text, escaped, with each of the `wanted` words marked; longer words are best given first."""
    if not wanted:
        return escape(text)
    pattern = re.compile("|".join(re.escape(word) for word in wanted), re.IGNORECASE)
    pieces, start = Markup(), 0
    for hit in pattern.finditer(text):
        pieces += escape(text[start : hit.start()]) + Markup("<mark>{}</mark>").format(hit.group())
        start = hit.end()
    return pieces + escape(text[start:])
