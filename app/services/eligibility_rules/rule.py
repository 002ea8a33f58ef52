"""What a declared rule is, and what it looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.models import Certificate, Person

Parameters = Mapping[str, Any]
Refusal = tuple[str, str]

PERSON, SIGN_UP, HISTORY = "person", "sign_up", "history"
CERTIFICATES, ANSWERS = "certificates", "answers"
NOMINATIONS = "nominations"


@dataclass(frozen=True, slots=True)
class TookPart:
    """A place that counts as used; `programme` is the slug, None where it is not one of ours."""

    kind: str
    took_place_on: dt.date
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a rule looks at, on which day.

    `signed_up_on` is the day of the sending, None for who has not signed up. `answers` are by question key,
    None while they are not known; `owed` are keys whose missing answer is an omission: everybody is asked.
    `nomination` is the state of the nomination in force, None where there is none.
    """

    person: Person
    took_part: Sequence[TookPart]
    on: dt.date
    signed_up_on: dt.date | None = None
    certificates: Sequence[Certificate] = ()
    answers: Mapping[str, Any] | None = None
    owed: frozenset[str] = frozenset()
    nomination: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`parameters` maps each name to its shape, see `shapes`. A check gives None, or (why not, what next).

    `describe` and `refuse` are only called with sound parameters, with "label" and "programme_kind" added.
    `looks_at` says what has to be read for it. `hint` tells coordinators how it is applied.
    `given_later`: what it asks for is only given once the programme is known.
    """

    label: str
    parameters: Mapping[str, str]
    describe: Callable[[Parameters], str]
    refuse: Callable[[Subject, Parameters], Refusal | None]
    looks_at: str = PERSON
    hint: str = ""
    sound: Callable[[Parameters], bool] = lambda _given: True
    given_later: bool = False
