"""The questions of a programme as the city's coordinator writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app import words
from app.errors import Invalid
from app.extensions import db
from app.models import Account, Programme, Question, QuestionSet
from app.services import answer_words, audit, question_sets, rule_contradictions
from app.services.answers_export import export_columns
from app.services.question_contradictions import contradictions, of_set
from app.services.question_sets import current, question_of

__all__ = [
    "add",
    "condition_words",
    "contradictions",
    "current",
    "deciding",
    "delete",
    "edit",
    "export_columns",
    "move",
    "question_of",
    "standing",
]

CHANGED = ("label", "label_en", "help", "help_en", "required", "options", "limits", "shown_if")


@dataclass(frozen=True, slots=True)
class Standing:
    """Which version is asked (0: none yet), how many registrations have answered it, may it be changed."""

    version: int
    answered: int
    may_change: bool

    @property
    def changes_make_a_new_one(self) -> bool:
        return self.may_change and self.answered > 0


def standing(programme: Programme, asked: QuestionSet | None) -> Standing:
    """What to say before anything is changed."""
    answered = question_sets.answered_count(asked) if asked is not None else 0
    return Standing(asked.version if asked else 0, answered, programme.state in question_sets.CHANGEABLE)


def add(actor: Account, programme: Programme, kind: str, values: Mapping[str, Any]) -> Question:
    """One more question, at the end. Raises Invalid, or DomainError once sign-up has closed."""
    asked = question_sets.writable(programme)
    _refuse_twice(asked, values["label"], None)
    key = question_sets.new_key(programme)
    question = Question(key=key, kind=kind, position=len(asked.questions) + 1, **values)
    asked.questions.append(question)
    db.session.flush()
    _finish(actor, programme, "question.create", question)
    return question


def edit(actor: Account, programme: Programme, key: str, values: Mapping[str, Any]) -> None:
    """Write `values` into the question, or into its successor in a new version; its kind stays.

    Raises NotFound, Invalid, or DomainError once sign-up has closed.
    """
    if not audit.differences(question_of(current(programme), key), values):
        return
    asked = question_sets.writable(programme)
    question = question_of(asked, key)
    _refuse_twice(asked, values["label"], key)
    found = audit.differences(question, values)
    told = {name: _told(question, name) for name in found}
    for name, value in values.items():
        setattr(question, name, value)
    db.session.flush()
    changes = {name: (before, _told(question, name)) for name, before in told.items()}
    _finish(actor, programme, "question.edit", question, changes)


def move(actor: Account, programme: Programme, key: str, by: int) -> None:
    """One place up (-1) or down (1); at the end of the list nothing happens. Raises as `edit`."""
    before = current(programme)
    keys = [question.key for question in before.questions] if before else []
    question_of(before, key)
    here = keys.index(key)
    if not 0 <= here + by < len(keys):
        return
    asked = question_sets.writable(programme)
    ordered = list(asked.questions)
    ordered.insert(here + by, ordered.pop(here))
    _number(asked, ordered)
    places = {"question_position": (here + 1, here + by + 1)}
    _finish(actor, programme, "question.move", question_of(asked, key), places)


def delete(actor: Account, programme: Programme, key: str) -> None:
    """Ask it no more; what was answered to it stays with its version. Raises as `edit`."""
    question_of(current(programme), key)
    asked = question_sets.writable(programme)
    question = question_of(asked, key)
    label = question.label
    asked.questions.remove(question)
    _number(asked, list(asked.questions))
    _finish(actor, programme, "question.delete", asked, label=label)


def _number(asked: QuestionSet, ordered: list[Question]) -> None:
    for position, question in enumerate(ordered, 1):
        question.position = position
    db.session.flush()
    db.session.expire(asked, ["questions"])


def _refuse_twice(asked: QuestionSet, label: str, key: str | None) -> None:
    """The same question again is a second press, or a mistake."""
    if any(question.label == label and question.key != key for question in asked.questions):
        raise Invalid(_("已经有同样的问题，请改一改文字"), "label")


def _finish(
    actor: Account,
    programme: Programme,
    action: str,
    subject: Question | QuestionSet,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    label: str = "",
) -> None:
    """While people can answer, nothing is kept that could not be asked, or that a rule could not do with."""
    asked = subject.question_set if isinstance(subject, Question) else subject
    if programme.state != "draft":
        found = [each.message for each in of_set(asked)] + _faults_of_rules(programme)
        if found:
            raise Invalid(_("不能这样改：%(why)s", why=words.sentences(found)))
    name = label or (subject.label if isinstance(subject, Question) else "")
    told = {"question_version": ("", asked.version)} | dict(changes or {})
    audit.record(actor, action, subject, label=f"{programme.title} · {name}", changes=told)


def _faults_of_rules(programme: Programme) -> list[str]:
    """What is wrong with the rules of eligibility that rest on a question."""
    resting = [rule for rule in programme.rules if "question" in rule.parameters]
    return [fault for rule in resting for fault in rule_contradictions.faults(programme, rule)]


def deciding(asked: QuestionSet) -> set[str]:
    """Keys of the questions whose answers decide whether others are put."""
    conditions = (question.shown_if or {} for question in asked.questions)
    return {condition["question"] for condition in conditions if "question" in condition}


def condition_words(question: Question, asked: QuestionSet | None) -> str:
    """When the question is put, in words; empty: always."""
    condition = question.shown_if
    if not condition:
        return ""
    if "age_min" in condition:
        return str(_("同行组里最年长的满 %(years)s 岁时", years=condition["age_min"]))
    found = [each for each in (asked.questions if asked else ()) if each.key == condition.get("question")]
    if not found:
        return str(_("取决于已经没有的问题"))
    values = words.listed(answer_words.option_words(found[0], each) for each in condition.get("values", ()))
    label = words.in_language(found[0], "label")
    return str(_("“%(question)s”回答“%(answer)s”时", question=label, answer=values))


def _told(question: Question, name: str) -> str:
    """A column as the record shows it."""
    value = getattr(question, name)
    if name == "options":
        return words.listed(words.entry(each) for each in value)
    if name == "shown_if":
        return condition_words(question, question.question_set)
    if name == "limits":
        return words.clauses(_limit_words(part, limit) for part, limit in value.items())
    text = str(value)
    return text if len(text) <= 200 else text[:200] + "…"


def _limit_words(part: str, limit: Any) -> str:
    named = {
        "min": _("最少 %(limit)s", limit=limit),
        "max": _("最多 %(limit)s", limit=limit),
        "whole": _("只能填整数"),
        "types": _("接受 %(kinds)s", kinds=words.listed(limit) if isinstance(limit, list) else limit),
        "megabytes": _("最大 %(limit)s MB", limit=limit),
    }
    return str(named.get(part, part))
