"""What nominated workers and guests of a stay are told."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "nomination.confirmed": _l(
        "%(unit)s 已提名您参加“%(programme)s”，上级工会已确认。请在 %(until)s 前登录填报志愿，逾期视为放弃。"
    ),
    "nomination.ended": _l(
        "对您参加“%(programme)s”的提名没有生效。原因：%(why)s。如有疑问，请联系本单位工会。"
    ),
    "stay.room_changed": _l(
        "“%(programme)s”为您换了房间：%(room)s，%(bed)s 号床，编号 %(reference)s。原因：%(why)s。"
    ),
    "stay.no_show": _l(
        "“%(programme)s”（%(what)s）登记为未到，%(outcome)s。原因：%(why)s。如有出入，请联系单位经办人。"
    ),
    "stay.no_show_undone": _l("“%(programme)s”（%(what)s）的未到登记已撤销。"),
    "stay.left_early": _l("“%(programme)s”（%(what)s）已登记您 %(on)s 提前离开。"),
    "stay.substituted": _l(
        "您在“%(programme)s”的安排已由本单位另一位职工接替，编号 %(reference)s。原因：%(why)s。"
        "如与您的意愿不符，请联系单位经办人。"
    ),
    "stay.substitutes": _l(
        "本单位安排您接替一位同事参加“%(programme)s”：%(what)s，编号 %(reference)s。请登录查看房间和日程。"
    ),
    "stay.leader": _l("您是“%(programme)s”%(what)s 的领队。请登录，在“我的”里打开领队页面。"),
    "stay.slot_cancelled": _l("“%(programme)s”期间您预约的 %(at)s 一项安排已取消，请登录另选时间。"),
}
