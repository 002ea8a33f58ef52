"""The columns a roster may have, what each is called in pages, and the titles people give it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app import words
from app.plain_text import compact

MAX_CHOICES = 5
CHOICE_FIELDS = tuple(f"choice_{rank}" for rank in range(1, MAX_CHOICES + 1))
MANDATORY = ("name", "identity", "phone")

FIELD_LABELS: Mapping[str, str] = {
    "name": _l("姓名"),
    "identity_kind": _l("证件类型"),
    "identity": _l("证件号码"),
    "phone": _l("手机号"),
    "unit": _l("单位"),
    "department": _l("部门"),
    "sex": _l("性别"),
    "born_on": _l("出生日期"),
    "joined_on": _l("参加工作日期"),
    "tier": _l("优先级"),
    "party": _l("同行组"),
    "needs": _l("特殊需求"),
    "choice_1": _l("第一志愿"),
    "choice_2": _l("第二志愿"),
    "choice_3": _l("第三志愿"),
    "choice_4": _l("第四志愿"),
    "choice_5": _l("第五志愿"),
    "note": _l("备注"),
}

# the first title of each field, in either language, is the one that messages and the template use
TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "职工姓名", "员工姓名", "人员姓名", "参加人姓名", "职工"),
    "identity_kind": ("证件类型", "证件种类", "证件名称"),
    "identity": (
        *("身份证号", "身份证号码", "证件号码", "身份证", "证件号", "居民身份证号", "居民身份证号码"),
        *("公民身份号码", "公民身份证号", "公民身份证号码", "职工身份证号", "本人身份证号", "有效证件号码"),
        *("身份证件号码", "身份证护照号", "身份证护照号码"),
    ),
    "phone": (
        *("手机号", "手机", "手机号码", "联系电话", "电话", "电话号码", "联系手机", "联系方式", "移动电话"),
        *("手机电话", "本人手机", "本人手机号", "本人电话", "本人联系电话", "联系电话手机"),
    ),
    "unit": ("单位", "单位名称", "工作单位", "所在单位", "所属单位", "工会", "基层工会", "所属工会"),
    "department": ("部门", "所在部门", "科室", "所在科室", "处室", "车间", "班组"),
    "sex": ("性别",),
    "born_on": ("出生日期", "出生年月日", "出生年月", "生日", "出生时间"),
    "joined_on": (
        *("参加工作日期", "参加工作时间", "入职日期", "入职时间", "工作时间", "参加工作年月", "入职年月"),
        *("参工时间", "到岗日期"),
    ),
    "tier": ("优先级", "类别", "人员类别", "优先类别", "优先等级"),
    "party": ("同行组", "同行", "组号", "同住", "同行组号", "同住组", "同住组号", "同行分组", "分组"),
    "needs": ("特殊需求", "需求", "房间需求", "住宿需求", "特殊要求"),
    "note": ("备注", "备注说明", "说明"),
    "choice_1": ("志愿", "期次", "报名期次", "参加期次", "班次"),
}

ENGLISH_TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("Name", "Full name"),
    "identity_kind": ("Identity document", "Type of identity document", "Document type"),
    "identity": ("Identity number", "ID number", "Identity card number", "Passport number", "ID no.", "ID"),
    "phone": ("Mobile number", "Mobile", "Phone", "Phone number", "Mobile phone", "Telephone"),
    "unit": ("Unit", "Union", "Employer"),
    "department": ("Department",),
    "sex": ("Sex", "Gender"),
    "born_on": ("Date of birth", "Birthday"),
    "joined_on": ("Date started work", "Started work"),
    "tier": ("Priority tier", "Tier"),
    "party": ("Party", "Travelling together", "Share room", "Sharing", "Sharing a room"),
    "needs": ("Needs", "Special needs", "Room needs"),
    "note": ("Notes", "Note", "Remarks", "Remark"),
    "choice_1": ("Choice",),
}

_RANKS = {
    word: rank
    for words_of_ranks in ("12345", "一二三四五", ("first", "second", "third", "fourth", "fifth"))
    for rank, word in enumerate(words_of_ranks, 1)
}
_CHOICE = re.compile(
    r"(?:第?([1-5一二三四五])(?:期次)?(?:志愿|选择)|(?:志愿|choice)([1-5一二三四五]))(?:期次)?"
    r"|(first|second|third|fourth|fifth)choice"
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_NOT_WORDS = re.compile(r"[\W_]")


def _plain(title: str) -> str:
    return _NOT_WORDS.sub("", title).lower()


_BY_TITLE = {
    _plain(title): field
    for known in (TITLES, ENGLISH_TITLES)
    for field, titles in known.items()
    for title in titles
}


def recognise(title: str) -> str | None:
    """The field that a column with this title holds; None if it is none of ours.

    Spaces, line breaks, brackets with what is in them, asterisks and case do not matter.
    """
    typed = compact(title)
    for plain in (_plain(typed), _plain(_BRACKETED.sub("", typed))):
        if plain in _BY_TITLE:
            return _BY_TITLE[plain]
        if choice := _CHOICE.fullmatch(plain):
            return f"choice_{_RANKS[next(filter(None, choice.groups()))]}"
    return None


def titles_of(field: str) -> list[str]:
    """The first few titles that would do for `field`, as the reader would write them."""
    return list((ENGLISH_TITLES if words.is_english() else TITLES)[field][:5])


def main_title(field: str) -> str:
    """The one that our template uses."""
    return titles_of(field)[0] if field in TITLES else str(FIELD_LABELS[field])


def says_sharing(title: str) -> bool:
    """Whether a title of the party column says that a party sleeps in one room."""
    return "同住" in title or "shar" in title.lower()
