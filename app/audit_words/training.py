"""The words of classes, marks and mobile lectures."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "class.merge": _l("合并班次"),
    "class.cancel": _l("取消班次，人员改派"),
    "class.rules": _l("修改学时和发证规则"),
    "class.attendance": _l("登记到课"),
    "class.mark": _l("登记成绩"),
    "class.certify": _l("结业发证"),
    "class.export_hours": _l("导出学时"),
    "lecture.resource": _l("添加课题、讲师或车辆"),
    "lecture.retire": _l("停用课题、讲师或车辆"),
    "lecture.restore": _l("恢复使用课题、讲师或车辆"),
    "lecture.order": _l("预约送课上门"),
    "lecture.ask": _l("请单位补充说明"),
    "lecture.reply": _l("补充说明"),
    "lecture.confirm": _l("确定送课上门"),
    "lecture.refuse": _l("不安排送课上门"),
    "lecture.withdraw": _l("取消预约"),
    "lecture.call_off": _l("取消一站"),
    "lecture.enrol": _l("登记听课人"),
}
SUBJECTS: Mapping[str, str] = {
    "training_rule": _l("学时和发证规则"),
    "assessment": _l("成绩"),
    "meeting": _l("课次"),
    "lecture_stop": _l("送课上门"),
    "lecture_resource": _l("课题、讲师或车辆"),
}
FIELDS: Mapping[str, str] = {
    "into": _l("并入"),
    "moved_own": _l("改到自己填报的班次（人）"),
    "moved_asked": _l("请答复是否换班（人）"),
    "moved_waiting": _l("转为候补（人）"),
    "moved_nowhere": _l("没有班次可换（人）"),
    "hour_minutes": _l("每学时分钟数"),
    "least_share": _l("最低到课率"),
    "assessed": _l("考核方式"),
    "theory_weight": _l("理论占比"),
    "certificate_en": _l("证书英文名称"),
    "valid_years": _l("有效年数"),
    "came": _l("到课人数"),
    "mark": _l("成绩"),
    "certified": _l("发证人数"),
    "not_certified": _l("未发证人数"),
    "full_numbers": _l("含完整证件号码"),
    "topic": _l("课题"),
    "held_on": _l("日期"),
    "lecturer": _l("讲师"),
    "vehicle": _l("车辆"),
}
