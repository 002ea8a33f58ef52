"""What a programme sets for its waitlist, whichever mode it has."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.models import Programme
from app.services import modes
from app.services.modes.mode import Setting

ANSWER_HOURS = Setting(
    "answer_hours",
    _l("答复期限（小时）"),
    24,
    _l("候补轮到时，多少小时内要答复；过期轮到下一位。填 0，空出的名额直接给候补的人。"),
    high=720,
    may_grow=True,
    none=_l("不用答复，直接给"),
)
WHEN_UNFIT = Setting(
    "when_unfit",
    _l("空出的名额不够一组用时"),
    "pass_over",
    _l("例如只空出 1 个名额，而排在最前的一组有 2 人。"),
    options=(("pass_over", _l("先给后面用得上的人")), ("wait", _l("留着，等够了再给这一组"))),
)
WAITLIST_MOST = Setting(
    "waitlist_most",
    _l("最多候补几组"),
    1000,
    _l("填 0，名额满了就不再接受报名，没有候补。"),
    may_grow=True,
    none=_l("没有候补"),
)


def value(programme: Programme, setting: Setting) -> Any:
    """What the programme has set; else its mode's own default, where the mode knows the setting."""
    own = (each for each in modes.of(programme).settings if each.name == setting.name)
    return next(own, setting).of(programme)
