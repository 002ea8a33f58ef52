"""The words of quarter-hours, tickets, vouchers and those who serve there."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "slots.plan": _l("修改预约约定"),
    "slots.rooms": _l("添加预约房间"),
    "slots.make": _l("放出时段"),
    "slots.close": _l("停用时段"),
    "attendant.add": _l("添加值守人员"),
    "attendant.leave": _l("移除值守人员"),
    "tickets.seating": _l("设置座位"),
    "tickets.undo": _l("撤销检票"),
    "voucher_kind.create": _l("添加券种"),
    "voucher_kind.edit": _l("修改券种"),
    "vouchers.issue": _l("发放消费券"),
    "vouchers.export": _l("导出核销明细"),
}

SUBJECTS: Mapping[str, str] = {
    "attendant": _l("值守人员"),
    "seating": _l("座位"),
    "voucher_kind": _l("券种"),
    "voucher": _l("消费券"),
    "ticket": _l("票"),
}

FIELDS: Mapping[str, str] = {
    "rebook_hours": _l("提前几小时可以改约"),
    "remind_hour": _l("前一天几点提醒"),
    "rebooked": _l("请他们另选时间的"),
    "row_count": _l("几排"),
    "row_seats": _l("每排几座"),
    "number": _l("数量"),
    "valid_from_on": _l("从哪天起可用"),
    "valid_until_on": _l("到哪天为止"),
    "place": _l("在哪里用"),
    "place_en": _l("在哪里用（英文）"),
    "offering_id": _l("期次"),
}
