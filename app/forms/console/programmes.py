"""A programme's own fields, and the steps of its life."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

from app.forms.console.fields import (
    ConsoleForm,
    Day,
    Moment,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    chosen_number,
    entered,
    needed,
)
from app.forms.console.mode_settings import TIERS, Shape, fields, named, own_fields, taken_out
from app.models import Programme

TIER_WORDS = {
    1: _l("第 1 优先级"),
    2: _l("第 2 优先级"),
    3: _l("第 3 优先级"),
    4: _l("一般职工"),
}
PREFIX = r"^[A-Z]{2,4}\Z"
OVERLAP_WORDS = {
    "forbid": _l("不能报名"),
    "warn": _l("提醒，但可以报名"),
}


class ProgrammeForm(ConsoleForm):
    """Every field that a programme of some mode has; see `programme_form` for one mode's."""

    shape: Shape
    version = HiddenField()
    title = Words(_l("项目名称"), [needed(), at_most(120)])
    title_en = Words(_l("英文名称"), [at_most(160)])
    slug = StringField(
        _l("网址名"),
        [
            needed(),
            at_most(80),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("只用小写字母、数字和短横线，如 autumn-2026")),
        ],
        description=_l("出现在网址里，开放报名后不能再改。例如 autumn-2026"),
    )
    kind = SelectField(_l("类别"), description=_l("“几年内不重复”按类别计算，开放报名后不能再改"))
    matter_id = SelectField(
        _l("所属事项"),
        coerce=chosen_number,
        description=_l("列在首页哪个事项下面，年度数字算进哪一项"),
    )
    summary = Words(_l("一句话介绍"), [at_most(300)])
    summary_en = Words(_l("一句话介绍（英文）"), [at_most(400)])
    body = TextAreaField(_l("详细说明"), [at_most(8000)], description=_l("空一行分段"))
    body_en = TextAreaField(_l("详细说明（英文）"), [at_most(12000)])
    opens_at = Moment(_l("报名开始"), [entered()])
    closes_at = Moment(_l("报名截止"), [entered()])
    results_on = Day(_l("公布结果日期"), [entered()])
    withdraw_free_until_on = Day(
        _l("免记退出截止日期"),
        [Optional()],
        description=_l("到这一天为止退出，不计入参加次数；不填则一直不计入"),
    )
    quotas_return_at = Moment(
        _l("未用名额归还时间"),
        [Optional()],
        description=_l("从这时起，各单位没有用完的名额归大家；不填则一直保留"),
    )
    max_choices = WholeNumber(_l("最多填几个志愿"), [entered(), between(1, 20)], default=5)
    min_party_size = WholeNumber(_l("每组至少几人"), [entered(), between(1, 12)], default=1)
    max_party_size = WholeNumber(_l("每组最多几人"), [entered(), between(1, 12)], default=3)
    overlap = RadioField(
        _l("和别的已确认安排时间冲突时"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice(value, label) for value, label in OVERLAP_WORDS.items()],
        default="forbid",
    )
    features = MultiCheckboxField(_l("项目还包括"), description=_l("选了以后，项目页面上会多出相应的内容"))
    private = BooleanField(
        _l("保密项目"), description=_l("谁报名、报什么，只有本人和专办人员能看到。开放报名后不能再改")
    )
    tier_1 = WholeNumber(_l("第 1 级权重"), [entered(), between(0, 1000)], default=8)
    tier_2 = WholeNumber(_l("第 2 级权重"), [entered(), between(0, 1000)], default=4)
    tier_3 = WholeNumber(_l("第 3 级权重"), [entered(), between(0, 1000)], default=2)
    tier_4 = WholeNumber(_l("第 4 级权重"), [entered(), between(0, 1000)], default=1)
    seed_source = Words(
        _l("摇号种子来源"),
        [at_most(200)],
        description=_l("截止前就要说明用哪个公开的数字，例如“截止次日福彩 3D 开奖号码”。截止后不能再改"),
    )
    seed_known_at = Moment(
        _l("数字什么时候揭晓"),
        [Optional()],
        description=_l("在报名截止以后；名单在揭晓以前固定，揭晓以后才能摇号，谁也不能先知道数字再改名单"),
    )
    reference_prefix = StringField(
        _l("编号前缀"),
        [needed(), Regexp(PREFIX, message=_l("用 2 到 4 个大写字母，如 LY"))],
        default="LY",
    )
    contact_phone = Words(_l("咨询电话"), [at_most(40)])

    def __init__(self, programme: Programme | None = None, **first: Any) -> None:
        if programme is not None:
            weights = {f"tier_{t}": programme.tier_weights.get(t, 0) for t in TIERS}
            first = weights | named(programme.settings) | first
        super().__init__(obj=programme, **first)
        for name in self.shape.unused():
            del self[name]
        self.features.choices = [SelectChoice(name, words) for name, words in self.shape.features]
        self.matter_id.choices = [
            SelectChoice("", gettext("不属于任何事项")),
            *(SelectChoice(value, label) for value, label in self.shape.matters),
        ]
        kinds = dict(self.shape.kinds)
        if programme is not None:
            kinds.setdefault(programme.kind, programme.kind)
        self.kind.choices = [SelectChoice(value, label) for value, label in kinds.items()]

    def own_fields(self) -> list[Any]:
        """The fields of what only this mode has to know."""
        return own_fields(self, self.shape.settings)

    def validate_closes_at(self, field: Moment) -> None:
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(gettext("报名截止要晚于报名开始"))

    def validate_results_on(self, field: Day) -> None:
        if self.closes_at.data and field.data and field.data < self.closes_at.data.date():
            raise ValidationError(gettext("公布结果要在报名截止以后"))

    def validate_quotas_return_at(self, field: Moment) -> None:
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(gettext("归还时间要晚于报名开始"))

    def validate_max_party_size(self, field: WholeNumber) -> None:
        if field.data is not None and self.min_party_size.data and field.data < self.min_party_size.data:
            raise ValidationError(gettext("“最多”不能小于“至少”"))

    def validate_seed_known_at(self, field: Moment) -> None:
        if self.closes_at.data and field.data and field.data <= self.closes_at.data:
            raise ValidationError(gettext("揭晓要晚于报名截止：名单先固定，数字后揭晓"))

    def validate_tier_4(self, _field: WholeNumber) -> None:
        weights = [self[f"tier_{t}"].data for t in TIERS]
        if None not in weights and weights != sorted(weights, reverse=True):
            raise ValidationError(gettext("级别越高权重应越大：第 1 级最大，第 4 级最小"))

    def known_version(self) -> int:
        """The version that was on the page; -1, which is nobody's, when it is missing."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def refresh_version(self, version: int) -> None:
        """From now on the page knows `version`."""
        self.version.data = str(version)
        self.version.raw_data = None

    def values(self) -> dict[str, Any]:
        """The programme's columns; tier weights and the mode's settings as one object each."""
        values = super().values()
        del values["version"]
        values["settings"] = taken_out(values)
        if self.shape.uses_tiers:
            values["tier_weights"] = {t: values.pop(f"tier_{t}") for t in TIERS}
        return values


def programme_form(shape: Shape, programme: Programme | None = None, **first: Any) -> ProgrammeForm:
    """The form of one mode's programmes: what the mode has no use for is left out.

    `first`: a new programme's first values, by field.
    """
    made = type("OneModesForm", (ProgrammeForm,), {"shape": shape, **fields(shape.settings)})
    return cast(ProgrammeForm, made(programme, **first))


class ConfirmForm(ConsoleForm):
    """A step that needs nothing but a press."""


class ReasonForm(ConsoleForm):
    """A step that people are owed a reason for."""

    reason = Words(_l("原因"), [needed(_l("请写明原因，会记入操作记录")), at_most(300)])

    def why(self) -> str:
        return self.reason.data or ""


class CloseForm(ReasonForm):
    """Closing on time needs no reason; closing early does, which the service knows."""

    reason = Words(_l("提前截止的原因"), [at_most(300)])
