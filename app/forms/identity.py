"""Who somebody is, and which union they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Optional

from app.forms.console.fields import ConsoleForm, Day, Words, at_most, entered, needed
from app.models import Unit

KINDS = {"resident_id": _l("居民身份证"), "passport": _l("护照")}
SEXES = {"F": _l("女"), "M": _l("男")}
CHOOSE_UNIT = _l("请选择单位：先选区市或输入名称，按“查找单位”，再从列表中选")


def _options(words: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class Document(ConsoleForm):
    """What a document says of somebody; sex and birth date are asked for only with a passport."""

    name = Words(_l("姓名"), [needed(_l("请填写姓名")), at_most(60)], description=_l("与证件上的一致"))
    identity_kind = RadioField(
        _l("证件类型"),
        [InputRequired(_l("请选择证件类型"))],
        choices=_options(KINDS),
        default="resident_id",
    )
    identity = Words(_l("证件号码"), [needed(_l("请填写证件号码")), at_most(40)])
    sex = RadioField(_l("护照上的性别"), [Optional()], choices=_options(SEXES), validate_choice=False)
    born_on = Day(_l("护照上的出生日期"), [Optional()])


class UnitPicker(ConsoleForm):
    """A union found by district and name; `offer` fills in what the lists show."""

    district = SelectField(_l("所在区市"), [Optional()], default="")
    unit_search = Words(_l("单位名称"), [Optional(), at_most(60)], description=_l("输入名称中的几个字即可"))
    unit_id = SelectField(_l("从列表中选择单位"), [InputRequired(CHOOSE_UNIT)], default="")

    def offer(self, districts: Sequence[Unit], units: Sequence[Unit]) -> None:
        everywhere = SelectChoice("", _l("全部区市"))
        self.district.choices = [everywhere, *(SelectChoice(str(d.id), d.name) for d in districts)]
        listed = [SelectChoice(str(unit.id), unit.name) for unit in units]
        self.unit_id.choices = [SelectChoice("", _l("请选择")), *listed]


class PersonForm(Document, UnitPicker):
    """A document, a union, years of service. Faults are listed in the order in which fields are declared."""

    joined_on = Day(
        _l("参加工作日期"),
        [entered(_l("请填写参加工作日期，记不清哪一天的填当月 1 日"))],
        description=_l("用来计算工龄，记不清哪一天的填当月 1 日"),
    )


class CompanionForm(PersonForm):
    phone = Words(
        _l("手机号码（选填）"),
        [Optional(), at_most(20)],
        description=_l("填写后，结果会同时通知这位同行人"),
    )
