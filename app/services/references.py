"""Reference numbers that people read out and type: LY-7K3M-92QF-8.

Crockford's alphabet has no I, L, O and U; the last character checks the eight before it (Luhn, base 32).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select

from app.extensions import db
from app.models import Programme, Registration
from app.plain_text import compact

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_LOOK_ALIKES = str.maketrans("OIL", "011")
_SYSTEM = random.SystemRandom()  # nobody can guess what it draws
_source: ContextVar[random.Random | None] = ContextVar("source", default=None)


@contextmanager
def drawn_by(source: random.Random) -> Iterator[None]:
    """Inside, references are drawn by `source`: for a demonstration that is to come out the same again."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def new_reference(programme: Programme) -> str:
    """A reference that no registration has."""
    while True:
        reference = drawn(programme.reference_prefix)
        taken = select(Registration.id).where(Registration.reference == reference)
        if db.session.scalars(taken).first() is None:
            return reference


def drawn(prefix: str) -> str:
    """A number of this form that nobody can guess; that it is new is for the caller to see."""
    body = "".join((_source.get() or _SYSTEM).choices(ALPHABET, k=LENGTH))
    return _layout(prefix, body)


def normal(text: str) -> str | None:
    """A typed reference in its one spelling (case, spaces, O for 0, I and L for 1); None: mistyped."""
    typed = re.sub(r"[-–—_.]", "", compact(text)).upper()
    if len(typed) <= LENGTH + 1:
        return None
    prefix, body = typed[: -LENGTH - 1], typed[-LENGTH - 1 :].translate(_LOOK_ALIKES)
    if any(character not in ALPHABET for character in body) or body[-1] != check_character(body[:-1]):
        return None
    return _layout(prefix, body[:-1])


def masked(reference: str) -> str:
    """LY-7K3M-****-*: enough to recognise one's own, not enough to look another's up."""
    parts = reference.split("-")
    return "-".join(part if place < len(parts) - 2 else "*" * len(part) for place, part in enumerate(parts))


def check_character(body: str) -> str:
    """Luhn's check to base 32: finds every single wrong character and most swaps."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 - place % 2)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def _layout(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"
