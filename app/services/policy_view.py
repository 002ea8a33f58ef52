"""What the pages of a programme's rules show: each in words, what is wrong with it, what to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import EligibilityRule, Programme
from app.services import eligibility, eligibility_facts
from app.services import kinds as known_kinds
from app.services.eligibility_rules import RULES
from app.services.rule_contradictions import faults

Options = Sequence[tuple[str, str]]
EARLIER = 200


@dataclass(frozen=True, slots=True)
class ShownRule:
    """`editable` is not what is none of the declared rules: it can only be deleted."""

    row: EligibilityRule
    label: str
    words: str
    faults: Sequence[str]

    @property
    def editable(self) -> bool:
        return self.row.rule in RULES


def rules(programme: Programme) -> list[ShownRule]:
    """Every rule in the table, whatever it is."""
    labels = eligibility_facts.labels(programme)
    return [
        ShownRule(
            rule,
            str(RULES[rule.rule].label) if rule.rule in RULES else rule.rule,
            eligibility.in_words(rule, programme, labels),
            faults(programme, rule),
        )
        for rule in programme.rules
    ]


def kinds() -> Options:
    """(code, label) of every kind, retired ones too: people have taken part in them."""
    return [(kind.code, words.in_language(kind, "label")) for kind in known_kinds.known()]


def earlier(programme: Programme) -> Options:
    """(slug, title) of what somebody can have taken part in, the latest first."""
    query = select(Programme).where(
        Programme.state.not_in(("draft", "cancelled")), Programme.id != programme.id
    )
    found = db.session.scalars(query.order_by(Programme.closes_at.desc(), Programme.id.desc()).limit(EARLIER))
    return [(each.slug, words.in_language(each, "title")) for each in found]


def questions(programme: Programme) -> dict[str, Options]:
    """(key, label) of what the programme asks now, by the question's kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, question in eligibility_facts.questions(programme).items():
        found.setdefault(question.kind, []).append((key, words.in_language(question, "label")))
    return dict(found)
