"""Pseudonymous ids of the engine's files: a letter and the number in our database, never a name."""

from __future__ import annotations

PARTY, MEMBER, OFFERING, VENUE, ROOM = "r", "m", "o", "v", "room"


def engine_id(kind: str, number: int) -> str:
    return f"{kind}{number}"


def number(kind: str, engine_id: str) -> int:
    """The database's number again; ValueError if it is not an id of this kind."""
    return int(engine_id.removeprefix(kind))
