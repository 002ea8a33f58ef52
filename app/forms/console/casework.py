"""Case workers; steps, reasons and limits; what is done with a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.forms.console.fields import (
    ConsoleForm,
    Day,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    lines,
    needed,
)
from app.forms.console.money import Yuan

BETWEEN = "｜"


class WorkerForm(ConsoleForm):
    """Somebody by phone; they sign in with it."""

    phone = StringField(_l("手机号码"), [needed()], description=_l("专办人员用这个号码登录"))
    called = Words(_l("姓名"), [needed(), at_most(60)])

    def somebody(self) -> tuple[str, str]:
        """(phone as it was typed, name)."""
        return self.phone.data or "", self.called.data or ""


class StepForm(ConsoleForm):
    """One step; what is checked is one line each, its English behind ｜."""

    label = Words(_l("步骤名称"), [needed(), at_most(60)], description=_l("例如：区市初审"))
    label_en = Words(_l("英文名称"), [at_most(80)])
    owner = RadioField(_l("由谁办理"), [InputRequired(_l("请选择由谁办理"))])
    worker_id = SelectField(_l("哪一位专办人员"), coerce=int, validate_choice=False)
    days = WholeNumber(_l("几个工作日办完"), [entered(), between(1, 120)], default=5)
    may_end = BooleanField(_l("这一步可以作出决定"))
    checks = TextAreaField(
        _l("核对什么"), [at_most(2000)], description=_l("每行一条；英文写在同一行的 ｜ 后面，可不写")
    )

    def __init__(
        self,
        owners: Mapping[str, str],
        workers: Sequence[tuple[int, str]],
        of: Any = None,
        **kwargs: Any,
    ) -> None:
        if of is not None:
            kwargs["checks"] = "\n".join(
                BETWEEN.join(filter(None, (each["zh"], each.get("en")))) for each in of.checks
            )
        super().__init__(obj=of, **kwargs)
        self.owner.choices = [SelectChoice(value, label) for value, label in owners.items()]
        self.worker_id.choices = [
            SelectChoice(0, gettext("请选择")),
            *(SelectChoice(*each) for each in workers),
        ]

    def step_values(self) -> dict[str, Any]:
        values = self.values()
        pairs = [line.partition(BETWEEN)[::2] for line in lines(self.checks)]
        values["checks"] = [{"zh": zh.strip(), "en": en.strip()} for zh, en in pairs]
        values["worker_id"] = values["worker_id"] or None
        return values


class CaseReasonForm(ConsoleForm):
    outcome = RadioField(_l("用于"), [InputRequired(_l("请选择用于哪种结果"))])
    label = Words(_l("理由"), [needed(), at_most(120)], description=_l("申请人能看到"))
    label_en = Words(_l("理由（英文）"), [at_most(160)])

    def __init__(self, outcomes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [SelectChoice(value, label) for value, label in outcomes.items()]


class LimitForm(ConsoleForm):
    """How many cases, or how much money, in the whole city or one unit."""

    unit_code = Words(
        _l("单位编码"), [at_most(40)], description=_l("不填：全市合计。区市的限额包括其下属单位")
    )
    cases = WholeNumber(_l("最多几件"), [Optional(), between(0, 10_000_000)])
    money = Yuan(_l("最多多少元"))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if sound and self.cases.data is None and self.money.data is None:
            self.cases.errors = [gettext("请填写件数或金额")]
            return False
        return sound


class VersionForm(ConsoleForm):
    """Something done with a case as it stood when its page was read."""

    version = HiddenField()

    def known_version(self) -> int:
        """The version that was on the page; -1, which is nobody's, when it is missing."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    def knows(self, version: int) -> None:
        """From now on the page knows `version`."""
        self.version.data, self.version.raw_data = str(version), None


class AskForm(VersionForm):
    words = TextAreaField(
        _l("请申请人补充什么"),
        [needed(), at_most(1000)],
        description=_l("申请人在手机上看到；写清楚要什么材料、怎样算符合"),
    )


class PassForm(VersionForm):
    remark = TextAreaField(_l("核对意见"), [at_most(1000)], description=_l("给后面的经办人看，可不填"))


class AssignForm(VersionForm):
    to = SelectField(_l("转给谁"), coerce=int, validate_choice=False)
    reason = Words(_l("原因"), [needed(), at_most(300)], description=_l("记入办理经过"))

    def __init__(self, to: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [SelectChoice(0, gettext("请选择")), *(SelectChoice(*each) for each in to)]


class ReopenForm(VersionForm):
    reason = Words(_l("原因"), [needed(), at_most(300)], description=_l("记入办理经过"))


class VerdictForm(VersionForm):
    """What is decided; the amount and the stop only where the programme has them."""

    outcome = RadioField(_l("结果"), [InputRequired(_l("请选择结果"))])
    reason = SelectField(_l("理由"), coerce=int, validate_choice=False, description=_l("申请人能看到"))
    amount = Yuan(_l("金额（元）"))
    vehicle = WholeNumber(_l("几号车"), [Optional(), between(1, 20)])
    on = Day(_l("停靠日期"), [Optional()])
    place = Words(_l("停靠地点"), [at_most(200)])
    words = TextAreaField(_l("说明"), [at_most(1000)], description=_l("写给申请人：依据、情况和下一步"))

    def __init__(
        self,
        outcomes: Mapping[str, str],
        reasons: Sequence[tuple[int, str]],
        *,
        money: bool,
        vehicles: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [SelectChoice(value, label) for value, label in outcomes.items()]
        self.reason.choices = [SelectChoice(0, gettext("请选择")), *(SelectChoice(*each) for each in reasons)]
        if not money:
            del self.amount
        if not vehicles:
            del self.vehicle, self.on, self.place
