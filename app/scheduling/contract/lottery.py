"""The draw that anyone can replay with a pencil, a seed and SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def entries_digest(ids: Iterable[str]) -> str:
    """Digest of the list that is drawn from: published before the seed is known."""
    return _sha256("\n".join(sorted(ids)))


def draw(ids: Iterable[str], seed: str) -> dict[str, int]:
    """Each id's number, from 1; the order of the ids does not matter.

    Numbers follow the ascending SHA-256 of seed, digest of the entries and id, joined by line feeds.
    Raises ValueError if an id stands twice or holds a line feed: then the digest would not be of one list.
    """
    entries = list(ids)
    if len(set(entries)) < len(entries):
        raise ValueError("an entry stands twice")
    if any("\n" in entry for entry in entries):
        raise ValueError("an entry holds a line feed")
    digest = entries_digest(entries)
    drawn = sorted(entries, key=lambda entry: (_sha256(f"{seed}\n{digest}\n{entry}"), entry))
    return {entry: number for number, entry in enumerate(drawn, 1)}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
