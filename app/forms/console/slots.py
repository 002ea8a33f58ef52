"""Rooms, opening hours and closings of programmes by the quarter-hour, and who serves there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, Regexp

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
    needed,
)
from app.forms.console.offerings import HOUR, WEEKDAYS
from app.models import SlotRoom, Venue

SHAPE = _l("请按 08:30 的样子填写")


class SlotPlanForm(ConsoleForm):
    rebook_hours = WholeNumber(
        _l("提前几小时可以改约"),
        [entered(), between(0, 168)],
        description=_l("0：开始以前都可以。开放报名后只能改小。"),
    )
    remind_hour = WholeNumber(_l("前一天几点提醒"), [entered(), between(0, 23)])


class SlotRoomsForm(ConsoleForm):
    venue_id = SelectField(_l("地点"), coerce=int)
    names = TextAreaField(
        _l("房间名称"),
        [needed(), at_most(2000)],
        description=_l("每行一个，写门上的名称，例如“采血室 1”。已经放出的时段也会多出这些房间。"),
    )
    kind = Words(_l("用途"), [at_most(40)], description=_l("例如“采血”“心理咨询”；可不填"))
    kind_en = Words(_l("用途（英文）"), [at_most(60)])

    def __init__(self, venues: Sequence[Venue], **more: Any) -> None:
        super().__init__(**more)
        self.venue_id.choices = [SelectChoice(venue.id, venue.name) for venue in venues]

    def listed(self) -> list[str]:
        """The names, one a line."""
        return [line[:40] for line in lines(self.names)]


class OpeningHoursForm(ConsoleForm):
    """`seen` is the digest of the plan that was on the page: what is made is what has been looked at."""

    seen = HiddenField()
    venue_id = SelectField(_l("地点"), coerce=int)
    first_on = Day(_l("第一天"), [entered()])
    last_on = Day(_l("最后一天"), [entered()])
    weekdays = MultiCheckboxField(
        _l("星期几"),
        [needed(_l("请至少选一个星期几"))],
        coerce=int,
        choices=[SelectChoice(number, words) for number, words in enumerate(WEEKDAYS)],
    )
    from_time = StringField(_l("几点开始"), [entered(), Regexp(HOUR, message=SHAPE)])
    to_time = StringField(_l("几点结束"), [entered(), Regexp(HOUR, message=SHAPE)])
    break_from = StringField(_l("休息从几点"), [Optional(), Regexp(HOUR, message=SHAPE)])
    break_to = StringField(_l("休息到几点"), [Optional(), Regexp(HOUR, message=SHAPE)])
    minutes = WholeNumber(_l("每个时段几分钟"), [entered(), between(5, 240)])
    without_holidays = BooleanField(_l("避开法定节假日"))

    def __init__(self, venues: Sequence[Venue], **more: Any) -> None:
        usual = {
            "minutes": 15,
            "weekdays": list(range(5)),
            "from_time": "08:00",
            "to_time": "16:30",
            "break_from": "11:30",
            "break_to": "13:30",
            "without_holidays": True,
        }
        super().__init__(**{**usual, **more})
        self.venue_id.choices = [SelectChoice(venue.id, venue.name) for venue in venues]

    def hours(self) -> dict[str, Any]:
        """The parts of the hours, without the place."""
        found = {name: value for name, value in super().values().items() if name not in ("seen", "venue_id")}
        times = ("break_from", "break_to")
        return found | {name: found[name] or "" for name in times}

    def remember(self, digest: str) -> None:
        """From now on the page shows the plan of this digest."""
        self.seen.data = digest
        self.seen.raw_data = None


class ClosingForm(ConsoleForm):
    """`seen` says how much was foreseen when the page was shown."""

    seen = HiddenField()
    where = SelectField(_l("停哪里"))
    first_on = Day(_l("从哪天起"), [entered()])
    last_on = Day(_l("到哪天为止"), [Optional()], description=_l("只停一个房间时可不填：以后都不用"))
    from_time = StringField(
        _l("从几点"), [Optional(), Regexp(HOUR, message=SHAPE)], description=_l("不填：整天")
    )
    to_time = StringField(_l("到几点"), [Optional(), Regexp(HOUR, message=SHAPE)])
    reason = Words(
        _l("原因"),
        [needed(_l("请写明原因，约在这个时间的人会看到")), at_most(200)],
        description=_l("约在这个时间的人会收到，例如：设备检修。"),
    )

    def __init__(self, venues: Sequence[Venue], rooms: Sequence[SlotRoom], **more: Any) -> None:
        super().__init__(**more)
        self.where.choices = [
            choice
            for venue in venues
            for choice in (
                SelectChoice(f"v{venue.id}", venue.name),
                *(
                    SelectChoice(f"r{room.id}", f"{venue.name} · {room.name}")
                    for room in rooms
                    if room.venue_id == venue.id and not room.closed
                ),
            )
        ]

    def place(self) -> tuple[str, int]:
        """("v", a venue's id) or ("r", a room's id)."""
        chosen = self.where.data or ""
        return chosen[:1], int(chosen[1:])

    def span(self) -> tuple[dt.date, dt.date | None, str, str]:
        """First day, last day, and the hours of each."""
        first = cast(dt.date, self.first_on.data)
        return first, self.last_on.data, self.from_time.data or "", self.to_time.data or ""

    def remember(self, seen: str) -> None:
        """From now on the page shows what it would do."""
        self.seen.data = seen
        self.seen.raw_data = None


class AttendantForm(ConsoleForm):
    phone = StringField(_l("手机号码"), [needed()], description=_l("用这个号码登录，在“值守”里打开"))
    name = Words(
        _l("称呼"),
        [needed(), at_most(60)],
        description=_l("门、台或商户的名称，例如“东门”“海之韵超市”；核销按它结算"),
    )
