"""Reference numbers that the same seed gives again; the site's own are drawn by the system."""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.services.references import ALPHABET, LENGTH, check_character


def references(prefix: str, rng: random.Random) -> Iterator[str]:
    """Numbers like LY-7K3M-92QF-8, none twice."""
    given = set()
    while True:
        body = "".join(rng.choices(ALPHABET, k=LENGTH))
        if body not in given:
            given.add(body)
            yield f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"
