"""Who may sign up: the programme's rules applied to people, at sign-up and again when a problem is frozen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Participation, Person, Programme
from app.services.eligibility_rules import RULES, Rule, Subject, track_words

__all__ = ["RULES", "Ineligible", "Rule", "describe", "reasons", "reasons_of_many", "track_words"]

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Why somebody may not sign up: `message` says what stands against it, `advice` what to do next."""

    rule: str
    message: str
    regulation: str
    advice: str = ""


def reasons(person: Person, programme: Programme, on: dt.date | None = None) -> list[Ineligible]:
    """Every rule that `person` does not meet; empty: eligible. `on` is today unless given."""
    took_part = _participations([person.id]).get(person.id, []) if person.id else []
    return _judge(person, programme, took_part, on or clock.today())


def reasons_of_many(
    people: Iterable[Person], programme: Programme, on: dt.date | None = None
) -> dict[int, list[Ineligible]]:
    """The same for thousands, in a few queries: {person id: reasons} of those who are not eligible."""
    everybody = list(people)
    took_part = _participations([person.id for person in everybody])
    day = on or clock.today()
    judged = ((p.id, _judge(p, programme, took_part.get(p.id, []), day)) for p in everybody)
    return {person_id: found for person_id, found in judged if found}


def describe(programme: Programme) -> list[tuple[str, str]]:
    """The programme's rules in words: (rule, regulation it rests on)."""
    return [
        (RULES[rule.rule].describe(rule.parameters), rule.regulation)
        for rule in programme.rules
        if rule.rule in RULES
    ]


def _judge(
    person: Person, programme: Programme, took_part: Sequence[Participation], on: dt.date
) -> list[Ineligible]:
    subject = Subject(person, took_part, on)
    found = []
    for rule in programme.rules:
        parameters = {"kind": programme.kind, **rule.parameters}
        if (refusal := RULES[rule.rule].refuse(subject, parameters)) is not None:
            found.append(Ineligible(rule.rule, refusal[0], rule.regulation, refusal[1]))
    return found


def _participations(person_ids: Sequence[int]) -> dict[int, list[Participation]]:
    found: dict[int, list[Participation]] = defaultdict(list)
    for start in range(0, len(person_ids), CHUNK):
        chosen = person_ids[start : start + CHUNK]
        for row in db.session.scalars(select(Participation).where(Participation.person_id.in_(chosen))):
            found[row.person_id].append(row)
    return found
