"""The words of nominations and of what happens during stays."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "nomination.round": _l("定提名的名额和时间"),
    "nomination.quota": _l("分提名名额"),
    "nomination.return": _l("没用完的提名名额归上级"),
    "nomination.add": _l("提名"),
    "nomination.confirm": _l("确认提名"),
    "nomination.send_back": _l("退回提名"),
    "nomination.withdraw": _l("撤回提名"),
    "stay.settings": _l("修改疗养规定"),
    "stay.fee": _l("登记费用"),
    "stay.timetable": _l("修改疗养日程"),
    "stay.slots": _l("修改一对一谈话时间"),
    "stay.leader": _l("指定领队"),
    "desk_worker.add": _l("添加前台人员"),
    "desk_worker.leave": _l("移除前台人员"),
    "stay.check_in": _l("报到"),
    "stay.check_in_undo": _l("撤销报到"),
    "stay.seat": _l("排床位"),
    "stay.rooms": _l("调换房间"),
    "stay.no_show": _l("登记未到"),
    "stay.no_show_undo": _l("撤销未到"),
    "stay.left_early": _l("登记提前离开"),
    "stay.left_early_undo": _l("撤销提前离开"),
    "stay.substitute": _l("同单位换人"),
    "stay.report": _l("下载疗休养报表"),
}
SUBJECTS: Mapping[str, str] = {
    "nomination": _l("提名"),
    "nomination_quota": _l("提名名额"),
    "stay_setting": _l("疗养规定"),
    "stay_fee": _l("费用"),
    "desk_worker": _l("前台人员"),
    "group_leader": _l("领队"),
    "placement": _l("安排"),
}
FIELDS: Mapping[str, str] = {
    "units_until": _l("单位提名截止"),
    "districts_until": _l("区市提名截止"),
    "returned": _l("归上级的名额"),
    "no_show_counts": _l("未到算已使用"),
    "substitute_days": _l("提前几天可换人"),
    "survey_days": _l("满意度填写天数"),
    "escorted": _l("专人陪同的类别"),
    "city_share": _l("市总工会承担"),
    "unit_share": _l("单位承担"),
    "person_share": _l("个人承担"),
    "bed": _l("床位"),
    "counts": _l("算已使用"),
    "left_on": _l("离开日期"),
    "came": _l("接替的人"),
    "left": _l("换下的人"),
}
VALUES: Mapping[str, str] = {
    "nominated": _l("待确认"),
    "confirmed": _l("已确认"),
    "sent_back": _l("已退回"),
}
