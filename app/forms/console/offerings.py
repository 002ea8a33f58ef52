"""One dated run, or a series of them from a rule."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, Regexp, ValidationError

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
    lines,
)
from app.models import Offering, Venue

WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))
RULE = ("seen", "first_on", "weekdays", "every", "until", "count", "nights", "without_holidays")
HOUR = r"^([01]\d|2[0-3]):[0-5]\d\Z"
TIMETABLE_LINE = re.compile(r"^(\d{1,2})\s*[|｜]\s*([^|｜]+?)(?:\s*[|｜]\s*(.+))?$")


def timetable_text(timetable: list[Any]) -> str:
    """What `timetable` looks like as lines: day | Chinese | English."""
    return "\n".join(
        " | ".join(str(part) for part in (e["day"], e["zh"], e.get("en")) if part) for e in timetable
    )


class _Hour(Regexp):
    def __call__(self, form: Any, field: Any, message: str | None = None) -> Any:
        """An hour that is not given is for others to judge."""
        return super().__call__(form, field, message) if field.data else None


class _RunForm(ConsoleForm):
    """What a single run and a series have in common."""

    venue_id = SelectField(_l("地点"), coerce=int)
    title = Words(
        _l("名称"), [at_most(120)], description=_l("一个地点同一天有几期时用来分辨，例如“蛙泳初级班”；可不填")
    )
    title_en = Words(_l("英文名称"), [at_most(160)])
    with_beds = BooleanField(_l("安排住宿（从这个地点的房间里安排床位）"))
    check_in_by = StringField(
        _l("最晚报到时间"), [_Hour(HOUR, message=_l("请按 14:00 的样子填写"))], default="14:00"
    )
    from_time = StringField(
        _l("几点开始"),
        [_Hour(HOUR, message=_l("请按 09:00 的样子填写"))],
        description=_l("不填：全天"),
    )
    to_time = StringField(_l("几点结束"), [_Hour(HOUR, message=_l("请按 11:30 的样子填写"))])
    seats = WholeNumber(
        _l("名额人数"), [between(1, 100000)], description=_l("不填：有住宿的只受床位限制，没有住宿的不限")
    )
    minimum = WholeNumber(
        _l("成团人数"),
        [between(0, 100000)],
        default=0,
        description=_l("不足这个人数，这一期不开"),
    )
    timetable = TextAreaField(
        _l("日程"),
        [at_most(8000)],
        description=_l(
            "每行一项：第几天 | 内容 | 英文（可不填）。例如：1 | 报到、健康讲座 | Arrival and talk"
        ),
    )

    def __init__(
        self, venues: list[Venue], obj: Offering | None = None, *, seats_needed: bool = False, **kwargs: Any
    ) -> None:
        if obj is not None:
            kwargs.setdefault("timetable", None)
        super().__init__(obj=obj, **{k: v for k, v in kwargs.items() if v is not None})
        self.seats_needed = seats_needed
        self.venue_id.choices = [SelectChoice(venue.id, venue.name) for venue in venues]

    def validate_check_in_by(self, field: StringField) -> None:
        if self.with_beds.data and not field.data:
            raise ValidationError(gettext("请填写“最晚报到时间”"))

    def validate_to_time(self, field: StringField) -> None:
        if self.with_beds.data:
            return
        if bool(field.data) != bool(self.from_time.data):
            raise ValidationError(gettext("几点开始和几点结束要么都填，要么都不填"))
        if field.data and self.from_time.data and field.data <= self.from_time.data:
            raise ValidationError(gettext("结束要晚于开始"))

    def validate_seats(self, field: WholeNumber) -> None:
        if self.seats_needed and field.data is None and not field.errors:
            raise ValidationError(gettext("这个项目逐个给名额，请填写名额人数"))

    def validate_timetable(self, field: TextAreaField) -> None:
        for number, line in enumerate(lines(field), 1):
            if not TIMETABLE_LINE.match(line):
                raise ValidationError(
                    gettext("第 %(number)s 行看不明白，请写成“第几天 | 内容”，例如：1 | 报到", number=number)
                )

    def values(self) -> dict[str, Any]:
        """The offering's columns; the timetable as entries."""
        found = [match for line in lines(self.timetable) if (match := TIMETABLE_LINE.match(line))]
        entries = [{"day": int(m[1]), "zh": m[2], "en": m[3] or ""} for m in found]
        values = super().values() | {"timetable": entries, "minimum": self.minimum.data or 0}
        # where people sleep it takes whole days; a time to arrive counts only there
        if values["with_beds"]:
            return values | {"from_time": "", "to_time": ""}
        return values | {"check_in_by": values["check_in_by"] or "14:00"}


class OfferingForm(_RunForm):
    starts_on = Day(_l("第一天"), [entered()])
    ends_on = Day(_l("最后一天"), [entered()])
    leader_name = Words(_l("领队"), [at_most(60)])
    leader_phone = Words(_l("领队电话"), [at_most(40)])

    def __init__(self, venues: list[Venue], obj: Offering | None = None, **more: Any) -> None:
        super().__init__(venues, obj, **more)
        if obj is not None and not self.is_submitted():
            self.timetable.data = timetable_text(obj.timetable)

    def validate_ends_on(self, field: Day) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("最后一天不能早于第一天"))


class SeriesForm(_RunForm):
    """`seen` is the digest of the plan that was on the page: what is added is what has been looked at."""

    seen = HiddenField()
    first_on = Day(_l("首期第一天"), [entered()])
    weekdays = MultiCheckboxField(
        _l("星期几"),
        coerce=int,
        choices=[SelectChoice(number, words) for number, words in enumerate(WEEKDAYS)],
        description=_l("不选：和首期第一天同一个星期几"),
    )
    every = WholeNumber(_l("每几周一次"), [entered(), between(1, 26)], default=1)
    until = Day(_l("到哪一天为止"), [Optional()])
    count = WholeNumber(_l("一共几期"), [between(1, 104)], description=_l("和上面的日期填一个就行"))
    nights = WholeNumber(
        _l("每期几晚"), [entered(), between(0, 30)], default=0, description=_l("0：当天结束")
    )
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
            "nights": self.nights.data or 0,
            "without_holidays": bool(self.without_holidays.data),
        }

    def remember(self, digest: str) -> None:
        """From now on the page shows the plan of this digest."""
        self.seen.data = digest
        self.seen.raw_data = None

    def values(self) -> dict[str, Any]:
        """The columns that all runs of the series have alike."""
        alike = super().values()
        return {name: value for name, value in alike.items() if name not in RULE}
