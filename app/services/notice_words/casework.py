"""What applicants are told of their case. Of a private programme the phone gets neutral words instead."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "case.asked": _l(
        "“%(programme)s”的申请（编号 %(reference)s）需要您补充，请在 %(until)s 前登录，在“我的”里答复。"
    ),
    "case.lapsed": _l("“%(programme)s”的申请（编号 %(reference)s）没有按时补充，按已有材料继续办理。"),
    "case.passed": _l("“%(programme)s”的申请（编号 %(reference)s）已进入“%(step)s”。"),
    "case.decided": _l(
        "“%(programme)s”的申请（编号 %(reference)s）已作出决定，请登录查看结果、理由和怎样申请复核。"
    ),
    "case.appeal_decided": _l("“%(programme)s”的复核（编号 %(reference)s）已作出决定，请登录查看。"),
    "case.reopened": _l(
        "“%(programme)s”的申请（编号 %(reference)s）重新办理，原来的决定作废，请等待新的决定。"
    ),
}
