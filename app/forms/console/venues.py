"""A campus and its rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, Regexp, ValidationError

from app.forms.console.fields import (
    ConsoleForm,
    Degrees,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    chosen_number,
    entered,
    lines,
    needed,
)
from app.models import Venue
from app.models.venue import FEATURES
from app.words import feature


def _within(most: int) -> NumberRange:
    return NumberRange(-most, most, _l("请填写 %(min)s 到 %(max)s 之间的数"))


def questions_text(questions: list[Any]) -> str:
    """Health questions as lines: Chinese | English."""
    return "\n".join(" | ".join(filter(None, (q["zh"], q.get("en")))) for q in questions)


class VenueForm(ConsoleForm):
    name = Words(_l("地点名称"), [needed(), at_most(120)])
    name_en = Words(_l("英文名称"), [at_most(120)])
    slug = StringField(
        _l("代号"),
        [
            needed(),
            at_most(60),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("只用小写字母、数字和短横线，如 shinan")),
        ],
        description=_l("出现在网址里，例如 shinan"),
    )
    kind = SelectField(_l("这是什么地方"), default="hall")
    matter_id = SelectField(
        _l("所属事项"), coerce=chosen_number, description=_l("地点本身就是一个事项的，如驿站、书屋")
    )
    district = Words(_l("所在区市"), [at_most(40)])
    latitude = Degrees(_l("纬度"), [Optional(), _within(90)])
    longitude = Degrees(_l("经度"), [Optional(), _within(180)], description=_l("两项都填，才能按远近找到"))
    position_assumed = BooleanField(_l("位置为假定，未经核实"))
    hours = Words(_l("开放时间"), [at_most(120)])
    hours_en = Words(_l("开放时间（英文）"), [at_most(160)])
    closed = BooleanField(_l("暂停开放"), description=_l("找地方时排在最后，按位置找时不列"))
    address = Words(_l("地址"), [at_most(200)])
    address_en = Words(_l("英文地址"), [at_most(200)])
    contact_phone = Words(_l("联系电话"), [at_most(40)])
    note = Words(_l("须知"), [at_most(500)])
    note_en = Words(_l("须知（英文）"), [at_most(500)])
    health_questions = TextAreaField(
        _l("健康申报问题"),
        [at_most(4000)],
        description=_l("每行一问：中文 | 英文（可不填）。没有问题则不需要申报；问题要让人用“是”或“否”回答"),
    )
    rooms_assumed = BooleanField(_l("房间数为假定，未经核实"))

    def __init__(
        self,
        kinds: Sequence[tuple[str, str]],
        matters: Sequence[tuple[str, str]],
        venue: Venue | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(obj=venue, **kwargs)
        self.kind.choices = [SelectChoice(name, words) for name, words in kinds]
        none = SelectChoice("", gettext("不属于任何事项"))
        self.matter_id.choices = [none, *(SelectChoice(value, words) for value, words in matters)]
        if venue is not None and not self.is_submitted():
            self.health_questions.data = questions_text(venue.health_questions)

    def validate_longitude(self, field: Degrees) -> None:
        if (field.data is None) != (self.latitude.data is None):
            raise ValidationError(gettext("纬度和经度要么都填，要么都不填"))

    def values(self) -> dict[str, Any]:
        """The venue's columns; questions as (Chinese, English) pairs, for the service to give ids."""
        pairs = [line.replace("｜", "|").partition("|") for line in lines(self.health_questions)]
        return super().values() | {"health_questions": [(zh.strip(), en.strip()) for zh, _, en in pairs]}


class _Kept(ConsoleForm):
    """What rooms offer, however many are made."""

    beds = WholeNumber(_l("床位数"), [entered(), between(1, 12)], default=2)
    features = MultiCheckboxField(_l("设施"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.features.choices = [SelectChoice(name, feature(name)) for name in FEATURES]

    def alike(self) -> tuple[int, list[str]]:
        """(beds, features)"""
        return self.beds.data or 0, self.features.data or []


class RoomForm(_Kept):
    name = Words(_l("房间名称"), [needed(), at_most(40)], description=_l("门上的名称，例如 2 号楼 206"))


class RoomsForm(_Kept):
    """Many alike: prefix and numbers, both ends included."""

    prefix = Words(
        _l("名称前缀"), [at_most(30)], description=_l("例如“2 号楼”，房间会叫“2 号楼 201”；可不填")
    )
    first = WholeNumber(_l("从几号"), [entered(), between(1, 99999)])
    last = WholeNumber(_l("到几号"), [entered(), between(1, 99999)])

    def validate_last(self, field: WholeNumber) -> None:
        if field.data is None or self.first.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError(gettext("结束号不能小于起始号"))
        if field.data - self.first.data >= 200:
            raise ValidationError(gettext("一次最多添加 200 间，请分几次添加"))

    def names(self) -> list[str]:
        """The names of the rooms to make, in order."""
        prefix = f"{self.prefix.data} " if self.prefix.data else ""
        return [f"{prefix}{number}" for number in range(self.first.data or 0, (self.last.data or -1) + 1)]
