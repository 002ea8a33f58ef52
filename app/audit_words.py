"""How the record of changes reads: actions, subjects, fields and values in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "programme.create": _l("新建项目"),
    "programme.edit": _l("修改项目"),
    "programme.open": _l("开放报名"),
    "programme.close": _l("截止报名"),
    "programme.cancel": _l("取消项目"),
    "programme.draw": _l("摇号"),
    "offering.create": _l("添加期次"),
    "offering.edit": _l("修改期次"),
    "offering.cancel": _l("取消期次"),
    "offering.delete": _l("删除期次"),
    "rule.create": _l("添加资格条件"),
    "rule.edit": _l("修改资格条件"),
    "rule.delete": _l("删除资格条件"),
    "quota.create": _l("添加名额"),
    "quota.edit": _l("修改名额"),
    "quota.delete": _l("删除名额"),
    "venue.create": _l("新建院区"),
    "venue.edit": _l("修改院区"),
    "room.create": _l("添加房间"),
    "room.edit": _l("修改房间"),
    "room.close": _l("停用房间"),
    "room.open": _l("恢复使用房间"),
    "registration.send": _l("提交报名"),
    "registration.change": _l("修改报名"),
    "registration.withdraw": _l("退出报名"),
    "registration.correct_needs": _l("更正住宿需要"),
    "registration.export": _l("导出报名"),
    "person.correct": _l("更正职工信息"),
    "person.confirm_tier": _l("核对优先级"),
    "person.complete": _l("补登职工信息"),
    "unit.add": _l("登记单位"),
    "coordinator.add": _l("设置经办人"),
    "run.start": _l("开始分配"),
    "run.stop": _l("停止分配，保留方案"),
    "run.cancel": _l("放弃分配"),
    "run.solving": _l("分配计算中"),
    "run.finished": _l("分配完成"),
    "run.publish": _l("公布结果"),
    "lock.add": _l("锁定安排"),
    "lock.remove": _l("解除锁定"),
    "roster.upload": _l("上传名单"),
    "roster.confirm": _l("确认名单"),
    "roster.discard": _l("放弃名单"),
}

SUBJECTS: Mapping[str, str] = {
    "programme": _l("项目"),
    "offering": _l("期次"),
    "eligibility_rule": _l("资格条件"),
    "quota": _l("名额"),
    "venue": _l("院区"),
    "room": _l("房间"),
    "registration": _l("报名"),
    "person": _l("职工"),
    "allocation_run": _l("分配"),
    "lock": _l("锁定"),
    "roster_upload": _l("名单"),
    "account": _l("账号"),
}

FIELDS: Mapping[str, str] = {
    "title": _l("项目名称"),
    "title_en": _l("英文名称"),
    "slug": _l("网址名"),
    "kind": _l("类别"),
    "summary": _l("一句话介绍"),
    "summary_en": _l("一句话介绍（英文）"),
    "body": _l("详细说明"),
    "body_en": _l("详细说明（英文）"),
    "opens_at": _l("报名开始"),
    "closes_at": _l("报名截止"),
    "results_on": _l("公布结果日期"),
    "withdraw_free_until_on": _l("免记退出截止日期"),
    "max_choices": _l("最多填几个志愿"),
    "max_party_size": _l("每组最多几人"),
    "tier_weights": _l("各级权重"),
    "seed_source": _l("摇号种子来源"),
    "seed": _l("摇号种子"),
    "seed_known_at": _l("摇号数字揭晓时间"),
    "entries": _l("参加摇号的组数"),
    "method": _l("怎样决定名额"),
    "entries_digest": _l("名单摘要"),
    "reference_prefix": _l("编号前缀"),
    "contact_phone": _l("咨询电话"),
    "state": _l("状态"),
    "version": _l("版本"),
    "venue_id": _l("院区"),
    "starts_on": _l("第一天"),
    "ends_on": _l("最后一天"),
    "check_in_by": _l("最晚报到时间"),
    "with_beds": _l("安排住宿"),
    "seats": _l("人数上限"),
    "minimum": _l("至少几人"),
    "maximum": _l("至多几人"),
    "timetable": _l("日程"),
    "leader_name": _l("领队"),
    "leader_phone": _l("领队电话"),
    "cancelled": _l("已取消"),
    "parameters": _l("条件"),
    "regulation": _l("依据"),
    "group": _l("按什么计"),
    "scope": _l("范围"),
    "value": _l("哪一个"),
    "name": _l("名称"),
    "name_en": _l("英文名称"),
    "address": _l("地址"),
    "address_en": _l("英文地址"),
    "district": _l("所在区市"),
    "note": _l("须知"),
    "note_en": _l("须知（英文）"),
    "health_questions": _l("健康申报问题"),
    "rooms_assumed": _l("房间数为假定"),
    "rooms": _l("房间"),
    "beds": _l("床位数"),
    "features": _l("设施"),
    "closed": _l("已停用"),
    "tier": _l("优先级"),
    "track": _l("职工类别"),
    "unit_id": _l("所在单位"),
    "needs": _l("住宿需要"),
    "choices": _l("志愿"),
    "members": _l("人数"),
    "count": _l("数量"),
    "offering": _l("期次"),
    "rows": _l("行数"),
    "parties": _l("组数"),
    "people": _l("人数"),
    "placed": _l("安排上的人数"),
    "time_limit_seconds": _l("最长计算秒数"),
    "health_declared": _l("已确认健康申报的院区"),
    "joined_on": _l("参加工作日期"),
    "phone": _l("手机号"),
}

VALUES: Mapping[str, str] = {
    "True": _l("是"),
    "False": _l("否"),
    "": _l("（空）"),
    "[]": _l("（空）"),
    "draft": _l("草稿"),
    "open": _l("报名中"),
    "closed": _l("已截止"),
    "published": _l("已公布"),
    "cancelled": _l("已取消"),
    "submitted": _l("已报名"),
    "withdrawn": _l("已退出"),
    "queued": _l("排队中"),
    "solving": _l("计算中"),
    "solved": _l("已算出"),
    "failed": _l("未成功"),
}


def action(name: str) -> str:
    return str(ACTIONS.get(name, name))


def subject(table: str) -> str:
    return str(SUBJECTS.get(table, table))


def field(name: str) -> str:
    return str(FIELDS.get(name, name))


def value(text: str) -> str:
    return str(VALUES.get(text, text))
