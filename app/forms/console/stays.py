"""What the console asks about stays: rules, fees, days, private talks, leaders, desks, who goes instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError

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
    needed,
)
from app.forms.console.money import Yuan
from app.forms.console.people import TRACKS
from app.forms.console.programmes import ReasonForm

KINDS = {
    "study": _l("思政引领"),
    "ecology": _l("生态疗养"),
    "psychology": _l("心理赋能"),
    "health": _l("健康管理"),
    "other": _l("其他"),
}
TIME = r"^([01]\d|2[0-3]):[0-5]\d\Z"
AMOUNT = (
    InputRequired(_l("请填写金额，没有就填 0")),
    NumberRange(0, 10_000_000, _l("每人最多 100,000 元，请核对")),
)
Options = Sequence[tuple[int, str]]


def options(pairs: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SettingsForm(ConsoleForm):
    no_show_counts = BooleanField(_l("没来的，名额算已使用（有正当理由的，前台可以另记不算）"))
    escorted = MultiCheckboxField(
        _l("专人陪同的职工"),
        choices=[SelectChoice(value, label) for value, label in TRACKS.items()],
        description=_l("前台名单上会标明“专人陪同”"),
    )
    substitute_days = WholeNumber(
        _l("开始前几天为止可以同单位换人"), [entered(), between(1, 60)], description=_l("1：到前一天为止")
    )
    survey_days = WholeNumber(_l("离开后几天内可以填满意度"), [entered(), between(1, 90)])


class FeeForm(ConsoleForm):
    offerings = MultiCheckboxField(_l("这些期次"), [InputRequired(_l("请至少选一期"))], coerce=int)
    city = Yuan(_l("市总工会承担（元）"), AMOUNT)
    unit = Yuan(_l("单位承担（元）"), AMOUNT)
    person = Yuan(_l("个人承担（元）"), AMOUNT)

    def __init__(self, offerings: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offerings.choices = options(offerings)


class ItemForm(ConsoleForm):
    day = WholeNumber(_l("第几天"), [entered(), between(1, 60)])
    kind = RadioField(
        _l("内容"),
        [InputRequired(_l("请选一类"))],
        choices=[SelectChoice(value, label) for value, label in KINDS.items()],
    )
    from_time = StringField(_l("开始时间"), [needed(), Regexp(TIME, message=_l("请按 09:00 的样子填写时间"))])
    to_time = StringField(
        _l("结束时间"),
        [Optional(), Regexp(TIME, message=_l("请按 09:00 的样子填写时间"))],
        description=_l("可以不填"),
    )
    title = Words(_l("做什么"), [needed(), at_most(120)])
    title_en = Words(_l("做什么（英文）"), [at_most(160)])
    place = Words(_l("在哪里"), [at_most(80)])

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"to_time": (values["to_time"] or "").strip()}


class CopyForm(ConsoleForm):
    source = SelectField(_l("照哪一期"), [InputRequired(_l("请选一期有日程的"))], coerce=int)

    def __init__(self, stays: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source.choices = options(stays)


class SlotsForm(ConsoleForm):
    phone = StringField(
        _l("咨询师手机号"), [needed()], description=_l("咨询师用这个号码登录，看谁约了什么时间")
    )
    called = Words(_l("咨询师姓名"), [needed(), at_most(60)], description=_l("职工预约时能看到"))
    day = WholeNumber(_l("第几天"), [entered(), between(1, 60)])
    from_time = StringField(
        _l("第一段从几点开始"), [needed(), Regexp(TIME, message=_l("请按 09:00 的样子填写时间"))]
    )
    minutes = WholeNumber(_l("每段几分钟"), [entered(), between(10, 180)], default=50)
    count = WholeNumber(_l("连续几段"), [entered(), between(1, 12)], default=4)
    place = Words(_l("在哪里"), [at_most(80)])


class LeaderForm(ConsoleForm):
    """One of the group, or somebody by phone."""

    person = SelectField(_l("从团员里选"), coerce=int, default=0)
    phone = StringField(_l("或填手机号"), description=_l("不是团员的，例如院区或工会的工作人员"))
    called = Words(_l("姓名"), [at_most(60)])

    def __init__(self, members: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = [SelectChoice(0, _l("（不选）")), *options(members)]

    def validate_called(self, field: Words) -> None:
        phone = (self.phone.data or "").strip()
        if bool(phone) == bool(self.person.data):
            raise ValidationError(gettext("请从团员里选一位，或填一个手机号"))
        if phone and not field.data:
            raise ValidationError(gettext("请填写姓名"))


class DeskWorkerForm(ConsoleForm):
    phone = StringField(_l("手机号码"), [needed()], description=_l("前台人员用这个号码登录"))
    called = Words(_l("姓名"), [needed(), at_most(60)])


class ReplaceForm(ReasonForm):
    """Who goes instead."""

    person = RadioField(_l("换成谁"), [InputRequired(_l("请选一位职工"))], coerce=int)
    needs = MultiCheckboxField(
        _l("接替的人对房间的需要"),
        choices=[SelectChoice("step_free", _l("无障碍")), SelectChoice("lift", _l("有电梯"))],
    )
    declared = BooleanField(_l("已向接替的人逐项核实院区的健康申报，各项都是“否”"))

    def __init__(self, people: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = options(people)


class PeriodForm(ConsoleForm):
    """Of the report."""

    first = Day(_l("从哪天"), [entered()])
    last = Day(_l("到哪天"), [entered()])

    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last, both inclusive; None while they are not sound."""
        if not self.validate() or self.first.data is None or self.last.data is None:
            return None
        return self.first.data, self.last.data

    def validate_last(self, field: Day) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(gettext("结束不能早于开始"))
