"""Questions that cannot be asked as they stand, each with what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app import plausible, words
from app.models import Programme, Question, QuestionSet
from app.models.question import FILE_TYPES, LARGEST_TEAM, LONGEST_TEXT, MOST_MEGABYTES, OLDEST
from app.services import question_sets
from app.services.answer_checks import is_age, option_values
from app.services.contradictions import Contradiction

CHOOSING = ("one_of", "some_of")
# questions whose answers may decide whether another is put
DECIDING = ("yes_no", *CHOOSING)


def contradictions(programme: Programme) -> list[Contradiction]:
    """All at once, in the order of the questions; empty: they can be asked."""
    return of_set(question_sets.current(programme))


def of_set(asked: QuestionSet | None) -> list[Contradiction]:
    """The same of one version."""
    found: list[Contradiction] = []
    earlier: dict[str, Question] = {}
    later = {question.key for question in (asked.questions if asked else ())}
    for question in asked.questions if asked else ():
        later.discard(question.key)
        name = words.in_language(question, "label")
        for what in (*_condition(question, earlier, later), *_options(question), *_limits(question)):
            found.append(Contradiction(_("问题“%(name)s”：%(what)s", name=name, what=what), "questions"))
        earlier[question.key] = question
    return found


def _condition(question: Question, earlier: dict[str, Question], later: set[str]) -> Iterator[str]:
    condition = question.shown_if
    if not condition:
        return
    if "age_min" in condition:
        if not is_age(condition["age_min"]):
            yield _("显示条件里的年龄要在 1 到 %(most)s 之间，请改正。", most=OLDEST)
        return
    key = condition.get("question")
    if key in later or key == question.key:
        yield _("显示条件取决于排在它后面的问题，请把它移到后面，或改显示条件。")
    elif key not in earlier:
        yield _("显示条件取决于已经没有的问题，请改显示条件。")
    elif earlier[key].kind not in DECIDING:
        yield _("显示条件只能取决于“是／否”或选择类的问题，请改显示条件。")
    else:
        yield from _values(earlier[key], condition.get("values"))


def _values(decides: Question, values: Any) -> Iterator[str]:
    if not isinstance(values, list) or not values:
        yield _("显示条件没有写明回答什么时显示，请选择至少一个回答。")
        return
    known: list[Any] = [True, False] if decides.kind == "yes_no" else list(option_values(decides))
    if any(type(each) not in (bool, str) or each not in known for each in values):
        name = words.in_language(decides, "label")
        yield _("显示条件用到了“%(name)s”没有的选项，请重新选择。", name=name)


def _options(question: Question) -> Iterator[str]:
    if question.kind not in CHOOSING:
        return
    values = option_values(question)
    if len(values) < 2:
        yield _("至少要有两个选项，请补上。")
    if len(set(values)) < len(values):
        yield _("有两个选项的值相同，请删去一个。")
    if any(
        not isinstance(each, dict) or not each.get("value") or not each.get("zh") for each in question.options
    ):
        yield _("有选项没有写明文字，请补上。")


def _limits(question: Question) -> Iterator[str]:
    limits = question.limits
    if question.kind == "file":
        yield from _of_file(limits)
        return
    read = _day if question.kind == "date" else _number
    least, most = read(limits.get("min")), read(limits.get("max"))
    if least is NotImplemented or most is NotImplemented:
        yield _("“最少”或“最多”看不明白，请重新填写。")
        return
    if least is not None and most is not None and least > most:
        yield _("“最少”大于“最多”，没有人能回答，请改正。")
    if question.kind == "some_of" and least is not None and least > len(question.options):
        yield _("要求至少选的项数比选项还多，请改小。")
    ceiling = {"text": LONGEST_TEXT, "team": LARGEST_TEAM}.get(question.kind)
    if ceiling is not None and any(each is not None and not 0 <= each <= ceiling for each in (least, most)):
        yield _("“最少”和“最多”要在 0 到 %(most)s 之间，请改正。", most=ceiling)


def _of_file(limits: dict[str, Any]) -> Iterator[str]:
    types = limits.get("types")
    if types is not None and (not isinstance(types, list) or not types or not set(types) <= set(FILE_TYPES)):
        yield _(
            "文件类型只能是 %(kinds)s，至少选一种。", kinds=words.listed(each.upper() for each in FILE_TYPES)
        )
    size = limits.get("megabytes")
    if size is not None and (not _is_whole(size) or not 1 <= size <= MOST_MEGABYTES):
        yield _("文件大小要在 1 到 %(most)s MB 之间，请改正。", most=MOST_MEGABYTES)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> Any:
    """NotImplemented: it is none."""
    sound = value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return value if sound else NotImplemented


def _day(value: Any) -> Any:
    try:
        return plausible.day(value) if value else None
    except (TypeError, ValueError):
        return NotImplemented
