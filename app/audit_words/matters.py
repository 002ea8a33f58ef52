"""The record of figures that were reached outside the site, and of which matter programmes are of."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, str] = {
    "reported_count.report": _l("填报站外数字"),
    "reported_count.remove": _l("删除站外数字"),
}
SUBJECTS: Mapping[str, str] = {
    "reported_count": _l("站外数字"),
}
FIELDS: Mapping[str, str] = {
    "matter_id": _l("所属事项"),
    "source": _l("数字来源"),
    "hours": _l("开放时间"),
    "hours_en": _l("开放时间（英文）"),
    "latitude": _l("纬度"),
    "longitude": _l("经度"),
    "position_assumed": _l("位置为假定"),
}
