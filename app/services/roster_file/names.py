"""Names of people as rosters write them."""

from __future__ import annotations

import re
import unicodedata

from app.plain_text import half_width, visible
from app.services.roster_file.faults import Fault

MAX_NAME = 60

# ideographs, with the private area in which older systems keep rare ones
_HAN = r"[\u3400-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff]"
_GAP_IN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_DOTS = re.compile(rf"\s*[•・‧∙⋅●]\s*|(?<={_HAN})\.(?={_HAN})")
_ALLOWED = frozenset("· -'’.")


def read_name(typed: str) -> str | Fault:
    """A name without the spaces that line up columns (王  伟), its dots written alike."""
    name = _GAP_IN_HAN.sub("", _DOTS.sub("·", visible(half_width(typed))))
    if not name:
        return Fault("name_missing")
    if any(letter.isdigit() for letter in name):
        return Fault("name_digits")
    for letter in name:
        if not _belongs(letter):
            return Fault("name_characters", {"found": letter})
    if not 2 <= len(name) <= MAX_NAME:
        return Fault("name_length", {"limit": MAX_NAME})
    return name


def _belongs(letter: str) -> bool:
    if letter in _ALLOWED or re.match(_HAN, letter):
        return True
    return unicodedata.category(letter)[0] in "LM"
