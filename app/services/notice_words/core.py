"""What people are told of every sort of programme."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

WORDS: Mapping[str, str] = {
    "certificate.issued": _l("您在“%(programme)s”获得%(what)s，请登录，在“我的”里下载。"),
    "certificate.revoked": _l("您的“%(programme)s”已撤销。原因：%(why)s。如有疑问，请联系单位经办人。"),
    "registration.sent": _l("您已报名“%(programme)s”，编号 %(reference)s。截止前可以登录修改或退出。"),
    "registration.changed": _l(
        "您在“%(programme)s”的报名已修改，编号 %(reference)s，以最后一次提交的内容为准。"
    ),
    "registration.withdrawn": _l(
        "“%(programme)s”的报名（编号 %(reference)s）已退出。如不是您的意愿，请联系单位经办人。"
    ),
    "registration.ineligible": _l(
        "“%(programme)s”的报名（编号 %(reference)s）没有进入这次安排：%(why)s。如有疑问，请联系单位经办人。"
    ),
    "signed_up_by_other": _l(
        "%(by)s 为您报名了“%(programme)s”，编号 %(reference)s。如与您的意愿不符，请登录退出或联系单位经办人。"
    ),
    "placement.published": _l(
        "“%(programme)s”结果已公布，您已安排上。请登录或凭编号 %(reference)s 查看时间、地点和具体安排。"
    ),
    "unplaced.published": _l(
        "“%(programme)s”结果已公布，这一次没有安排上。请登录或凭编号 %(reference)s 查看每个志愿的原因。"
    ),
    "placement.refilled": _l(
        "您已递补上“%(programme)s”。请登录或凭编号 %(reference)s 查看时间、地点和具体安排；去不了请尽早退出。"
    ),
    "placement.given": _l(
        "您已获得“%(programme)s”的名额：%(what)s，编号 %(reference)s。去不了请尽早退出，名额会给候补的职工。"
    ),
    "waitlist.joined": _l("“%(programme)s”名额已满，您已排入候补，编号 %(reference)s。有名额时会通知您。"),
    "waitlist.offered": _l(
        "“%(programme)s”有名额了：%(what)s。请在 %(until)s 前登录接受或放弃（编号 %(reference)s），"
        "过期会给下一位。"
    ),
    "waitlist.lapsed": _l(
        "“%(programme)s”的候补名额（%(what)s）没有按时答复，已给下一位，编号 %(reference)s。"
    ),
    "review.assigned": _l("“%(programme)s”有 %(count)s 份申报请您评审。请登录，在“评审”里打分。"),
    "review.noticed": _l(
        "“%(programme)s”评审结果正在公示，到 %(until)s 为止。编号 %(reference)s，请登录查看，"
        "有意见可在公示页面提出。"
    ),
    "review.changed": _l("“%(programme)s”公示期间更正了编号 %(reference)s 的结果，请登录查看原因。"),
    "review.granted": _l("“%(programme)s”评审结果已生效，编号 %(reference)s 已入选。"),
    "review.refused": _l(
        "“%(programme)s”评审结果已生效，编号 %(reference)s 这一次没有入选，请登录查看原因和总分。"
    ),
    "objection.answered": _l("您对“%(programme)s”公示提出的异议已答复，请登录在公示页面查看。"),
    "lottery.drawn": _l(
        "“%(programme)s”已经摇号，您（编号 %(reference)s）是第 %(number)s 号。"
        "请登录查看结果，中签的请在期限内确认。"
    ),
    "programme.cancelled": _l("“%(programme)s”已取消，编号 %(reference)s 的报名不再安排。原因：%(why)s。"),
    "offering.place_cancelled": _l(
        "“%(programme)s”的 %(what)s 一期已取消，编号 %(reference)s 的名额不再保留；"
        "另选了别的期次的，已转为候补。原因：%(why)s。"
    ),
    "offering.cancelled": _l(
        "“%(programme)s”中您选的 %(what)s 一期已取消，编号 %(reference)s 的其余志愿照常安排。原因：%(why)s。"
    ),
}
