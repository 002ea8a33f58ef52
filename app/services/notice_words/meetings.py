"""What people are told of meetings."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "meeting.reminder": _l("提醒：“%(programme)s”的“%(what)s”，%(when)s。去不了请告诉主持人。"),
    "meeting.changed": _l("“%(programme)s”的“%(what)s”有变动：原来是 %(before)s，改为 %(after)s。"),
    "meeting.cancelled": _l("“%(programme)s”的“%(what)s”（%(when)s）取消了。原因：%(why)s。"),
    "meeting.guest": _l(
        "您已预约“%(programme)s”的“%(what)s”，%(when)s。到场扫码签到；去不了请登录退掉，让给别人。"
    ),
    "host.added": _l("请您主持“%(programme)s”。登录后在“主持”里可以看到安排、名单和签到码。"),
}
