"""Mobile lectures: ordering a stop, answering an order, enrolling people, what there is to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

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
from app.identity import IdentityFault, parse_phone

TIME = r"^([01]\d|2[0-3]):[0-5]\d\Z"
KIND_WORDS = {"topic": _l("课题"), "lecturer": _l("讲师"), "vehicle": _l("车辆")}
Options = Sequence[tuple[int, str]]


def _choose(field: SelectField, options: Options) -> None:
    field.choices = [SelectChoice(value, label) for value, label in options]


class OrderForm(ConsoleForm):
    """What a unit wants, when, where and for how many."""

    unit_id = SelectField(_l("预约单位"), coerce=int)
    topic_id = SelectField(_l("课题"), coerce=int)
    first_day = Day(_l("最希望的日期"), [entered()])
    second_day = Day(_l("其次"), [Optional()])
    third_day = Day(_l("再次"), [Optional()])
    place = Words(
        _l("在厂里的什么地方讲"),
        [needed(), at_most(160)],
        description=_l("地址和场地，例如：前湾路 1 号，三号车间休息室"),
    )
    expected = WholeNumber(_l("大约多少人听"), [entered(), between(5, 2000)])
    contact_name = Words(_l("联系人"), [needed(), at_most(60)])
    contact_phone = StringField(
        _l("联系电话"), [needed(), at_most(40)], description=_l("只有办理这次预约的经办人能看到")
    )
    note = TextAreaField(
        _l("还要说明什么"), [at_most(400)], description=_l("例如：三班倒，希望在交接班前后；要投影")
    )

    def __init__(self, units: Options, topics: Options, **first: Any) -> None:
        super().__init__(**first)
        _choose(self.unit_id, units)
        _choose(self.topic_id, topics)

    def validate_contact_phone(self, field: StringField) -> None:
        try:
            field.data = parse_phone(field.data or "")
        except IdentityFault as fault:
            raise ValidationError(fault.message) from None

    def order_values(self) -> dict[str, Any]:
        values = self.values()
        days = [values.pop(name) for name in ("first_day", "second_day", "third_day")]
        return values | {"wished_days": days, "note": values["note"] or ""}


class AskForm(ConsoleForm):
    question = TextAreaField(
        _l("请单位补充什么"),
        [needed(), at_most(400)],
        description=_l("例如：这三天讲师都在外地，12月18日可以吗？"),
    )


class ReplyForm(ConsoleForm):
    reply = TextAreaField(_l("答复"), [needed(), at_most(400)])


class StopForm(ConsoleForm):
    """Day, hour, lecturer and vehicle of a stop."""

    held_on = Day(_l("日期"), [entered()])
    from_time = StringField(
        _l("几点开始"), [needed(), Regexp(TIME, message=_l("请按 09:00 的样子填写"))], default="09:00"
    )
    lecturer_id = SelectField(_l("讲师"), coerce=int)
    vehicle_id = SelectField(_l("车辆"), coerce=int)

    def __init__(self, lecturers: Options, vehicles: Options, **first: Any) -> None:
        super().__init__(**first)
        _choose(self.lecturer_id, lecturers)
        _choose(self.vehicle_id, vehicles)

    def day(self) -> dt.date:
        assert self.held_on.data is not None
        return self.held_on.data


class PeopleForm(ConsoleForm):
    """Whom of those on the page a unit sends."""

    wanted = MultiCheckboxField(_l("听课人"), coerce=int)

    def __init__(self, people: Options, **first: Any) -> None:
        super().__init__(**first)
        _choose(self.wanted, people)


class ResourceForm(ConsoleForm):
    kind = RadioField(
        _l("添加什么"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice(value, label) for value, label in KIND_WORDS.items()],
        default="topic",
    )
    name = Words(_l("名称"), [needed(), at_most(80)], description=_l("课题名、讲师姓名和职称，或车号"))
    name_en = Words(_l("英文名称"), [at_most(120)])
    minutes = WholeNumber(
        _l("讲多少分钟"), [Optional(), between(20, 480)], description=_l("只有课题要填，学时按它计算")
    )


def option_words(name: str, busy_with: str) -> str:
    """A lecturer or vehicle in a list, and where it is already on the day that was wished for."""
    return gettext("%(name)s（最希望的那天已去%(unit)s）", name=name, unit=busy_with) if busy_with else name
