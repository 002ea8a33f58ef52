"""A kind of programmes: its names, and what a new programme of it begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Regexp, ValidationError

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
from app.forms.console.mode_settings import SettingLike, fields, named, own_fields, taken_out
from app.forms.console.programmes import OVERLAP_WORDS, PREFIX
from app.models import ProgrammeKind

ICONS = {
    "stay": _l("房子"),
    "heart": _l("爱心"),
    "shield": _l("盾牌"),
    "talk": _l("对话"),
    "book": _l("书"),
    "tool": _l("工具"),
    "medal": _l("奖章"),
    "star": _l("星"),
    "bulb": _l("灯泡"),
    "question": _l("问号"),
    "ticket": _l("票"),
    "map": _l("地图"),
    "coin": _l("钱币"),
    "people": _l("人"),
    "scale": _l("天平"),
}
OWN_COLUMNS = ("label", "label_en", "icon", "theme")


class KindForm(ConsoleForm):
    """Every field of a kind; see `kind_form`."""

    settings: Sequence[SettingLike]
    code = StringField(
        _l("代码"),
        [
            needed(),
            at_most(40),
            Regexp(
                r"^[a-z][a-z0-9_]*\Z", message=_l("用小写字母开头，只含小写字母、数字和下划线，如 book_fair")
            ),
        ],
        description=_l("记在参加记录里，建立后不能再改。例如 book_fair"),
    )
    label = Words(_l("类别名称"), [needed(), at_most(60)])
    label_en = Words(_l("英文名称"), [at_most(80)])
    theme = SelectField(_l("主题"), description=_l("职工按主题查找"))
    icon = SelectField(_l("图标"), choices=[SelectChoice(name, words) for name, words in ICONS.items()])
    mode = RadioField(_l("常用的决定方式"), [InputRequired(_l("请选一种决定方式"))])
    max_choices = WholeNumber(_l("最多填几个志愿"), [entered(), between(1, 20)], default=1)
    min_party_size = WholeNumber(_l("每组至少几人"), [entered(), between(1, 12)], default=1)
    max_party_size = WholeNumber(_l("每组最多几人"), [entered(), between(1, 12)], default=1)
    overlap = RadioField(
        _l("和别的已确认安排时间冲突时"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice(value, words) for value, words in OVERLAP_WORDS.items()],
        default="forbid",
    )
    reference_prefix = StringField(
        _l("编号前缀"),
        [needed(), Regexp(PREFIX, message=_l("用 2 到 4 个大写字母，如 LY"))],
        default="HD",
    )
    with_beds = BooleanField(_l("期次安排住宿"))
    features = MultiCheckboxField(_l("项目还包括"))

    def __init__(
        self,
        themes: Mapping[str, str],
        ways: Sequence[tuple[str, str]],
        besides: Sequence[tuple[str, str]],
        kind: ProgrammeKind | None = None,
        **first: Any,
    ) -> None:
        super().__init__(obj=kind, **first)
        self.theme.choices = [SelectChoice(code, words) for code, words in themes.items()]
        self.mode.choices = [SelectChoice(name, words) for name, words in ways]
        self.features.choices = [SelectChoice(name, words) for name, words in besides]
        if kind is not None:
            del self["code"]

    def own_fields(self) -> list[Any]:
        """The fields of what only the kind's present mode has to know."""
        return own_fields(self, self.settings)

    def validate_max_party_size(self, field: WholeNumber) -> None:
        if field.data is not None and self.min_party_size.data and field.data < self.min_party_size.data:
            raise ValidationError(gettext("“最多”不能小于“至少”"))

    def columns(self) -> dict[str, Any]:
        """The kind's columns but its code; what new programmes begin with is one object."""
        values = self.values()
        values.pop("code", None)
        columns = {name: values.pop(name) for name in OWN_COLUMNS}
        settings = taken_out(values)
        return columns | {"defaults": {**values, "settings": settings}}


def kind_form(
    themes: Mapping[str, str],
    ways: Sequence[tuple[str, str]],
    besides: Sequence[tuple[str, str]],
    settings: Sequence[SettingLike] = (),
    kind: ProgrammeKind | None = None,
    first: Mapping[str, Any] | None = None,
) -> KindForm:
    """`themes` by code, `ways` the modes and `besides` the features by name; `settings` of the kind's mode.

    `first` are the kind's defaults.
    """
    made = type("OneKindsForm", (KindForm,), {"settings": settings, **fields(settings)})
    given = dict(first or {})
    return cast(KindForm, made(themes, ways, besides, kind, **given, **named(given.pop("settings", {}))))
