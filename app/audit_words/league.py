"""The words of leagues."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "league.edit": _l("修改联赛规则"),
    "league.accept": _l("接受球队"),
    "league.draw": _l("抽签分组"),
    "league.plan": _l("排赛程"),
    "league.move": _l("改比赛时间或场地"),
    "league.result": _l("录入比分"),
    "league.report": _l("球队填报比分"),
    "league.confirm": _l("确认比分"),
    "league.dispute": _l("对比分有异议"),
    "league.walkover": _l("判弃权"),
    "league.withdraw": _l("球队退出"),
    "league.knock_out": _l("排淘汰赛"),
}

SUBJECTS: Mapping[str, str] = {"league_team": _l("球队"), "league_match": _l("比赛")}

FIELDS: Mapping[str, str] = {
    "league_group_count": _l("分几组"),
    "league_legs": _l("循环次数"),
    "league_advance": _l("每组出线"),
    "league_tie_order": _l("同分先比什么"),
    "league_match_minutes": _l("一场多少分钟"),
    "league_pitches": _l("场地数"),
    "league_slots": _l("开球时间数"),
    "league_result": _l("比分"),
    "pitch": _l("场地"),
    "starts_at": _l("开球时间"),
}
