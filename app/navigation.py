"""The console's side menu: what this coordinator may open."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app import access

# label, endpoint, for the city's coordinator alone
ITEMS = (
    (_l("今天要办"), "console_today.index", False),
    (_l("项目"), "console_programmes.index", False),
    (_l("类别"), "console_kinds.index", True),
    (_l("地点与房间"), "console_venues.index", True),
    (_l("办件"), "case_desk.index", False),
    (_l("报名"), "console_registrations.index", False),
    (_l("职工"), "console_people.index", False),
    (_l("名单导入"), "console_roster.index", False),
    (_l("分配"), "console_runs.index", True),
    (_l("年度进展"), "console_year.index", False),
    (_l("疗休养"), "console_stays.index", False),
    (_l("获奖档案"), "console_awards.index", True),
    (_l("题库"), "console_quiz_bank.index", True),
    (_l("操作记录"), "console_audit.index", False),
)

# what somebody who works on cases without being a coordinator may open
FOR_CASE_WORKERS = ("case_desk.index",)


def _menu() -> dict[str, Any]:
    if not current_user.is_authenticated or not access.works_cases(access.actor()):
        return {"console_nav": []}
    scope = access.scope()
    offered = ITEMS if scope.paths else [item for item in ITEMS if item[1] in FOR_CASE_WORKERS]
    items = [(label, url_for(endpoint)) for label, endpoint, city in offered if scope.whole_city or not city]
    here = max((url for _, url in items if request.path.startswith(url)), key=len, default="")
    return {"console_nav": [(label, url, url == here) for label, url in items]}


def init_app(app: Flask) -> None:
    app.context_processor(_menu)
