"""Cases, who works on them, and what they go through."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "case_worker.appoint": _l("任命专办人员"),
    "case_worker.leave": _l("专办人员卸任"),
    "case_step.create": _l("添加办理步骤"),
    "case_step.edit": _l("修改办理步骤"),
    "case_step.delete": _l("删除办理步骤"),
    "case_reason.create": _l("添加办理理由"),
    "case_reason.delete": _l("删除办理理由"),
    "case_limit.create": _l("设办理限额"),
    "case_limit.edit": _l("修改办理限额"),
    "case.take": _l("接办"),
    "case.assign": _l("转交经办人"),
    "case.ask": _l("向申请人提问"),
    "case.lapse": _l("没有按时补充"),
    "case.answer": _l("申请人答复"),
    "case.pass": _l("转下一步"),
    "case.decide": _l("作出决定"),
    "case.appeal": _l("提出复核"),
    "case.decide_appeal": _l("复核决定"),
    "case.reopen": _l("重新办理"),
    "person.join_union": _l("确认入会"),
}
SUBJECTS = {
    "case_worker": _l("专办人员"),
    "case_step": _l("办理步骤"),
    "case_reason": _l("办理理由"),
    "case_limit": _l("办理限额"),
    "case_file": _l("办件"),
}
FIELDS = {
    "answer_days": _l("补充材料给几个工作日"),
    "unanswered": _l("没有按时补充时"),
    "appeal_days": _l("几个工作日内可以申请复核"),
    "appeal_work_days": _l("复核几个工作日办完"),
    "again": _l("办结以后再申请"),
    "money": _l("同意时写金额"),
    "vehicles": _l("有几辆车"),
    "owner": _l("由谁办"),
    "days": _l("工作日"),
    "checks": _l("核对什么"),
    "may_end": _l("可以作出决定"),
    "limit": _l("限额"),
    "case_owner": _l("经办人"),
    "case_step": _l("步骤"),
    "case_outcome": _l("办理结果"),
    "case_amount": _l("金额"),
    "case_due": _l("期限"),
}
VALUES = {
    "case-granted": _l("同意"),
    "case-partly": _l("部分同意"),
    "case-refused": _l("不同意"),
}
