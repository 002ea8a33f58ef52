"""The declared rules of who may sign up: each one's parameters, its words, and its check.

A rule in the database is a name of these with parameters. Adding a rule is adding an entry to one `RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.services.eligibility_rules import history, papers, person, sending, shapes
from app.services.eligibility_rules.days import years_before
from app.services.eligibility_rules.person import track_words
from app.services.eligibility_rules.rule import (
    ANSWERS,
    CERTIFICATES,
    HISTORY,
    NOMINATIONS,
    SIGN_UP,
    Rule,
    Subject,
    TookPart,
)

__all__ = [
    "ANSWERS",
    "CERTIFICATES",
    "HISTORY",
    "NOMINATIONS",
    "RULES",
    "SIGN_UP",
    "Rule",
    "Subject",
    "TookPart",
    "is_sound",
    "track_words",
    "years_before",
]

RULES: Mapping[str, Rule] = {**person.RULES, **history.RULES, **papers.RULES, **sending.RULES}


def is_sound(name: str, parameters: Any) -> bool:
    """Whether there is a rule of this name and the parameters are its own: nothing else is ever applied."""
    return name in RULES and shapes.fits(RULES[name], parameters)
