"""What the rules of eligibility look at, read for thousands of people in a few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import (
    Answer,
    Certificate,
    Member,
    Nomination,
    Participation,
    Programme,
    Question,
    QuestionSet,
    Registration,
)
from app.services import recorded
from app.services.eligibility_rules import (
    ANSWERS,
    CERTIFICATES,
    HISTORY,
    NOMINATIONS,
    RULES,
    SIGN_UP,
    TookPart,
)

CHUNK = 500
# how questions and earlier programmes are called: {("question", key) or ("programme", slug): words}
Labels = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Facts:
    """By person id; what is not there was not found.

    `owed`: keys of questions without an answer to which something is missing. Where a question is only
    shown under a condition and then required, no answer means that nobody was asked.
    """

    took_part: Mapping[int, Sequence[TookPart]]
    certificates: Mapping[int, Sequence[Certificate]]
    signed_up_on: Mapping[int, dt.date]
    labels: Labels
    owed: frozenset[str]
    nominations: Mapping[int, str]


def read(person_ids: Sequence[int], programme: Programme) -> Facts:
    """Only what one of the programme's rules looks at is read."""
    wanted = {RULES[rule.rule].looks_at for rule in programme.rules if rule.rule in RULES}
    asked = questions(programme) if ANSWERS in wanted else {}
    return Facts(
        _took_part(person_ids, programme) if HISTORY in wanted else {},
        _certificates(person_ids) if CERTIFICATES in wanted else {},
        _signed_up_on(person_ids, programme) if SIGN_UP in wanted else {},
        labels(programme, asked),
        frozenset(key for key, each in asked.items() if not (each.required and each.shown_if)),
        _nominations(person_ids, programme) if NOMINATIONS in wanted else {},
    )


def questions(programme: Programme) -> dict[str, Question]:
    """What the programme asks now, by key, in order; nothing of a programme that is not stored."""
    if programme.id is None:
        return {}
    newest = (
        select(QuestionSet.id)
        .where(QuestionSet.programme_id == programme.id)
        .order_by(QuestionSet.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Question).where(Question.set_id == newest).order_by(Question.position, Question.id)
    return {question.key: question for question in db.session.scalars(query)}


def labels(programme: Programme, asked: Mapping[str, Question] | None = None) -> Labels:
    """How the questions and earlier programmes that rules refer to are called."""
    named = [rule.parameters for rule in programme.rules if isinstance(rule.parameters, dict)]
    if asked is None:
        asked = questions(programme) if any("question" in each for each in named) else {}
    slugs = [each["programme"] for each in named if isinstance(each.get("programme"), str)]
    query = select(Programme).where(Programme.slug.in_(slugs))
    titles = {}
    for found in db.session.scalars(query) if slugs else ():
        titles["programme", found.slug] = words.in_language(found, "title")
    return titles | {("question", key): words.in_language(each, "label") for key, each in asked.items()}


def stored_answers(registration_ids: Sequence[int], keys: Collection[str]) -> dict[int, dict[str, Any]]:
    """What registrations answered to the questions of these keys: {registration id: {key: value}}."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    if not keys:
        return found
    for chosen in _chunks(registration_ids):
        query = select(Answer).join(Answer.question).options(joinedload(Answer.question))
        for answer in db.session.scalars(
            query.where(Answer.registration_id.in_(chosen), Question.key.in_(keys))
        ):
            found[answer.registration_id][answer.question.key] = answer.value
    return found


def _took_part(person_ids: Sequence[int], programme: Programme) -> dict[int, list[TookPart]]:
    """A place that somebody holds in this very programme does not stand against their holding it."""
    found: dict[int, list[TookPart]] = defaultdict(list)
    held_here = and_(Registration.programme_id == programme.id, Registration.state == "submitted")
    query = (
        select(Participation.person_id, Participation.kind, Participation.took_place_on, Programme.slug)
        .outerjoin(Registration, Participation.registration_id == Registration.id)
        .outerjoin(Programme, Registration.programme_id == Programme.id)
        .where(or_(Registration.id.is_(None), not_(held_here)))
    )
    for chosen in _chunks(person_ids):
        for person_id, kind, day, slug in db.session.execute(
            query.where(Participation.person_id.in_(chosen))
        ):
            found[person_id].append(TookPart(kind, day, slug))
        theirs = recorded.took_part().where(Member.person_id.in_(chosen), Programme.id != programme.id)
        for person_id, kind, closed_at, first_day, slug in db.session.execute(theirs):
            found[person_id].append(TookPart(kind, recorded.on(closed_at, first_day), slug))
    return found


def _certificates(person_ids: Sequence[int]) -> dict[int, list[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for chosen in _chunks(person_ids):
        for each in db.session.scalars(
            select(Certificate).where(Certificate.person_id.in_(chosen), Certificate.revoked_at.is_(None))
        ):
            found[each.person_id].append(each)
    return found


def _signed_up_on(person_ids: Sequence[int], programme: Programme) -> dict[int, dt.date]:
    """The day on which the party that somebody is in now was first sent."""
    found: dict[int, dt.date] = {}
    query = (
        select(Member.person_id, Registration.submitted_at)
        .join(Registration, Member.registration_id == Registration.id)
        .where(Member.programme_id == programme.id, Member.active)
    )
    for chosen in _chunks(person_ids):
        for person_id, at in db.session.execute(query.where(Member.person_id.in_(chosen))):
            found[person_id] = clock.local(at).date()
    return found


def _nominations(person_ids: Sequence[int], programme: Programme) -> dict[int, str]:
    """The state of the nomination in force, of who has one."""
    found: dict[int, str] = {}
    query = select(Nomination.person_id, Nomination.state).where(
        Nomination.programme_id == programme.id, Nomination.state.in_(("nominated", "confirmed"))
    )
    for chosen in _chunks(person_ids):
        for person_id, state in db.session.execute(query.where(Nomination.person_id.in_(chosen))):
            found[person_id] = state
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
