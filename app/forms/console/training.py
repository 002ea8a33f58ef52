"""Classes: their rules, moving their people, who came, what they were marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.forms.console.fields import (
    ConsoleForm,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    needed,
)

ASSESSED_WORDS = {"none": _l("不考核"), "one": _l("一个成绩"), "two": _l("理论和实操")}
KIND_WORDS = {"resit": _l("补考"), "correction": _l("更正登记错误")}


class RulesForm(ConsoleForm):
    """How hours are counted, and what is asked for a certificate."""

    hour_minutes = WholeNumber(
        _l("多少分钟计 1 学时"), [entered(), between(10, 240)], description=_l("通常是 45 分钟")
    )
    least_share = WholeNumber(
        _l("最低到课率（百分比）"),
        [entered(), between(0, 100)],
        description=_l("按到课的半天数计算；填 0 不要求"),
    )
    assessed = RadioField(
        _l("考核方式"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice(value, label) for value, label in ASSESSED_WORDS.items()],
    )
    theory_weight = WholeNumber(
        _l("理论占比（百分比）"),
        [entered(), between(0, 100)],
        description=_l("其余是实操；只在“理论和实操”时用到"),
    )
    pass_mark = WholeNumber(_l("及格线"), [entered(), between(0, 100)])
    certificate = Words(
        _l("证书名称"), [at_most(80)], description=_l("例如“叉车技能培训结业证书”；不填就不发证书")
    )
    certificate_en = Words(_l("证书英文名称"), [at_most(120)])
    valid_years = WholeNumber(_l("有效几年"), [Optional(), between(1, 20)], description=_l("不填则长期有效"))


class MoveForm(ConsoleForm):
    """A class's people go to others: where to first, why, and that the plan was looked at."""

    into = SelectField(_l("怎么办"), coerce=int)
    reason = Words(
        _l("原因"),
        [needed(_l("请写明原因，会告诉每一位学员，并记入操作记录")), at_most(200)],
        description=_l("会原样告诉每一位学员，例如：报名 4 人，未达到 15 人的开班人数。"),
    )
    seen = HiddenField()

    def __init__(self, targets: Sequence[tuple[int, str]], **first: Any) -> None:
        super().__init__(**first)
        cancel = (0, gettext("取消这个班次，学员各自改到能去的班次"))
        self.into.choices = [SelectChoice(value, label) for value, label in (cancel, *targets)]

    def remember(self, digest: str) -> None:
        """The page shows the plan of this digest."""
        self.seen.data = digest
        self.seen.raw_data = None


class AttendanceForm(ConsoleForm):
    """Who was there, of those whom the page shows."""

    there = MultiCheckboxField(_l("到课的学员"), coerce=int)

    def __init__(self, people: Sequence[tuple[int, str]], **first: Any) -> None:
        super().__init__(**first)
        self.there.choices = [SelectChoice(value, label) for value, label in people]

    def shown(self) -> list[int]:
        return [choice[0] for choice in self.there.iter_choices()]


class Mark(WholeNumber):
    """0 to 100, or nothing."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data is not None and not 0 <= self.data <= 100:
            raise ValidationError(gettext("请填写 0 到 100 的整数"))


class MarksForm(ConsoleForm):
    """First marks of a class; its fields are `whole-7`, or `theory-7` and `practice-7`, by person id."""

    names: Sequence[str] = ()

    def given(self) -> dict[int, dict[str, int | None]]:
        """By person id: what was entered, by name of the mark."""
        found: dict[int, dict[str, int | None]] = {}
        for full in self.names:
            name, _dash, person_id = full.partition("-")
            found.setdefault(int(person_id), {})[name] = self[full].data
        return found


def marks_form(people: Sequence[tuple[int, str]], assessed: str) -> MarksForm:
    """The form for these people, (id, name), as they are assessed."""
    parts = {"theory": gettext("理论"), "practice": gettext("实操")}
    asked = parts if assessed == "two" else {"whole": gettext("成绩")}
    fields = {
        f"{name}-{person_id}": Mark(gettext("%(who)s：%(what)s", who=who, what=label))
        for person_id, who in people
        for name, label in asked.items()
    }
    made = type("ClassMarksForm", (MarksForm,), {**fields, "names": tuple(fields)})
    return cast(MarksForm, made())


class MarkAgainForm(ConsoleForm):
    """A resit or a correction; which marks it asks for depends on how the class is assessed."""

    kind = RadioField(
        _l("为什么改"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice(value, label) for value, label in KIND_WORDS.items()],
    )
    whole = Mark(_l("成绩"), description=_l("0 到 100 的整数"))
    theory = Mark(_l("理论"), description=_l("0 到 100 的整数"))
    practice = Mark(_l("实操"), description=_l("0 到 100 的整数"))
    reason = Words(
        _l("原因"),
        [needed(_l("请写明补考或更正的原因")), at_most(200)],
        description=_l("会告诉学员，例如：12月20日补考实操。"),
    )

    def __init__(self, assessed: str, **first: Any) -> None:
        super().__init__(**first)
        for name in ("whole",) if assessed == "two" else ("theory", "practice"):
            del self[name]

    def marks(self) -> dict[str, int | None]:
        return {name: self[name].data for name in ("theory", "practice", "whole") if name in self}


class HoursForm(ConsoleForm):
    """What of people's numbers goes into the workbook."""

    full_numbers = BooleanField(
        _l("导出完整证件号码"), description=_l("继续教育平台核对身份时才需要，会记入操作记录")
    )
