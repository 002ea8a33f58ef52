"""A checked roster in a few lines: who stays out and why, what the others chose, what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _

from app import words
from app.services.roster_check import Checked, CheckedRow

LISTED = 20


@dataclass(frozen=True)
class Waiting:
    """Rows that are not signed up for one reason; `numbers` are the first of them in words."""

    why: str
    count: int
    numbers: str


@dataclass(frozen=True)
class SignedUp:
    """A party that the roster has signed up."""

    reference: str
    names: tuple[str, ...]
    numbers: tuple[int, ...]


def waiting(checked: Checked) -> list[Waiting]:
    """Why rows stay out, each reason once."""
    rows = checked.rows
    held = [row for row in rows if row.state == "held"]
    without = {n for party in checked.parties if party.lacks_choices for n in party.numbers}
    found = [
        (_("有问题，改好后可以再报"), [row for row in rows if row.state == "faulty"]),
        (_("同行组里别的行有问题，改好后一起报"), [row for row in held if row.number not in without]),
        (_("还没有志愿"), [row for row in held if row.number in without]),
        (_("已勾选“不报”"), [row for row in rows if row.state == "dropped"]),
    ]
    return [
        Waiting(why, len(those), words.listed((row.number for row in those), LISTED))
        for why, those in found
        if those
    ]


def first_choices(checked: Checked) -> list[tuple[str, int]]:
    """What people of ready parties put first: (session, people), the most wanted first."""
    counts = Counter[int]()
    for party in (each for each in checked.ready if each.choices):
        counts[party.choices[0]] += len(party.rows)
    texts = {option.id: option.text for option in checked.book.options()}
    return [(texts[chosen], count) for chosen, count in counts.most_common()]


def signed_up(checked: Checked) -> list[SignedUp]:
    """Parties with references, in the order of the file."""
    parties: dict[str, list[CheckedRow]] = {}
    for row in checked.rows:
        if row.reference:
            parties.setdefault(row.reference, []).append(row)
    return [
        SignedUp(
            reference,
            tuple(row.row.values.get("name", "") for row in rows),
            tuple(row.number for row in rows),
        )
        for reference, rows in parties.items()
    ]
