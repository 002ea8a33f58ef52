"""Text as people type and paste it, made plain: half-width, without characters that cannot be seen."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# zero-width spaces and joiners, direction marks, soft hyphen, byte-order mark, control characters
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def half_width(text: str) -> str:
    """`text` with full-width letters, digits, punctuation and spaces as ordinary ones."""
    return text.translate(_FULL_WIDTH)


def visible(text: str) -> str:
    """`text` without invisible characters, each run of white space as one space, ends trimmed."""
    return " ".join(_HIDDEN.sub("", text).split())


def compact(text: str) -> str:
    """`text` half-width, without invisible characters and without any white space."""
    return "".join(_HIDDEN.sub("", half_width(text)).split())
