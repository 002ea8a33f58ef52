"""How many of the workers known to us a programme's rules let through, and what stops or warns the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from app.extensions import db
from app.models import Member, Person, Programme, Registration
from app.services import eligibility, eligibility_facts
from app.services.eligibility import RULES, Ineligible

# rules do not look at these, and decrypting thousands takes seconds
SPARED = (defer(Person.identity), defer(Person.phone))


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many a rule keeps out or, where it only warns, warns; `words` say what the rule is."""

    rule_id: int
    words: str
    stopped: int
    warned: int


@dataclass(frozen=True, slots=True)
class Passing:
    """`rules` in their order; somebody stopped by two rules counts for both.

    `unjudged` says that rules about answers are among them: nobody has answered yet.
    """

    known: int
    passing: int
    rules: tuple[RuleCount, ...] = ()
    unjudged: bool = False

    @property
    def nobody(self) -> bool:
        """Rules that let no known worker through; with no worker known yet, nothing can be said."""
        return self.known > 0 and self.passing == 0

    @property
    def stopped(self) -> dict[int, int]:
        """How many people each rule keeps out, by rule id; rules that keep nobody out are left out."""
        return {each.rule_id: each.stopped for each in self.rules if each.stopped}

    @property
    def warned(self) -> dict[int, int]:
        """How many people each rule would warn, likewise."""
        return {each.rule_id: each.warned for each in self.rules if each.warned}


def of_all_known(programme: Programme) -> Passing:
    """The rules of `programme` applied to every worker we know."""
    if not programme.rules:
        known = db.session.scalar(select(func.count()).select_from(Person)) or 0
        return Passing(known, known)
    people = db.session.scalars(select(Person).options(joinedload(Person.unit), *SPARED)).all()
    judged = eligibility.judge_of_many(people, programme)
    refused = sum(any(_keeps_out(each) for each in found) for found in judged.values())
    return Passing(
        len(people),
        len(people) - refused,
        _by_rule(programme, judged.values()),
        any(eligibility.is_about_answers(rule.rule) for rule in programme.rules),
    )


def _keeps_out(found: Ineligible) -> bool:
    """What is only given once the programme is known keeps nobody out beforehand."""
    return found.blocks and not (found.rule in RULES and RULES[found.rule].given_later)


def _by_rule(programme: Programme, judged: Iterable[list[Ineligible]]) -> tuple[RuleCount, ...]:
    broken = Counter(each.rule_id for found in judged for each in found)
    labels = eligibility_facts.labels(programme)
    return tuple(
        RuleCount(
            rule.id,
            eligibility.in_words(rule, programme, labels),
            broken[rule.id] if rule.effect == "block" else 0,
            broken[rule.id] if rule.effect == "warn" else 0,
        )
        for rule in programme.rules
    )


def signed_up_but_stopped(programme: Programme) -> list[Member]:
    """Members of sent registrations whom the rules, as they stand now, would refuse."""
    of_person = joinedload(Member.person).options(joinedload(Person.unit), *SPARED)
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.programme_id == programme.id, Registration.state == "submitted")
        .options(selectinload(Registration.members).options(of_person))
        .order_by(Registration.id)
    ).all()
    judged = eligibility.of_registrations(registrations, programme)
    stopped = {of for of, found in judged.items() if any(each.blocks for each in found)}
    return [member for each in registrations for member in each.members if member.person_id in stopped]
