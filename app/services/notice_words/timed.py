"""What people are told of their quarter-hours."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "slots.tomorrow": _l(
        "提醒：您约了“%(programme)s”，%(what)s，%(where)s，编号 %(reference)s。去不了请尽早打电话告诉现场。"
    ),
    "slots.closed": _l(
        "您约的“%(programme)s”%(what)s 不能按时进行，原因：%(why)s。"
        "请登录，在“我的”里另选时间（编号 %(reference)s）。"
    ),
}
