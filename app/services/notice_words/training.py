"""What people are told of classes, marks and mobile lectures."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "class.moved": _l(
        "“%(programme)s”的 %(former)s 班次不开了，您已改到您填报的 %(what)s，名额已确认，"
        "编号 %(reference)s。原因：%(why)s。去不了请尽早退出。"
    ),
    "class.offered": _l(
        "“%(programme)s”的 %(former)s 班次不开了。为您保留了 %(what)s 的名额，这不是您填报的班次，"
        "请在 %(until)s 前登录接受或放弃（编号 %(reference)s）。原因：%(why)s。"
    ),
    "class.waits": _l(
        "“%(programme)s”的 %(former)s 班次不开了，编号 %(reference)s 已转为候补您填报的其他班次。"
        "原因：%(why)s。没有马上换班是因为：%(against)s。"
    ),
    "class.nothing": _l(
        "“%(programme)s”的 %(former)s 班次不开了，编号 %(reference)s 的名额不再保留，也不计入参加次数。"
        "原因：%(why)s。没有别的班次可换：%(against)s。"
    ),
    "class.marked": _l("您在“%(programme)s”的成绩已登记：%(mark)s 分，编号 %(reference)s。"),
    "class.marked_again": _l(
        "您在“%(programme)s”的成绩改为 %(mark)s 分，编号 %(reference)s。原因：%(why)s。"
    ),
    "class.not_certified": _l(
        "“%(programme)s”已结业，编号 %(reference)s 这一次没有发证：%(why)s。如有疑问，请联系单位经办人。"
    ),
    "lecture.asked": _l("您单位预约的“%(programme)s”（%(topic)s）需要补充说明，请登录工作台答复。"),
    "lecture.confirmed": _l(
        "您单位预约的“%(programme)s”（%(topic)s）已确定在 %(day)s，请登录工作台登记听课人。"
    ),
    "lecture.refused": _l("您单位预约的“%(programme)s”（%(topic)s）没有安排。原因：%(why)s。"),
    "lecture.called_off": _l(
        "“%(programme)s”原定 %(day)s 到您单位的一站已取消，编号 %(reference)s。原因：%(why)s。"
    ),
}
