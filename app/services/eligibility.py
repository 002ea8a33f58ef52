"""Who may sign up: the programme's rules applied to people, at sign-up and whenever it matters again.

They are applied at sign-up, at import, when a problem is frozen, at publication and when a place is offered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app import clock, words
from app.models import EligibilityRule, Person, Programme, Registration
from app.services import eligibility_facts as facts
from app.services.eligibility_facts import Facts, Labels
from app.services.eligibility_rules import ANSWERS, RULES, Rule, Subject, is_sound, track_words

__all__ = [
    "RULES",
    "Ineligible",
    "Rule",
    "Warned",
    "describe",
    "in_words",
    "is_about_answers",
    "judge_each",
    "judge_of_many",
    "of_registrations",
    "reasons",
    "reasons_of_many",
    "track_words",
    "warnings",
    "warnings_of",
]


@dataclass(frozen=True, slots=True)
class Ineligible:
    """A rule that somebody does not meet: `message` says what stands against it, `advice` what to do next.

    `effect` "block" refuses, "warn" only tells. `rule` is the rule's name, `rule_id` the row.
    """

    rule: str
    message: str
    regulation: str
    advice: str = ""
    effect: str = "block"
    rule_id: int | None = None

    @property
    def blocks(self) -> bool:
        return self.effect == "block"


@dataclass(frozen=True, slots=True)
class Warned:
    """Somebody to whom a rule that only warns has something to say."""

    person: Person
    reason: Ineligible


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody to be judged, with answers by question key, None while they are not known."""

    person: Person
    answers: Mapping[str, Any] | None = None


def reasons(
    person: Person,
    programme: Programme,
    on: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
) -> list[Ineligible]:
    """Every rule that keeps `person` out; empty: eligible. `on` is today unless given.

    Rules about answers are not applied while `answers` (by question key) are not known.
    """
    (found,) = judge_each([person], programme, on, answers)
    return _blocking(found)


def judge_each(
    people: Sequence[Person],
    programme: Programme,
    on: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
) -> list[list[Ineligible]]:
    """What each does not meet, warnings too, in their order; people need not be in the database."""
    return _judge([Case(person, answers) for person in people], programme, on)


def reasons_of_many(
    people: Iterable[Person],
    programme: Programme,
    on: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
) -> dict[int, list[Ineligible]]:
    """The same for thousands, in a few queries: {person id: reasons} of those who are not eligible.

    `answers` are the same for everybody.
    """
    judged = judge_of_many(people, programme, on, answers)
    return {person_id: blocking for person_id, found in judged.items() if (blocking := _blocking(found))}


def judge_of_many(
    people: Iterable[Person],
    programme: Programme,
    on: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
) -> dict[int, list[Ineligible]]:
    """The same with warnings: {person id: all that they do not meet}."""
    everybody = list(people)
    judged = zip(everybody, judge_each(everybody, programme, on, answers), strict=True)
    return {person.id: found for person, found in judged if found}


def of_registrations(
    registrations: Sequence[Registration], programme: Programme, on: dt.date | None = None
) -> dict[int, list[Ineligible]]:
    """What members of sent registrations do not meet, warnings too, by person id; with what they answered."""
    answers = facts.stored_answers([each.id for each in registrations], _question_keys(programme))
    cases = [
        Case(member.person, answers.get(each.id, {})) for each in registrations for member in each.members
    ]
    judged = zip(cases, _judge(cases, programme, on), strict=True)
    return {case.person.id: found for case, found in judged if found}


def warnings(
    people: Sequence[Person],
    programme: Programme,
    on: dt.date | None = None,
    answers: Mapping[str, Any] | None = None,
) -> list[Warned]:
    """What is to be said before sending, and refuses nobody. Answers are the party's: said once."""
    judged = judge_each(people, programme, on, answers)
    return _warned(list(zip(people, judged, strict=True)))


def warnings_of(registration: Registration) -> list[Warned]:
    """The same of a sent registration, as things stand now."""
    judged = of_registrations([registration], registration.programme)
    return _warned([(m.person, judged.get(m.person_id, [])) for m in registration.members])


def describe(programme: Programme) -> list[tuple[str, str]]:
    """The programme's rules in words: (rule, regulation it rests on)."""
    labels = facts.labels(programme)
    sound = [rule for rule in programme.rules if is_sound(rule.rule, rule.parameters)]
    return [(in_words(rule, programme, labels), rule.regulation) for rule in sound]


def in_words(rule: EligibilityRule, programme: Programme, labels: Labels) -> str:
    """One rule as people read it; `labels` are from `eligibility_facts.labels`."""
    if not is_sound(rule.rule, rule.parameters):
        return str(_("无法识别的条件“%(name)s”", name=rule.rule))
    said = RULES[rule.rule].describe(_given(rule, programme, labels))
    return str(said) if rule.effect == "block" else str(_("%(rule)s（不符合的仅作提醒）", rule=said))


def is_about_answers(name: str) -> bool:
    """Whether the rule of this name can only be applied once its question has been answered."""
    return name in RULES and RULES[name].looks_at == ANSWERS


def _warned(judged: Sequence[tuple[Person, Sequence[Ineligible]]]) -> list[Warned]:
    found: list[Warned] = []
    told: set[int | None] = set()
    for person, each in judged:
        for reason in each:
            if reason.blocks or (is_about_answers(reason.rule) and reason.rule_id in told):
                continue
            told.add(reason.rule_id)
            found.append(Warned(person, reason))
    return found


def _blocking(found: Sequence[Ineligible]) -> list[Ineligible]:
    return [each for each in found if each.blocks]


def _judge(cases: Sequence[Case], programme: Programme, on: dt.date | None) -> list[list[Ineligible]]:
    """What each does not meet, in their order."""
    if not programme.rules:
        return [[] for _case in cases]
    known = facts.read([case.person.id for case in cases if case.person.id is not None], programme)
    rules = [
        (rule, _given(rule, programme, known.labels) if is_sound(rule.rule, rule.parameters) else None)
        for rule in programme.rules
    ]
    day = on or clock.today()
    judged = []
    for case in cases:
        subject = _subject(case, day, known)
        said = (_one(rule, given, subject) for rule, given in rules)
        judged.append([each for each in said if each is not None])
    return judged


def _subject(case: Case, day: dt.date, known: Facts) -> Subject:
    """Somebody who is not in the database has no facts."""
    of = case.person.id
    if of is None:
        return Subject(case.person, (), day, answers=case.answers, owed=known.owed)
    return Subject(
        case.person,
        known.took_part.get(of, ()),
        day,
        known.signed_up_on.get(of),
        known.certificates.get(of, ()),
        case.answers,
        known.owed,
        known.nominations.get(of),
    )


def _one(rule: EligibilityRule, given: Mapping[str, Any] | None, subject: Subject) -> Ineligible | None:
    """Without `given` the rule is not one of ours or not sound: never applied, and nobody passes it."""
    if given is None:
        refusal = (_("有一项资格条件暂时无法核对"), _("请联系主办单位或本单位工会经办人。"))
    else:
        found = RULES[rule.rule].refuse(subject, given)
        if found is None:
            return None
        refusal = (words.in_language(rule, "message") or found[0], found[1])
    return Ineligible(rule.rule, refusal[0], rule.regulation, refusal[1], rule.effect or "block", rule.id)


def _given(rule: EligibilityRule, programme: Programme, labels: Labels) -> dict[str, Any]:
    """A sound rule's parameters, with what they refer to in words."""
    given = {**rule.parameters, "programme_kind": programme.kind}
    for what in ("question", "programme"):
        if what in rule.parameters:
            given["label"] = labels.get((what, rule.parameters[what]), rule.parameters[what])
    return given


def _question_keys(programme: Programme) -> set[str]:
    sound = [rule for rule in programme.rules if is_sound(rule.rule, rule.parameters)]
    return {rule.parameters["question"] for rule in sound if RULES[rule.rule].looks_at == ANSWERS}
