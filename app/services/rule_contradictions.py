"""What is wrong with a programme's rules themselves, found before sign-up opens and when one is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import gettext
from sqlalchemy import select

from app import words
from app.extensions import db
from app.models import EligibilityRule, Programme, Question, Unit
from app.services import eligibility_facts
from app.services.contradictions import Contradiction
from app.services.eligibility_rules import RULES, is_sound

QUESTION_KINDS = {"document": "file", "health_question": "yes_no"}


def find(programme: Programme) -> list[Contradiction]:
    """Every rule that could not be applied, each with what to change; empty: all can."""
    asked = eligibility_facts.questions(programme)
    found = []
    for rule in programme.rules:
        found += [Contradiction(fault, "policy") for fault in _faults(rule, programme, asked)]
    return found


def faults(programme: Programme, rule: EligibilityRule) -> list[str]:
    """The same of one rule, in words."""
    return list(_faults(rule, programme, eligibility_facts.questions(programme)))


def _faults(rule: EligibilityRule, programme: Programme, asked: Mapping[str, Question]) -> Iterator[str]:
    if rule.rule not in RULES:
        yield gettext("资格条件里的“%(name)s”不是系统里的条件，请删除后重新添加。", name=rule.rule)
        return
    label = RULES[rule.rule].label
    if not is_sound(rule.rule, rule.parameters):
        yield gettext("资格条件“%(rule)s”的内容不完整或不对，请修改。", rule=label)
        return
    if rule.rule in QUESTION_KINDS:
        yield from _question(rule, label, asked.get(rule.parameters["question"]))
    if unknown := _unknown_units(rule.parameters.get("codes", [])):
        yield gettext(
            "资格条件“%(rule)s”里没有这些单位代码：%(codes)s，请核对。",
            rule=label,
            codes=words.listed(unknown),
        )
    if slug := rule.parameters.get("programme"):
        yield from _earlier(programme, label, slug)


def _question(rule: EligibilityRule, label: str, question: Question | None) -> Iterator[str]:
    """A health question that may be skipped asks nothing."""
    if question is None:
        key = rule.parameters["question"]
        yield gettext(
            "资格条件“%(rule)s”所指的问题“%(key)s”不在“问题”里，请改选问题，或删除这一条。",
            rule=label,
            key=key,
        )
    elif question.kind != QUESTION_KINDS[rule.rule]:
        named = {"rule": label, "question": words.in_language(question, "label")}
        yield gettext("资格条件“%(rule)s”所指的问题“%(question)s”类型不对，请改选问题。", **named)
    elif rule.rule == "health_question" and not question.required:
        named = {"rule": label, "question": words.in_language(question, "label")}
        yield gettext("资格条件“%(rule)s”所指的问题“%(question)s”可以不答，请把它改成必答。", **named)


def _unknown_units(codes: list[str]) -> list[str]:
    if not codes:
        return []
    known = set(db.session.scalars(select(Unit.code).where(Unit.code.in_(codes))))
    return [code for code in codes if code not in known]


def _earlier(programme: Programme, label: str, slug: str) -> Iterator[str]:
    if slug == programme.slug:
        yield gettext("资格条件“%(rule)s”指向的是这个项目本身，请改选以前的项目。", rule=label)
    elif db.session.scalar(select(Programme.id).where(Programme.slug == slug)) is None:
        yield gettext("资格条件“%(rule)s”所指的项目“%(slug)s”不存在，请改选。", rule=label, slug=slug)
