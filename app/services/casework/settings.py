"""What a programme with cases has to know besides its steps."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import Programme
from app.services.modes.mode import Setting

ANSWER_DAYS = Setting(
    "answer_days",
    _l("补充材料给几个工作日"),
    5,
    _l("向申请人提问后，等多少个工作日；期间办理时间停止计算"),
    1,
    60,
)
UNANSWERED = Setting(
    "unanswered",
    _l("没有按时补充时"),
    "go_on",
    options=(("go_on", _l("按已有材料继续办理")), ("close", _l("按放弃申请结案，可以申请复核"))),
)
APPEAL_DAYS = Setting(
    "appeal_days", _l("几个工作日内可以申请复核"), 10, _l("从作出决定算起"), 0, 60, none=_l("不能申请复核")
)
APPEAL_WORK_DAYS = Setting(
    "appeal_work_days", _l("复核几个工作日办完"), 10, _l("由作出决定以外的人办理"), 1, 60
)
AGAIN = Setting(
    "again",
    _l("办结以后再申请"),
    "no",
    options=(("no", _l("每人一次")), ("yes", _l("办结后可以再申请"))),
)
MONEY = Setting(
    "money",
    _l("同意时写金额"),
    "no",
    options=(("no", _l("不涉及金额")), ("yes", _l("同意时写明金额"))),
)
VEHICLES = Setting(
    "vehicles",
    _l("有几辆车"),
    0,
    _l("同意时要排定日期、地点和车辆，一辆车一天只去一处"),
    0,
    20,
    none=_l("不派车"),
)
ALL = (ANSWER_DAYS, UNANSWERED, APPEAL_DAYS, APPEAL_WORK_DAYS, AGAIN, MONEY, VEHICLES)


def days(programme: Programme, setting: Setting) -> int:
    return int(setting.of(programme))


def is_set(programme: Programme, setting: Setting, value: str) -> bool:
    return bool(setting.of(programme) == value)
