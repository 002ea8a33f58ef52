"""Where a page may send somebody afterwards: a path of this site, never another address."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_path(text: str | None) -> str | None:
    """`text` when it is a path of this site (query included), otherwise None."""
    if not text or "\\" in text or any(ord(character) < 0x21 for character in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not text.startswith("/") or text.startswith("//"):
        return None
    return text
