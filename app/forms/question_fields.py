"""The fields that a question makes, by its kind: one, or two of which the second has a suffix to its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField

from app import words
from app.forms.console.fields import Day, MultiCheckboxField, SelectChoice, Words
from app.models import Question
from app.models.question import FILE_TYPES, MOST_MEGABYTES
from app.plain_text import half_width, visible

NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,6})?")
# more options than this are a list to open, longer texts a box of several lines
MOST_BUTTONS = 8
ONE_LINE = 100


class NumberTyped(StringField):
    """A number with or without decimals; half or full width, with or without commas."""

    def process_data(self, value: float | None) -> None:
        self.data = None if value is None else f"{value:.6f}".rstrip("0").rstrip(".")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = re.sub(r"[,\s]", "", half_width(valuelist[0])) if valuelist else ""
        self.data = typed
        if typed and not NUMBER.fullmatch(typed):
            raise ValueError(_("请只填写数字"))

    @property
    def number(self) -> float | None:
        if not self.data or not NUMBER.fullmatch(self.data):
            return None
        return float(self.data) if "." in self.data else int(self.data)


class Paragraphs(TextAreaField):
    """Several lines, without what cannot be seen."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "\n".join(
            visible(line) for line in (valuelist[0] if valuelist else "").splitlines()
        ).strip()


def fields_of(question: Question, value: Any) -> dict[str, Field]:
    """Fields by suffix; `value` is what was answered so far."""
    return _FIELDS[question.kind](question, value)


def filled(question: Question, value: Any) -> dict[str, Any]:
    """What the fields of a question hold before anything is typed, by suffix."""
    if value is None or question.kind == "file":
        return {}
    if question.kind == "yes_no":
        return {"": "yes" if value else "no"}
    if question.kind == "date":
        return {"": dt.date.fromisoformat(value)}
    if question.kind == "person":
        return {"": value.get("name"), "-phone": value.get("phone")}
    if question.kind == "team":
        return {"": value.get("name"), "-members": "\n".join(value.get("members", []))}
    return {"": value}


def _label(question: Question) -> str:
    label = words.in_language(question, "label")
    return label if question.required else str(_("%(label)s（可不填）", label=label))


def _hint(question: Question, limits: str = "") -> str:
    return words.sentences(filter(None, (words.in_language(question, "help"), limits)))


def _range(question: Question, both: str, least: str, most: str) -> str:
    """One of three sentences, each with %(least)s or %(most)s still to be filled in."""
    low, high = question.limits.get("min"), question.limits.get("max")
    if low == 0 and question.kind != "number":
        low = None
    known = (low is not None, high is not None)
    sentence = {(True, True): both, (True, False): least, (False, True): most}.get(known, "")
    return sentence.replace("%(least)s", str(low)).replace("%(most)s", str(high))


def _text(question: Question, _value: Any) -> dict[str, Field]:
    limits = _range(
        question, _("%(least)s 到 %(most)s 个字。"), _("至少 %(least)s 个字。"), _("最多 %(most)s 个字。")
    )
    short = 0 < (question.limits.get("max") or 0) <= ONE_LINE
    return {"": (Words if short else Paragraphs)(_label(question), description=_hint(question, limits))}


def _number(question: Question, _value: Any) -> dict[str, Field]:
    limits = _range(
        question, _("%(least)s 到 %(most)s 之间。"), _("不小于 %(least)s。"), _("不大于 %(most)s。")
    )
    mode = "numeric" if question.limits.get("whole") else "decimal"
    hint = _hint(question, limits)
    return {"": NumberTyped(_label(question), description=hint, render_kw={"inputmode": mode})}


def _date(question: Question, _value: Any) -> dict[str, Field]:
    limits = _range(
        question, _("%(least)s 到 %(most)s 之间。"), _("不早于 %(least)s。"), _("不晚于 %(most)s。")
    )
    return {"": Day(_label(question), description=_hint(question, limits))}


def _yes_no(question: Question, _value: Any) -> dict[str, Field]:
    choices = [SelectChoice("no", _("否")), SelectChoice("yes", _("是"))]
    return {
        "": RadioField(_label(question), choices=choices, description=_hint(question), validate_choice=False)
    }


def _one_of(question: Question, _value: Any) -> dict[str, Field]:
    options = _options(question)
    if len(options) > MOST_BUTTONS:
        choices = [SelectChoice("", _("请选择")), *(SelectChoice(*each) for each in options)]
        field: type[SelectField] = SelectField
    else:
        choices, field = [SelectChoice(*each) for each in options], RadioField
    return {"": field(_label(question), choices=choices, description=_hint(question), validate_choice=False)}


def _options(question: Question) -> list[tuple[str, str]]:
    return [(str(each["value"]), words.entry(each)) for each in question.options]


def _some_of(question: Question, _value: Any) -> dict[str, Field]:
    limits = _range(
        question, _("选 %(least)s 到 %(most)s 项。"), _("至少选 %(least)s 项。"), _("最多选 %(most)s 项。")
    )
    choices = [SelectChoice(*each) for each in _options(question)]
    hint = _hint(question, limits or _("可以选几项。"))
    return {
        "": MultiCheckboxField(_label(question), choices=choices, description=hint, validate_choice=False)
    }


def _file(question: Question, value: Any) -> dict[str, Field]:
    kinds = words.listed(each.upper() for each in question.limits.get("types") or FILE_TYPES)
    most = question.limits.get("megabytes") or MOST_MEGABYTES
    limits = _("%(kinds)s 文件，最大 %(most)s MB。", kinds=kinds, most=most)
    fields = {"": FileField(_label(question), description=_hint(question, limits))}
    if value and not question.required:
        fields["-drop"] = BooleanField(_("不要这个文件了"))
    return fields


def _person(question: Question, _value: Any) -> dict[str, Field]:
    return {
        "": Words(_("姓名"), render_kw={"autocomplete": "off"}),
        "-phone": Words(_("手机号（可不填）"), render_kw={"inputmode": "tel", "autocomplete": "off"}),
    }


def _team(question: Question, _value: Any) -> dict[str, Field]:
    limits = _range(
        question, _("%(least)s 到 %(most)s 人。"), _("至少 %(least)s 人。"), _("最多 %(most)s 人。")
    )
    members = words.sentences((_("每行写一名队员。"), limits))
    return {"": Words(_("队名")), "-members": TextAreaField(_("队员姓名"), description=members)}


_FIELDS: Mapping[str, Callable[[Question, Any], dict[str, Field]]] = {
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
