"""The words of contests."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "contest.create": _l("填写竞赛规则"),
    "contest.edit": _l("修改竞赛规则"),
    "contest.announce": _l("公布抽签数字来源"),
    "contest.freeze": _l("固定参赛名单"),
    "contest.draw": _l("录入抽签数字"),
    "contest.board": _l("开关大屏"),
    "contest.provisional": _l("公布成绩"),
    "contest.final": _l("成绩生效"),
    "contest.export_entries": _l("导出参赛名单"),
    "contest.export_results": _l("导出成绩"),
    "contest_event.create": _l("添加比赛项目"),
    "contest_event.edit": _l("修改比赛项目"),
    "contest_event.slots": _l("修改场次"),
    "contest_event.delete": _l("删除比赛项目"),
    "contest_entry.create": _l("报比赛项目"),
    "contest_entry.leave": _l("退出比赛项目"),
    "contest_entry.standing": _l("登记参赛情况"),
    "contest_judge.add": _l("添加裁判"),
    "contest_judge.leave": _l("移除裁判"),
    "heat_plan.start": _l("开始编组"),
    "heat_plan.publish": _l("公布编组"),
    "mark.enter": _l("登记成绩"),
    "mark.settle": _l("裁定成绩"),
    "contest_appeal.raise": _l("提出成绩申诉"),
    "contest_appeal.answer": _l("答复成绩申诉"),
    "award.create": _l("添加获奖记录"),
    "award.edit": _l("修改获奖记录"),
    "award.delete": _l("删除获奖记录"),
}
SUBJECTS: Mapping[str, str] = {
    "contest": _l("竞赛"),
    "contest_event": _l("比赛项目"),
    "contest_entry": _l("参赛"),
    "contest_judge": _l("裁判"),
    "heat_plan": _l("编组"),
    "mark": _l("成绩"),
    "settlement": _l("成绩裁定"),
    "contest_appeal": _l("成绩申诉"),
    "award": _l("获奖记录"),
}
FIELDS: Mapping[str, str] = {
    "best_of": _l("团体取几人"),
    "short_teams": _l("不足人数的队伍"),
    "appeal_hours": _l("申诉小时数"),
    "rest_minutes": _l("两次上场至少间隔分钟"),
    "heat_judges": _l("每场裁判人数"),
    "bring": _l("要带的东西"),
    "bring_en": _l("要带的东西（英文）"),
    "board_public": _l("大屏"),
    "theory_weight": _l("理论权重"),
    "practice_weight": _l("实操权重"),
    "theory_most": _l("理论满分"),
    "practice_most": _l("实操满分"),
    "unit_limit": _l("单位限额"),
    "certificate": _l("须持证书"),
    "first_station": _l("第一个工位号"),
    "station_count": _l("工位数"),
    "slots": _l("场次"),
    "points": _l("分数（百分之一分）"),
    "seconds": _l("用时（秒）"),
    "penalties": _l("扣分项"),
    "absent": _l("缺考"),
    "prize": _l("奖项"),
    "prize_en": _l("奖项（英文）"),
    "winner": _l("获奖人"),
}
VALUES: Mapping[str, str] = {"disqualified": _l("取消资格"), "absent": _l("缺考"), "entered": _l("参赛")}
