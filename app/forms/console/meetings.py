"""One meeting, a weekly series of them, and who leads an offering."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Optional, Regexp, ValidationError

from app import clock
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
from app.forms.console.offerings import HOUR, WEEKDAYS
from app.models import Meeting, Venue

RULE = ("seen", "first_on", "weekdays", "every", "until", "count", "without_holidays")
HOURS = ("from_time", "to_time")


class _MeetingFields(ConsoleForm):
    """What one meeting and a series have in common."""

    title = Words(_l("名称"), [needed(), at_most(110)], description=_l("例如“共读《平凡的世界》上卷”"))
    title_en = Words(_l("英文名称"), [at_most(150)])
    from_time = StringField(
        _l("几点开始"), [needed(), Regexp(HOUR, message=_l("请按 18:30 的样子填写"))], default="18:30"
    )
    to_time = StringField(
        _l("几点结束"), [needed(), Regexp(HOUR, message=_l("请按 20:30 的样子填写"))], default="20:30"
    )
    venue_id = SelectField(
        _l("地点"),
        coerce=int,
        default=0,
        description=_l("只在线上：选第一项，并填写链接。线上线下同时：选地点，也填链接。"),
    )
    room = Words(_l("房间或位置"), [at_most(60)], description=_l("同一地点同一房间不能同时有两场"))
    host_name = Words(_l("主讲或领读"), [at_most(60)])
    link = Words(_l("线上链接"), [at_most(400)], description=_l("只给参加的人看，开始前不久才显示"))
    link_minutes = WholeNumber(_l("提前几分钟显示链接"), [entered(), between(5, 1440)], default=60)
    credit_minutes = WholeNumber(
        _l("计多少分钟学时"), [entered(), between(0, 1440)], default=0, description=_l("0：不计学时")
    )
    guest_seats = WholeNumber(
        _l("单次名额"),
        [entered(), between(0, 10_000)],
        default=0,
        description=_l("没有报名整期、只来这一次的人，最多几位；0：不接受"),
    )

    def __init__(self, venues: list[Venue], obj: Meeting | None = None, **first: Any) -> None:
        super().__init__(obj=obj, **first)
        own = SelectChoice(0, gettext("和这一期相同；填了链接则只在线上"))
        self.venue_id.choices = [own, *(SelectChoice(venue.id, venue.name) for venue in venues)]

    def validate_to_time(self, field: StringField) -> None:
        if field.data and self.from_time.data and field.data <= self.from_time.data:
            raise ValidationError(gettext("结束要晚于开始"))

    def validate_link(self, field: Words) -> None:
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(gettext("请填写以 https:// 开头的链接"))

    def values(self) -> dict[str, Any]:
        """The columns beside the instants; what is not filled in is None where the column can be."""
        values = super().values()
        return values | {"venue_id": values["venue_id"] or None, "link": values["link"] or None}


class MeetingForm(_MeetingFields):
    on = Day(_l("哪一天"), [entered()])

    def __init__(self, venues: list[Venue], obj: Meeting | None = None, **first: Any) -> None:
        if obj is not None:
            start, end = clock.local(obj.starts_at), clock.local(obj.ends_at)
            hours = {"from_time": f"{start:%H:%M}", "to_time": f"{end:%H:%M}"}
            first = {"on": start.date(), **hours, "venue_id": obj.venue_id or 0, **first}
        super().__init__(venues, obj, **first)

    def values(self) -> dict[str, Any]:
        """The meeting's columns."""
        values = super().values()
        day = values.pop("on")
        for column, name in (("starts_at", "from_time"), ("ends_at", "to_time")):
            hour = dt.time.fromisoformat(values.pop(name))
            values[column] = dt.datetime.combine(day, hour, clock.CITY).astimezone(dt.UTC)
        return values


class MeetingSeriesForm(_MeetingFields):
    """`seen` is the digest of the plan that was on the page: what is added is what has been looked at."""

    seen = HiddenField()
    first_on = Day(_l("第一次在哪一天"), [entered()])
    weekdays = MultiCheckboxField(
        _l("星期几"),
        coerce=int,
        choices=[SelectChoice(number, words) for number, words in enumerate(WEEKDAYS)],
        description=_l("不选：和第一次同一个星期几"),
    )
    every = WholeNumber(_l("每几周一次"), [entered(), between(1, 26)], default=1)
    until = Day(_l("到哪一天为止"), [Optional()])
    count = WholeNumber(_l("一共几次"), [between(1, 60)], description=_l("和左边的日期填一个就行"))
    without_holidays = BooleanField(_l("避开法定节假日"), default=True)

    def pattern(self) -> dict[str, Any]:
        """The rule's parts."""
        first = cast(dt.date, self.first_on.data)
        return {
            "first_on": first,
            "weekdays": self.weekdays.data or [first.weekday()],
            "every": self.every.data or 1,
            "until": self.until.data,
            "count": self.count.data,
            "nights": 0,
            "without_holidays": bool(self.without_holidays.data),
        }

    def remember(self, digest: str) -> None:
        """From now on the page shows the plan of this digest."""
        self.seen.data = digest
        self.seen.raw_data = None

    def values(self) -> dict[str, Any]:
        """What all meetings of the series have alike, their hours as texts."""
        return {name: value for name, value in super().values().items() if name not in RULE}


class HostForm(ConsoleForm):
    phone = Words(_l("手机号"), [needed(), at_most(40)])
    called = Words(_l("姓名"), [at_most(60)], description=_l("还没有登录过的人，主持页面这样称呼"))

    def somebody(self) -> tuple[str, str]:
        """Phone and name."""
        return self.phone.data or "", self.called.data or ""
