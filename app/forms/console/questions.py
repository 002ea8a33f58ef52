"""A question as it is written in the console: what all have in common, and the limits of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import ValidationError

from app import words
from app.forms.console.fields import (
    ConsoleForm,
    Day,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    lines,
    needed,
)
from app.forms.console.question_options import options_of, options_text
from app.forms.question_fields import NumberTyped
from app.models import Question
from app.models.question import FILE_TYPES, LARGEST_TEAM, LONGEST_TEXT, MOST_MEGABYTES, OLDEST


def kind_words() -> dict[str, str]:
    """The kinds of questions, in the order in which they are offered."""
    return {
        "text": _("文字"),
        "number": _("数字"),
        "date": _("日期"),
        "yes_no": _("是／否"),
        "one_of": _("单选"),
        "some_of": _("多选"),
        "file": _("文件"),
        "person": _("一个人"),
        "team": _("一支队伍"),
    }


class QuestionForm(ConsoleForm):
    """Words, whether it must be answered, and when it is put; kinds add their limits between.

    `earlier` are the questions before it: those with a choice of answers may decide whether it is put.
    """

    label = Words(_l("问题"), [needed(), at_most(200)])
    label_en = Words(_l("问题（英文）"), [at_most(300)])
    help = Words(_l("说明"), [at_most(1000)], description=_l("写在问题下面，可不填"))
    help_en = Words(_l("说明（英文）"), [at_most(1000)])
    required = BooleanField(_l("必须回答"), default=True)
    when = MultiCheckboxField(
        _l("只在这样回答时显示"),
        description=_l("都不选：一直显示。可以选同一个问题的几个回答。"),
        validate_choice=False,
    )
    age_min = WholeNumber(
        _l("只在同行组里最年长的满几岁时显示"),
        [between(1, OLDEST)],
        description=_l("不填：不看年龄。不能和上面的条件一起用。"),
    )

    def __init__(self, earlier: Sequence[Question], obj: Question | None = None) -> None:
        held = _held(obj) if obj is not None else {}
        super().__init__(obj=obj, data=held)
        self._answers = dict(_deciding(earlier))
        self.when.choices = [SelectChoice(name, text) for name, (_to, _value, text) in self._answers.items()]
        self._former = list(obj.options) if obj is not None else []

    def validate_when(self, field: MultiCheckboxField) -> None:
        chosen = field.data or []
        if any(name not in self._answers for name in chosen):
            raise ValidationError(_("显示条件里的问题已经改过，请重新选择"))
        if len({self._answers[name][0] for name in chosen}) > 1:
            raise ValidationError(_("只能按一个问题的回答来显示，请只选同一个问题的"))
        if chosen and self.age_min.data is not None:
            raise ValidationError(_("按回答显示和按年龄显示只能用一种"))

    def columns(self) -> dict[str, Any]:
        """The question's columns, without its kind and key."""
        values = {name: self[name].data or "" for name in ("label", "label_en", "help", "help_en")}
        return values | {
            "required": bool(self.required.data),
            "options": self.options_given(),
            "limits": {name: limit for name, limit in self.limits_given().items() if limit not in (None, "")},
            "shown_if": self._shown_if(),
        }

    def _shown_if(self) -> dict[str, Any] | None:
        if self.age_min.data is not None:
            return {"age_min": self.age_min.data}
        chosen = [self._answers[name] for name in self.when.data or []]
        return (
            {"question": chosen[0][0], "values": [value for _to, value, _text in chosen]} if chosen else None
        )

    def options_given(self) -> list[dict[str, str]]:
        """What there is to choose from, for kinds that have it."""
        return []

    def limits_given(self) -> dict[str, Any]:
        """Limits as they were entered; empty ones are left out."""
        return {}


def _deciding(earlier: Sequence[Question]) -> list[tuple[str, tuple[str, Any, str]]]:
    """Each answer that could decide: (name of its box, (question key, value, words))."""
    found: list[tuple[str, tuple[str, Any, str]]] = []
    for question in earlier:
        label = words.in_language(question, "label")
        answers: list[tuple[str, Any, str]] = []
        if question.kind == "yes_no":
            answers = [("yes", True, _("是")), ("no", False, _("否"))]
        elif question.kind in ("one_of", "some_of"):
            answers = [(str(o["value"]), o["value"], words.entry(o)) for o in question.options]
        for name, value, text in answers:
            said = _("“%(question)s”回答“%(answer)s”", question=label, answer=text)
            found.append((f"{question.key}:{name}", (question.key, value, said)))
    return found


def _held(question: Question) -> dict[str, Any]:
    """What the fields hold that are not columns themselves."""
    condition, limits = question.shown_if or {}, question.limits
    values = (_box(each) for each in condition.get("values", ()))
    held = {
        "when": [f"{condition.get('question')}:{each}" for each in values],
        "age_min": condition.get("age_min"),
        "least": _limit(question, "min"),
        "most": _limit(question, "max"),
        "choices": options_text(question.options),
    }
    return held | {name: limits[name] for name in ("whole", "types", "megabytes") if name in limits}


def _box(value: Any) -> str:
    """What stands for an answer in the name of its box."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _limit(question: Question, name: str) -> Any:
    limit = question.limits.get(name)
    return dt.date.fromisoformat(limit) if limit and question.kind == "date" else limit


class _Limited(QuestionForm):
    """With a least and a most; the field of the least comes with the kind."""

    def validate_most(self, field: Any) -> None:
        least, most = self.limits_given()["min"], self.limits_given()["max"]
        if least is not None and most is not None and least > most:
            raise ValidationError(_("“最多”不能小于“最少”"))

    def limits_given(self) -> dict[str, Any]:
        return {"min": self.least.data, "max": self.most.data}


class TextQuestion(_Limited):
    least = WholeNumber(_l("最少几个字"), [between(0, LONGEST_TEXT)])
    most = WholeNumber(_l("最多几个字"), [between(1, LONGEST_TEXT)])


class NumberQuestion(_Limited):
    least = NumberTyped(_l("最小"))
    most = NumberTyped(_l("最大"))
    whole = BooleanField(_l("只能填整数"))

    def limits_given(self) -> dict[str, Any]:
        return {"min": self.least.number, "max": self.most.number, "whole": self.whole.data or None}


class DateQuestion(_Limited):
    least = Day(_l("最早"))
    most = Day(_l("最晚"))

    def limits_given(self) -> dict[str, Any]:
        least, most = self.least.data, self.most.data
        return {"min": least.isoformat() if least else None, "max": most.isoformat() if most else None}


class _Choosing(QuestionForm):
    choices = TextAreaField(
        _l("选项"),
        [needed(), at_most(4000)],
        description=_l("每行一个：中文 | 英文（可不填）。至少两个。"),
    )

    def validate_choices(self, field: TextAreaField) -> None:
        given = [option["zh"] for option in self.options_given()]
        if len(given) < 2:
            raise ValidationError(_("至少要有两个选项"))
        if len(set(given)) < len(given):
            raise ValidationError(_("有两个选项的文字相同，请删去一个"))

    def options_given(self) -> list[dict[str, str]]:
        return options_of(lines(self.choices), self._former)


class OneOfQuestion(_Choosing):
    pass


class SomeOfQuestion(_Choosing, _Limited):
    least = WholeNumber(_l("至少选几项"), [between(0, 100)])
    most = WholeNumber(_l("最多选几项"), [between(1, 100)])

    def validate_least(self, field: WholeNumber) -> None:
        if field.data is not None and field.data > len(self.options_given()):
            raise ValidationError(_("要求至少选的项数比选项还多"))


class FileQuestion(QuestionForm):
    types = MultiCheckboxField(
        _l("接受的文件"), choices=[SelectChoice(kind, kind.upper()) for kind in FILE_TYPES]
    )
    megabytes = WholeNumber(_l("最大几 MB"), [entered(), between(1, MOST_MEGABYTES)], default=MOST_MEGABYTES)

    def __init__(self, earlier: Sequence[Question], obj: Question | None = None) -> None:
        super().__init__(earlier, obj)
        if not self.is_submitted() and not self.types.data:
            self.types.data = list(FILE_TYPES)

    def validate_types(self, field: MultiCheckboxField) -> None:
        if not field.data:
            raise ValidationError(_("请至少选一种文件"))

    def limits_given(self) -> dict[str, Any]:
        return {"types": self.types.data, "megabytes": self.megabytes.data}


class TeamQuestion(_Limited):
    least = WholeNumber(_l("最少几名队员"), [between(1, LARGEST_TEAM)])
    most = WholeNumber(_l("最多几名队员"), [between(1, LARGEST_TEAM)])


QUESTION_FORMS: Mapping[str, type[QuestionForm]] = {
    "text": TextQuestion,
    "number": NumberQuestion,
    "date": DateQuestion,
    "yes_no": QuestionForm,
    "one_of": OneOfQuestion,
    "some_of": SomeOfQuestion,
    "file": FileQuestion,
    "person": QuestionForm,
    "team": TeamQuestion,
}


class SampleForm(ConsoleForm):
    """For whom the preview is made."""

    age = WholeNumber(_l("同行组里最年长的几岁"), [between(1, OLDEST)], default=40)

    def years(self) -> int:
        """The age that was entered if it can be one, else that of somebody in the middle of working life."""
        return self.age.data if self.age.data is not None and 1 <= self.age.data <= OLDEST else 40
