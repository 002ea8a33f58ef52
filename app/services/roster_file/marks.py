"""What can only be seen by comparing rows with each other."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.roster_file.duplicates import mark_duplicates
from app.services.roster_file.parties import mark_parties
from app.services.roster_file.rows import RosterRow


def mark_across_rows(rows: Sequence[RosterRow]) -> tuple[RosterRow, ...]:
    """Every mark that rests on other rows, made afresh: call it after any row was corrected or removed."""
    return mark_parties(mark_duplicates(rows))
