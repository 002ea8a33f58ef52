"""The kinds of programmes that every city begins with; a city may add its own and retire any of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.models import ProgrammeKind

_STAY: Mapping[str, Any] = {
    "mode": "ranked",
    "max_choices": 5,
    "max_party_size": 3,
    "with_beds": True,
    "reference_prefix": "LY",
}
_SEAT: Mapping[str, Any] = {"mode": "first_come"}
_BY_HOUR: Mapping[str, Any] = {**_SEAT, "features": ["slots"]}
_CLUB: Mapping[str, Any] = {**_SEAT, "reference_prefix": "DS", "features": ["meetings", "reading"]}
_DRAWN: Mapping[str, Any] = {"mode": "lottery"}
_JUDGED: Mapping[str, Any] = {"mode": "review", "max_choices": 1}
_RECORDED: Mapping[str, Any] = {"mode": "open"}

_CLASS: Mapping[str, Any] = {**_DRAWN, "max_choices": 3, "features": ["meetings", "classes"]}

# code, label, English label, icon, theme, what differs from DEFAULTS
STANDARD: tuple[tuple[str, str, str, str, str, Mapping[str, Any]], ...] = (
    ("recuperation", "疗休养", "Recuperation", "stay", "health", _STAY),
    ("micro_recuperation", "微疗养", "Short recuperation", "stay", "health", {**_SEAT, "max_party_size": 2}),
    ("model_recuperation", "劳模疗休养", "Model workers' recuperation", "medal", "health", _STAY),
    ("check_up", "体检", "Health check-up", "heart", "health", {**_BY_HOUR, "reference_prefix": "TJ"}),
    ("counselling", "心理服务", "Counselling", "talk", "health", {**_BY_HOUR, "reference_prefix": "XL"}),
    ("insurance", "互助保障", "Mutual cover", "shield", "health", {**_RECORDED, "reference_prefix": "BZ"}),
    ("reading_club", "读书会", "Reading club", "book", "learning", _CLUB),
    ("training", "培训", "Training", "tool", "learning", _CLASS),
    ("talk", "讲座", "Talk", "talk", "learning", _SEAT),
    ("competition", "竞赛", "Competition", "medal", "contest", {**_RECORDED, "reference_prefix": "JS"}),
    ("quiz", "知识竞赛", "Quiz", "question", "contest", {**_RECORDED, "reference_prefix": "ZS"}),
    (
        "proposal",
        "创新成果和建议",
        "Ideas, results",
        "bulb",
        "contest",
        {**_JUDGED, "reference_prefix": "CX"},
    ),
    ("nomination", "评选推荐", "Nomination", "star", "contest", {**_JUDGED, "reference_prefix": "PX"}),
    ("event", "文体活动", "Event", "ticket", "culture", {**_SEAT, "features": ["tickets"]}),
    ("tour", "主题游", "Tour", "map", "culture", {**_DRAWN, "max_choices": 3, "max_party_size": 2}),
    (
        "voucher",
        "消费券",
        "Voucher",
        "ticket",
        "culture",
        {**_DRAWN, "reference_prefix": "XF", "features": ["vouchers"]},
    ),
    ("subsidy", "补助", "Subsidy", "coin", "care", {**_JUDGED, "reference_prefix": "BT"}),
    ("care", "关爱慰问", "Care", "heart", "care", {**_JUDGED, "reference_prefix": "GA"}),
    ("job_fair", "就业服务", "Job fair", "people", "care", _SEAT),
    ("legal_aid", "法律援助", "Legal aid", "scale", "legal", {**_JUDGED, "reference_prefix": "FL"}),
    ("legal_advice", "法律咨询", "Legal advice", "scale", "legal", {**_BY_HOUR, "reference_prefix": "FL"}),
    ("membership", "入会", "Joining the union", "people", "union", {**_JUDGED, "reference_prefix": "RH"}),
    ("site_visit", "上门服务", "Visit to a site", "map", "union", {**_JUDGED, "reference_prefix": "SM"}),
)
DEFAULTS: Mapping[str, Any] = {
    "max_choices": 1,
    "min_party_size": 1,
    "max_party_size": 1,
    "overlap": "forbid",
    "reference_prefix": "HD",
    "with_beds": False,
    "features": [],
    "settings": {},
}


def rows() -> Iterator[ProgrammeKind]:
    """The standard kinds as new rows, ten positions apart so that others fit between."""
    for number, (code, label, label_en, icon, theme, own) in enumerate(STANDARD, 1):
        yield ProgrammeKind(
            code=code,
            label=label,
            label_en=label_en,
            icon=icon,
            theme=theme,
            defaults={**DEFAULTS, **own},
            position=10 * number,
        )
