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
    (_l("报名"), "console_registrations.index", False),
    (_l("职工"), "console_people.index", False),
    (_l("名单导入"), "console_roster.index", False),
    (_l("分配"), "console_runs.index", True),
    (_l("获奖档案"), "console_awards.index", True),
    (_l("操作记录"), "console_audit.index", False),
)


def _menu() -> dict[str, Any]:
    if not current_user.is_authenticated or not (scope := access.scope()).paths:
        return {"console_nav": []}
    items = [(label, url_for(endpoint)) for label, endpoint, city in ITEMS if scope.whole_city or not city]
    here = max((url for _, url in items if request.path.startswith(url)), key=len, default="")
    return {"console_nav": [(label, url, url == here) for label, url in items]}


def init_app(app: Flask) -> None:
    app.context_processor(_menu)
