"""A part of a conflict as one line of plain English, for whoever runs the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PROOFS = {
    "smallest": "no fewer contradict",
    "irreducible": "none of them can be spared",
    "contradictory": "some may not be needed: there was no time to see which",
}


def told(part: Mapping[str, Any]) -> str:
    """What the part is, and the nearest number at which it could hold."""
    named = ", ".join(
        f"{name} {part[name]}" for name in ("kind", "party", "offering", "quota", "value") if name in part
    )
    return named + _nearest(part)


def proof(parts: Sequence[Mapping[str, Any]]) -> str:
    """How much is known of the whole set; "nothing more is known" when the file does not say."""
    return PROOFS.get(str(parts[0].get("proof", "")), "nothing more is known")


def _nearest(part: Mapping[str, Any]) -> str:
    found = part.get("nearest")
    if not found:
        return ""
    least = "" if part.get("proven_nearest", True) else " or nearer"
    rest = "" if part.get("enough", True) else ", and other contradictions would be left"
    together = part.get("together")
    shared = (
        f"; {_numbers(together)} if the others give way as well" if together and together != found else ""
    )
    return f"; {_numbers(found)}{least} could hold{rest}{shared}"


def _numbers(found: Mapping[str, int]) -> str:
    return " and ".join(f"{name} {number}" for name, number in sorted(found.items()))
