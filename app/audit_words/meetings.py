"""The words of meetings, their hosts and who came."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "meeting.create": _l("添加一次活动"),
    "meeting.edit": _l("修改一次活动"),
    "meeting.cancel": _l("取消一次活动"),
    "host.add": _l("添加主持人"),
    "host.remove": _l("移除主持人"),
    "check_in.undo": _l("撤销签到"),
    "attendance.export": _l("导出出勤"),
}
SUBJECTS: Mapping[str, str] = {"meeting": _l("一次活动"), "host": _l("主持人")}
FIELDS: Mapping[str, str] = {
    "starts_at": _l("开始"),
    "ends_at": _l("结束"),
    "room": _l("房间或位置"),
    "host_name": _l("主讲或领读"),
    "link": _l("线上链接"),
    "link_minutes": _l("提前几分钟显示链接"),
    "credit_minutes": _l("计多少分钟学时"),
    "guest_seats": _l("单次名额"),
}
