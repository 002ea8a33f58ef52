"""Whether an answer is one that its question takes, by kind. Nothing here asks the database."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from app import plausible, words
from app.identity import IdentityFault, parse_phone
from app.models import Question
from app.models.question import LARGEST_NUMBER, LARGEST_TEAM, LONGEST_NAME, LONGEST_TEXT, OLDEST
from app.plain_text import visible


class Unacceptable(ValueError):
    """What is wrong with an answer and what to do, in the reader's language."""


def is_empty(value: Any) -> bool:
    """Whether nothing was answered: no is an answer, and so is nought."""
    if isinstance(value, dict):
        return not any(value.get(part) for part in ("document", "name", "members", "phone"))
    return value is None or value in ("", [])


def is_age(value: Any) -> bool:
    """Whether a condition can ask for so many years."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= OLDEST


def accept(question: Question, value: Any) -> Any:
    """`value` in the shape in which `Answer` keeps it. Raises Unacceptable."""
    return _CHECKS[question.kind](question, value)


def _wrong() -> Unacceptable:
    return Unacceptable(_("这个回答看不明白，请重新填写"))


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong()
    text = value.strip()
    least, most = question.limits.get("min") or 0, question.limits.get("max") or LONGEST_TEXT
    if len(text) < least:
        raise Unacceptable(_("至少 %(count)s 个字，请写得再具体一些", count=least))
    if len(text) > most:
        raise Unacceptable(_("最多 %(count)s 个字，请写短一些", count=most))
    return text


def _number(question: Question, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong()
    if abs(value) > LARGEST_NUMBER or not math.isfinite(value):
        raise Unacceptable(_("这个数太大了，请核对"))
    if question.limits.get("whole") and value != int(value):
        raise Unacceptable(_("请填写整数"))
    _between(value, question.limits, words.number)
    return int(value) if value == int(value) else value


def _between(value: Any, limits: Mapping[str, Any], read: Callable[[Any], str]) -> None:
    least, most = limits.get("min"), limits.get("max")
    if least is not None and value < least:
        raise Unacceptable(_("不能小于 %(least)s", least=read(least)))
    if most is not None and value > most:
        raise Unacceptable(_("不能大于 %(most)s", most=read(most)))


def _date(question: Question, value: Any) -> str:
    day = _day(value)
    least, most = question.limits.get("min"), question.limits.get("max")
    if least and day < _day(least):
        raise Unacceptable(_("不能早于 %(day)s", day=least))
    if most and day > _day(most):
        raise Unacceptable(_("不能晚于 %(day)s", day=most))
    return day.isoformat()


def _day(value: Any) -> dt.date:
    try:
        return plausible.day(value)
    except (TypeError, ValueError):
        raise Unacceptable(_("请按 2026-10-12 的样子填写日期")) from None


def _yes_no(_question: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong()
    return value


def _one_of(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in option_values(question):
        raise Unacceptable(_("请从列出的选项里选一个"))
    return value


def _some_of(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list) or any(not isinstance(each, str) for each in value):
        raise _wrong()
    if not set(value) <= set(option_values(question)):
        raise Unacceptable(_("请从列出的选项里选择"))
    chosen = [each for each in option_values(question) if each in value]
    _count(
        len(chosen),
        question.limits,
        lambda least: _("至少选 %(count)s 项", count=least),
        lambda most: _("最多选 %(count)s 项", count=most),
    )
    return chosen


def option_values(question: Question) -> list[str]:
    return [str(each.get("value")) for each in question.options if isinstance(each, dict)]


def _count(
    count: int, limits: Mapping[str, Any], few: Callable[[int], str], many: Callable[[int], str]
) -> None:
    least, most = limits.get("min"), limits.get("max")
    if least is not None and count < least:
        raise Unacceptable(few(least))
    if most is not None and count > most:
        raise Unacceptable(many(most))


def _file(_question: Question, value: Any) -> dict[str, Any]:
    """Its content was looked at when it was handed in; whose it is, `documents` knows."""
    if not isinstance(value, dict) or not isinstance(value.get("document"), int):
        raise _wrong()
    return {"document": value["document"], "filename": str(value.get("filename", ""))}


def _person(_question: Question, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong()
    phone = str(value.get("phone") or "")
    try:
        phone = parse_phone(phone) if phone else ""
    except IdentityFault as fault:
        raise Unacceptable(fault.message) from None
    return {"name": _name(value.get("name"), _("请填写姓名")), "phone": phone}


def _team(question: Question, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("members"), list):
        raise _wrong()
    name = _name(value.get("name"), _("请填写队名"))
    members = [_name(each, _("请填写队员姓名")) for each in value["members"]]
    if len(set(members)) < len(members):
        raise Unacceptable(_("有队员写了两次，请删去一次；同名的请加以区别"))
    limits = {"min": 1, "max": LARGEST_TEAM} | {k: v for k, v in question.limits.items() if v is not None}
    _count(
        len(members),
        limits,
        lambda least: _("至少要 %(count)s 名队员", count=least),
        lambda most: _("最多 %(count)s 名队员", count=most),
    )
    return {"name": name, "members": members}


def _name(value: Any, missing: str) -> str:
    name = visible(value) if isinstance(value, str) else ""
    if not name:
        raise Unacceptable(missing)
    if len(name) > LONGEST_NAME:
        raise Unacceptable(_("名字最多 %(count)s 个字", count=LONGEST_NAME))
    return name


_CHECKS: Mapping[str, Callable[[Question, Any], Any]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "yes_no": _yes_no,
    "one_of": _one_of,
    "some_of": _some_of,
    "file": _file,
    "person": _person,
    "team": _team,
}
