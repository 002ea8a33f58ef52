"""Cells that hold one of a few words: kind of document, sex, tier, needs."""

from __future__ import annotations

import re

from app.plain_text import compact
from app.services.roster_file.faults import Fault

_KINDS = {
    "resident_id": (
        *("身份证", "居民身份证", "二代身份证", "第二代居民身份证", "身份证件", "中国居民身份证"),
        *("港澳台居民居住证", "港澳居民居住证", "台湾居民居住证", "居住证"),
        *("外国人永久居留身份证", "外国人永久居留证", "identitycard", "idcard", "residentidentitycard"),
    ),
    "passport": ("护照", "普通护照", "外国护照", "中国护照", "passport"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_SEX_OF = {"男": "M", "男性": "M", "m": "M", "male": "M", "女": "F", "女性": "F", "f": "F", "female": "F"}
_NEEDS = {
    "step_free": ("无障碍", "轮椅", "无台阶", "行动不便", "坐轮椅", "使用轮椅", "stepfree", "wheelchair"),
    "lift": ("电梯", "有电梯", "带电梯", "乘电梯", "lift"),
}
_NEED_OF = {word: need for need, words in _NEEDS.items() for word in words}
_NO_NEED = frozenset(
    {"无", "没有", "否", "-", "—", "/", "无需求", "无要求", "无特殊需求", "暂无", "不需要", "none", "no"}
)
_TIER = re.compile(
    r"第?([1-9一二三四五六七八九])(?:级|类|档|优先|优先级|级优先)?|(?:优先级?|(?:priority)?tier)([1-9一二三四五六七八九])"
)
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_PASSPORT_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{7,9}")


def read_kind(typed: str, identity: str) -> str | Fault:
    """`resident_id` or `passport`; if the cell is blank, by the shape of the number."""
    word = compact(typed).lower()
    if not word:
        return "passport" if _PASSPORT_SHAPE.fullmatch(compact(identity).upper()) else "resident_id"
    return _KIND_OF.get(word) or Fault("identity_kind_unknown", {"found": word})


def read_sex(typed: str) -> str | Fault:
    return _SEX_OF.get(compact(typed).lower()) or Fault("sex_unknown")


def read_tier(typed: str) -> str | None:
    """The tier's digit, or None where the column holds something else (类别 often does)."""
    if found := _TIER.fullmatch(compact(typed).lower()):
        digit = found.group(1) or found.group(2)
        return _DIGITS.get(digit, digit)
    return None


def read_needs(typed: str) -> str | Fault:
    """Room features with spaces between, sorted; empty if the cell says that there are none."""
    needs = set()
    plain_words = re.sub(r"step[\s_-]*free", "stepfree", typed.lower().translate({0xFF0C: ",", 0xFF1B: ";"}))
    for word in re.split(r"[,;、。/\s]+|和|及", plain_words):
        plain = compact(word)
        if not plain or plain in _NO_NEED:
            continue
        need = _NEED_OF.get(re.sub(r"^(需要|需|要)|(房间|房|设施|通道)$", "", plain))
        if need is None:
            return Fault("need_unknown", {"found": plain})
        needs.add(need)
    return " ".join(sorted(needs))
