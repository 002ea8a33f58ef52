"""What a person sees of a set: a question while answering, and afterwards what was right and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import clock, words
from app.models import QuizQuestion, QuizTry
from app.services.quiz import marking, tries


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown, without anything of what is right; `chosen` are places in `options`."""

    position: int
    kind: str
    kind_words: str
    words: str
    options: Sequence[str]
    chosen: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question once the try is over: options with whether each is right and was chosen."""

    position: int
    words: str
    options: Sequence[tuple[str, bool, bool]]
    is_right: bool
    explanation: str
    source: str


def kind_words(kind: str) -> str:
    """单选题, 多选题, 判断题"""
    return str({"single": _("单选题"), "multiple": _("多选题"), "true_false": _("判断题")}[kind])


def options_of(question: QuizQuestion) -> list[str]:
    """Its options in words, in their own order."""
    if question.kind == "true_false":
        return [str(_("对")), str(_("错"))]
    return [words.entry(option) for option in question.options]


def asked(tried: QuizTry, position: int) -> Asked:
    """The question at a place of a set that is being answered."""
    question = tries.question(tried, position)
    order, options = tries.option_order(tried, position, question), options_of(question)
    chosen = tried.answers.get(str(position), [])
    return Asked(
        position,
        question.kind,
        kind_words(question.kind),
        words.in_language(question, "words"),
        [options[place] for place in order],
        [shown for shown, place in enumerate(order) if place in chosen],
    )


def reviewed(tried: QuizTry) -> list[Reviewed]:
    """Every question of a try that is over, in its order."""
    found = tries.questions_of(tried)
    return [_reviewed(tried, place, found[one["id"]]) for place, one in enumerate(tried.questions, 1)]


def _reviewed(tried: QuizTry, position: int, question: QuizQuestion) -> Reviewed:
    chosen, options = tried.answers.get(str(position), []), options_of(question)
    order = tries.option_order(tried, position, question)
    return Reviewed(
        position,
        words.in_language(question, "words"),
        [(options[place], place in question.right, place in chosen) for place in order],
        marking.is_right(question.right, chosen),
        words.in_language(question, "explanation"),
        question.source,
    )


def seconds_left(tried: QuizTry) -> int:
    """Until the clock ends it, never less than nothing."""
    return max(0, int((tried.ends_at - clock.now()).total_seconds()))


def unanswered(tried: QuizTry) -> list[int]:
    """Places of the questions without an answer."""
    return [place for place in range(1, len(tried.questions) + 1) if str(place) not in tried.answers]
