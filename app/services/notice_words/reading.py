"""What members of reading clubs are told."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "note.hidden": _l("您在“%(programme)s”写的《%(what)s》笔记没有展示。原因：%(why)s。改好可以再写。"),
    "round.opened": _l("“%(programme)s”开始提书和投票，选下一本读什么。每人一票，结束前可以改。"),
    "round.closed": _l(
        "“%(programme)s”选出下一本：《%(what)s》，%(all)s 票中得 %(votes)s 票。登录可以看全部票数。"
    ),
    "attendance.not_reached": _l(
        "“%(programme)s”的出勤证书：共 %(held)s 次，您到了 %(came)s 次，要到 %(needed)s 次才能得到。"
        "签到有误，请联系主持人。"
    ),
}
