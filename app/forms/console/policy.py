"""Quotas, and one form for each declared rule of eligibility."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.forms.console.fields import (
    ConsoleForm,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    lines,
)
from app.forms.console.programmes import KINDS, TIER_WORDS
from app.models import EligibilityRule, Quota, Unit

TRACKS = {
    "front_line": _l("一线职工"),
    "model": _l("劳模先进"),
    "skilled": _l("技能人才"),
    "new_form": _l("新就业形态劳动者"),
}
CHOOSE = _l("请至少选一项")


class RuleForm(ConsoleForm):
    """The fields of a subclass, without `regulation`, are the rule's parameters."""

    regulation = Words(_l("依据"), [at_most(200)], description=_l("文件名称和条款，职工不符合条件时会看到"))

    def __init__(self, rule: EligibilityRule | None = None, **kwargs: Any) -> None:
        given = {"regulation": rule.regulation, **self.from_parameters(rule.parameters)} if rule else {}
        super().__init__(**given, **kwargs)

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        """How stored parameters stand in the fields."""
        return parameters

    def parameters(self) -> dict[str, Any]:
        values = self.values()
        del values["regulation"]
        return values

    def rule_values(self) -> dict[str, Any]:
        """The rule's columns."""
        return {"parameters": self.parameters(), "regulation": self.regulation.data}


class NotWithinYearsForm(RuleForm):
    kind = SelectField(_l("类别"), choices=[SelectChoice(value, label) for value, label in KINDS.items()])
    years = WholeNumber(_l("几年内不重复"), [entered(), between(1, 30)], default=3)


class YearsOfServiceForm(RuleForm):
    years = WholeNumber(_l("工作至少满几年"), [entered(), between(1, 50)], default=3)


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


class AgeForm(RuleForm):
    min = WholeNumber(_l("最小年龄（周岁）"), [between(16, 100)])
    max = WholeNumber(_l("最大年龄（周岁）"), [between(16, 100)])

    def validate_max(self, field: WholeNumber) -> None:
        youngest, oldest = self.min.data, field.data
        if youngest is None and oldest is None:
            raise ValidationError(gettext("请至少填写一个年龄"))
        if youngest is not None and oldest is not None and oldest < youngest:
            raise ValidationError(gettext("最大年龄不能小于最小年龄"))

    def parameters(self) -> dict[str, Any]:
        return {name: value for name, value in super().parameters().items() if value is not None}


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

    @staticmethod
    def from_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
        return {"codes": "\n".join(parameters.get("codes", []))}

    def parameters(self) -> dict[str, Any]:
        return {"codes": lines(self.codes)}


RULE_FORMS: dict[str, type[RuleForm]] = {
    "not_within_years": NotWithinYearsForm,
    "years_of_service": YearsOfServiceForm,
    "tiers": TiersForm,
    "tracks": TracksForm,
    "age": AgeForm,
    "sex": SexForm,
    "units": UnitsForm,
}


class QuotaForm(ConsoleForm):
    group = RadioField(
        _l("按什么计"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("district", _l("区市")), SelectChoice("employer", _l("基层单位"))],
    )
    value = SelectField(_l("哪一个"), description=_l("“每一个”：各区市或各单位分别适用"))
    scope = RadioField(
        _l("范围"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("offering", _l("每一期")), SelectChoice("run", _l("整个项目"))],
    )
    minimum = WholeNumber(_l("至少几人"), [between(0, 100000)], default=0)
    maximum = WholeNumber(_l("至多几人"), [between(0, 100000)], description=_l("不填：没有上限"))

    def __init__(self, units: Sequence[Unit], quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(obj=quota, **kwargs)
        options = [SelectChoice(unit.code, unit.name) for unit in units]
        self.value.choices = [SelectChoice("", _l("每一个")), *options]
        if quota is not None and not self.is_submitted():
            self.value.data = quota.value or ""

    def validate_maximum(self, field: WholeNumber) -> None:
        least = self.minimum.data or 0
        if field.data is None and not least:
            raise ValidationError(gettext("请填写至少几人或至多几人"))
        if field.data is not None and field.data < least:
            raise ValidationError(gettext("“至多”不能小于“至少”"))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"value": values["value"] or None, "minimum": values["minimum"] or 0}
