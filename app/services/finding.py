"""Search in everything one can have: matters, programmes with their offerings, places.

A text is cut at spaces into words; all of them must be found, each as it stands or as one of its synonyms.
Words of two characters are as good as any: what is searched is some thousand rows, by plain comparison.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Matter, Offering, Programme, Venue

MOST_WORDS, MOST_CHARACTERS = 5, 60
# what a word counts for where it is found; a synonym a little less than the word itself
TITLE, SUMMARY, BODY, SYNONYM = 40, 20, 10, 5
MOST_PLACES, MOST_MATTERS = 12, 12
Columns = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as it is asked: each word, followed by those that mean the same."""

    text: str
    words: tuple[tuple[str, ...], ...]

    def all(self) -> list[str]:
        """Every word that a hit may show, the longest first."""
        flat = {word for same in self.words for word in same}
        return sorted(flat, key=lambda word: (-len(word), word))


def wanted(text: str) -> Wanted:
    """What somebody typed, cut into words."""
    cut = text.strip()[:MOST_CHARACTERS]
    return Wanted(cut, tuple(_with_synonyms(word) for word in cut.split()[:MOST_WORDS]))


def _with_synonyms(word: str) -> tuple[str, ...]:
    lines = [line for line in _synonyms() if any(word == other for other in line)]
    return (word, *dict.fromkeys(other for line in lines for other in line if other != word))


@cache
def _synonyms() -> list[list[str]]:
    path = Path(__file__).with_name("synonyms.toml")
    same: list[list[str]] = tomllib.loads(path.read_text("utf-8"))["same"]
    return same


def programmes(asked: Wanted) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """(condition, worth) on Programme; an offering's title counts like a summary."""
    titles = (Programme.title, Programme.title_en)
    summaries = (Programme.summary, Programme.summary_en)
    return _whole(asked, titles, summaries, (Programme.body, Programme.body_en), _offered)


def matters(asked: Wanted) -> list[Matter]:
    """The best first."""
    titles = (Matter.title, Matter.title_en)
    summaries = (Matter.summary, Matter.summary_en, Matter.audience, Matter.audience_en)
    condition, worth = _whole(asked, titles, summaries, (Matter.body, Matter.body_en))
    query = select(Matter).where(condition).order_by(worth.desc(), Matter.number)
    return list(db.session.scalars(query.limit(MOST_MATTERS)))


def venues(asked: Wanted) -> list[Venue]:
    """Places to go to, the best first, those that are closed last."""
    titles = (Venue.name, Venue.name_en)
    summaries = (Venue.district, Venue.address, Venue.address_en)
    condition, worth = _whole(asked, titles, summaries, (Venue.note, Venue.note_en), _of_matter)
    query = select(Venue).where(condition, Venue.kind != "online").options(joinedload(Venue.matter))
    ordered = query.order_by(Venue.closed, worth.desc(), Venue.id)
    return list(db.session.scalars(ordered.limit(MOST_PLACES)))


def _offered(word: str) -> ColumnElement[bool]:
    """Whether one of the programme's offerings is called so, or is held at a place that is."""
    called = or_(*(_has(column, word) for column in (Offering.title, Offering.title_en, Venue.name)))
    own = select(Offering.id).join(Venue, Offering.venue_id == Venue.id)
    return exists(own.where(Offering.programme_id == Programme.id, ~Offering.cancelled, called))


def _of_matter(word: str) -> ColumnElement[bool]:
    return Venue.matter.has(_has(Matter.title, word))


def _whole(
    asked: Wanted, titles: Columns, summaries: Columns, bodies: Columns, besides: Any = None
) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Every word is somewhere; the worth is the sum over the words of the best place of each."""
    worths = [_worth(same, titles, summaries, bodies, besides) for same in asked.words]
    total: Any = sum(worths[1:], worths[0])
    return and_(*(worth > 0 for worth in worths)), total


def _worth(
    same: tuple[str, ...], titles: Columns, summaries: Columns, bodies: Columns, besides: Any
) -> ColumnElement[int]:
    """The best place in which one of `same` stands, as a number; 0: in none."""
    found = []
    for number, word in enumerate(same):
        less = SYNONYM if number else 0
        found.append((TITLE - less, or_(*(_has(column, word) for column in titles))))
        middle = [_has(column, word) for column in summaries] + ([besides(word)] if besides else [])
        found.append((SUMMARY - less, or_(*middle)))
        found.append((BODY - less, or_(*(_has(column, word) for column in bodies))))
    best_first = sorted(found, key=lambda each: -each[0])
    return case(*((condition, worth) for worth, condition in best_first), else_=0)


def _has(column: Any, word: str) -> ColumnElement[bool]:
    held: ColumnElement[bool] = column.icontains(word, autoescape=True)
    return held
