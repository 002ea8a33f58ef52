"""What people are told of contests."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "contest.heat": _l(
        "“%(programme)s”编组已公布：%(event)s，%(when)s，%(station)s 号工位（编号 %(reference)s）。"
        "请登录查看地点和要带的东西。"
    ),
    "contest.standing": _l(
        "您在“%(programme)s”%(event)s的参赛情况有变化（编号 %(reference)s）。原因：%(why)s。"
        "如有疑问，请联系经办人。"
    ),
    "contest.provisional": _l(
        "“%(programme)s”成绩已公布（编号 %(reference)s）。对自己的成绩有异议，请在 %(until)s 前登录书面申诉。"
    ),
    "contest.answered": _l("您对“%(programme)s”%(event)s成绩的申诉已答复，请登录查看。"),
}
