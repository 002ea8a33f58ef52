"""One form for each declared rule of eligibility."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

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
from app.forms.console.people import TRACKS
from app.forms.console.programmes import TIER_WORDS
from app.models import EligibilityRule

CHOOSE = _l("请至少选一项")
MOST_UNITS, LONGEST_CODE = 500, 40
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What rules can refer to, each as (value, words): kinds, earlier programmes, questions by their kind."""

    kinds: Options = ()
    programmes: Options = ()
    questions: Mapping[str, Options] = field(default_factory=dict)


def _choices(options: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in options]


def _with(options: Options, kept: Sequence[str]) -> list[SelectChoice]:
    """The options, and what is kept already though it is no longer offered."""
    values = {value for value, _label in options}
    return _choices([*options, *((value, value) for value in kept if value not in values)])


class RuleForm(ConsoleForm):
    """The fields of a subclass, without those that every rule has, are the rule's parameters."""

    EVERY: ClassVar[tuple[str, ...]] = ("effect", "message", "message_en", "regulation")

    effect = RadioField(
        _l("不符合的人"),
        choices=[SelectChoice("block", _l("不能报名")), SelectChoice("warn", _l("可以报名，但要提醒"))],
        default="block",
    )
    message = TextAreaField(
        _l("给不符合的人看的话"), [at_most(300)], description=_l("不填：用系统的说法，并写明具体情况")
    )
    message_en = TextAreaField(_l("给不符合的人看的话（英文）"), [at_most(400)])
    regulation = Words(_l("依据"), [at_most(200)], description=_l("文件名称和条款，职工不符合条件时会看到"))

    def __init__(self, offered: Offered, rule: EligibilityRule | None = None, **kwargs: Any) -> None:
        kept = self.from_parameters(rule.parameters) if rule is not None else {}
        every = {name: getattr(rule, name) for name in self.EVERY} if rule is not None else {}
        super().__init__(**every, **kept, **kwargs)
        self.offer(offered, kept)

    def offer(self, offered: Offered, kept: Mapping[str, Any]) -> None:
        """Fill in what can be chosen; `kept` is what stands there already."""

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        """How stored parameters stand in the fields."""
        return parameters

    def parameters(self) -> dict[str, Any]:
        """What was entered; what may be left out and was is not there."""
        values = {name: value for name, value in self.values().items() if name not in self.EVERY}
        return {name: value for name, value in values.items() if value not in (None, "", [])}

    def rule_values(self) -> dict[str, Any]:
        """The rule's columns."""
        texts = {name: (self[name].data or "").strip() for name in ("message", "message_en", "regulation")}
        return {"parameters": self.parameters(), "effect": self.effect.data, **texts}


class NotWithinYearsForm(RuleForm):
    kinds = MultiCheckboxField(_l("这些类别的活动"), description=_l("不选：和这个项目同类的活动"))
    years = WholeNumber(_l("几年内不重复"), [entered(), between(1, 30)], default=3)

    def offer(self, offered: Offered, kept: Mapping[str, Any]) -> None:
        self.kinds.choices = _with(offered.kinds, kept.get("kinds", []))

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        """An earlier spelling names one kind."""
        one = [parameters["kind"]] if "kind" in parameters else []
        return {"kinds": one, **parameters}


class CompletedForm(RuleForm):
    kinds = MultiCheckboxField(_l("参加过其中一类"))
    programme = SelectField(_l("或者参加过这个项目"), default="")

    def offer(self, offered: Offered, kept: Mapping[str, Any]) -> None:
        self.kinds.choices = _with(offered.kinds, kept.get("kinds", []))
        named = [kept["programme"]] if "programme" in kept else []
        self.programme.choices = [SelectChoice("", _l("（不限）")), *_with(offered.programmes, named)]

    def validate_programme(self, field: SelectField) -> None:
        if not field.data and not self.kinds.data:
            raise ValidationError(gettext("请至少选一个类别，或选一个项目"))


class YearsOfServiceForm(RuleForm):
    years = WholeNumber(_l("工作至少满几年"), [entered(), between(1, 50)], default=3)


class UnionMemberForm(RuleForm):
    years = WholeNumber(
        _l("入会至少满几年"), [between(1, 50)], description=_l("不填：是会员就可以，不看入会多久")
    )


class TiersForm(RuleForm):
    tiers = MultiCheckboxField(
        _l("可以报名的优先级"),
        [InputRequired(CHOOSE)],
        coerce=int,
        choices=[SelectChoice(tier, label) for tier, label in TIER_WORDS.items()],
    )


class TracksForm(RuleForm):
    tracks = MultiCheckboxField(
        _l("可以报名的职工"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice(value, label) for value, label in TRACKS.items()],
    )


class DayRuleForm(RuleForm):
    """A rule that can name the day that counts; kept as text, as everything of a rule is."""

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        day = parameters.get("on")
        return {**parameters, "on": dt.date.fromisoformat(day) if day else None}

    def parameters(self) -> dict[str, Any]:
        values = super().parameters()
        return {**values, "on": values["on"].isoformat()} if "on" in values else values


class AgeForm(DayRuleForm):
    min = WholeNumber(_l("最小年龄（周岁）"), [between(16, 100)])
    max = WholeNumber(_l("最大年龄（周岁）"), [between(16, 100)])
    on = Day(_l("以哪一天的年龄为准"), [Optional()], description=_l("不填：以报名当天为准"))

    def validate_max(self, field: WholeNumber) -> None:
        youngest, oldest = self.min.data, field.data
        if youngest is None and oldest is None:
            raise ValidationError(gettext("请至少填写一个年龄"))
        if youngest is not None and oldest is not None and oldest < youngest:
            raise ValidationError(gettext("最大年龄不能小于最小年龄"))


class SexForm(RuleForm):
    sex = RadioField(
        _l("只限"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("F", _l("女")), SelectChoice("M", _l("男"))],
    )


class UnitsForm(RuleForm):
    codes = TextAreaField(
        _l("可以报名的单位"),
        [InputRequired(_l("请填写单位代码"))],
        description=_l("每行一个单位代码，包括它的下级单位"),
    )

    def validate_codes(self, field: TextAreaField) -> None:
        entries = lines(field)
        if not entries:
            raise ValidationError(gettext("请填写单位代码"))
        if len(entries) > MOST_UNITS or any(len(entry) > LONGEST_CODE for entry in entries):
            raise ValidationError(
                gettext(
                    "最多 %(count)s 个单位，每个代码最多 %(length)s 个字",
                    count=MOST_UNITS,
                    length=LONGEST_CODE,
                )
            )

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        return {"codes": "\n".join(parameters.get("codes", []))}

    def parameters(self) -> dict[str, Any]:
        return {"codes": lines(self.codes)}


class CertificateForm(DayRuleForm):
    kind = Words(
        _l("证书名称"), [needed(), at_most(80)], description=_l("与登记的名称一致，例如：焊工（高级）")
    )
    on = Day(_l("哪一天仍须有效"), [Optional()], description=_l("不填：报名、安排和公布时都须有效"))


class QuestionRuleForm(RuleForm):
    """A rule about the answer to one of the programme's questions of the kind `ASKS`."""

    ASKS: ClassVar[str]

    question = SelectField(_l("哪一个问题"), [InputRequired(_l("请先在“问题”里添加，再来选择"))])

    def offer(self, offered: Offered, kept: Mapping[str, Any]) -> None:
        self.question.choices = _choices(offered.questions.get(self.ASKS, ()))


class DocumentForm(QuestionRuleForm):
    ASKS = "file"


class HealthQuestionForm(QuestionRuleForm):
    ASKS = "yes_no"


class NominatedForm(RuleForm):
    """Nothing to fill in: who is nominated is kept with the nominations."""


RULE_FORMS: dict[str, type[RuleForm]] = {
    "tiers": TiersForm,
    "tracks": TracksForm,
    "age": AgeForm,
    "sex": SexForm,
    "units": UnitsForm,
    "not_within_years": NotWithinYearsForm,
    "completed": CompletedForm,
    "years_of_service": YearsOfServiceForm,
    "union_member": UnionMemberForm,
    "certificate": CertificateForm,
    "document": DocumentForm,
    "health_question": HealthQuestionForm,
    "nominated": NominatedForm,
}
