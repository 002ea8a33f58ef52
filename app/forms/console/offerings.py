"""One dated run, or a series of weekly ones."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp, ValidationError

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
)
from app.models import Offering, Venue

TIMETABLE_LINE = re.compile(r"^(\d{1,2})\s*[|｜]\s*([^|｜]+?)(?:\s*[|｜]\s*(.+))?$")


def timetable_text(timetable: list[Any]) -> str:
    """What `timetable` looks like as lines: day | Chinese | English."""
    return "\n".join(
        " | ".join(str(part) for part in (e["day"], e["zh"], e.get("en")) if part) for e in timetable
    )


class _RunForm(ConsoleForm):
    """What a single run and a series have in common."""

    venue_id = SelectField(_l("院区"), coerce=int)
    check_in_by = StringField(
        _l("最晚报到时间"),
        [entered(), Regexp(r"^([01]\d|2[0-3]):[0-5]\d\Z", message=_l("请按 14:00 的样子填写"))],
        default="14:00",
    )
    with_beds = BooleanField(_l("安排住宿（从院区的房间里安排床位）"), default=True)
    seats = WholeNumber(_l("名额人数"), [between(1, 100000)], description=_l("不填：只受床位限制"))
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

    def __init__(self, venues: list[Venue], obj: Offering | None = None, **kwargs: Any) -> None:
        if obj is not None:
            kwargs.setdefault("timetable", None)
        super().__init__(obj=obj, **{k: v for k, v in kwargs.items() if v is not None})
        self.venue_id.choices = [SelectChoice(venue.id, venue.name) for venue in venues]

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
        return super().values() | {"timetable": entries, "minimum": self.minimum.data or 0}


class OfferingForm(_RunForm):
    starts_on = Day(_l("第一天"), [entered()])
    ends_on = Day(_l("最后一天"), [entered()])
    leader_name = Words(_l("领队"), [at_most(60)])
    leader_phone = Words(_l("领队电话"), [at_most(40)])

    def __init__(self, venues: list[Venue], obj: Offering | None = None, **kwargs: Any) -> None:
        super().__init__(venues, obj, **kwargs)
        if obj is not None and not self.is_submitted():
            self.timetable.data = timetable_text(obj.timetable)

    def validate_ends_on(self, field: Day) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("最后一天不能早于第一天"))


class SeriesForm(_RunForm):
    first_on = Day(_l("首期第一天"), [entered()])
    weeks = WholeNumber(_l("连续几周"), [entered(), between(1, 52)], default=12)
    nights = WholeNumber(_l("每期几晚"), [entered(), between(0, 30)], default=5)

    def pattern(self) -> tuple[dt.date, int, int]:
        """(first day of the first run, weeks, nights of each)."""
        return cast(dt.date, self.first_on.data), self.weeks.data or 0, self.nights.data or 0

    def values(self) -> dict[str, Any]:
        """The columns that all runs of the series have alike."""
        alike = super().values()
        return {name: value for name, value in alike.items() if name not in ("first_on", "weeks", "nights")}
