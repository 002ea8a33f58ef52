"""How an answer reads, by the kind of its question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from app import words
from app.identity import mask_phone
from app.models import Question


def in_words(question: Question, value: Any) -> str:
    """A value as `Answer` has it; phone numbers are masked. None is empty."""
    return "" if value is None else _WORDS[question.kind](question, value)


def option_words(question: Question, value: Any) -> str:
    """The label of one option; what is no option any more as it stands."""
    if question.kind == "yes_no":
        return str(_("是") if value else _("否"))
    found = [each for each in question.options if each.get("value") == value]
    return words.entry(found[0]) if found else str(value)


def _number(_question: Question, value: Any) -> str:
    return words.number(int(value) if float(value).is_integer() else value)


def _some(question: Question, value: Any) -> str:
    return words.listed(option_words(question, each) for each in value)


def _file(_question: Question, value: Any) -> str:
    return str(value["filename"])


def _person(_question: Question, value: Any) -> str:
    phone = mask_phone(value.get("phone") or "")
    return f"{value['name']} {phone}".strip()


def _team(_question: Question, value: Any) -> str:
    return str(_("%(team)s：%(members)s", team=value["name"], members=words.listed(value["members"])))


def _plain(_question: Question, value: Any) -> str:
    return str(value)


_WORDS: Mapping[str, Callable[[Question, Any], str]] = {
    "text": _plain,
    "number": _number,
    "date": _plain,
    "yes_no": option_words,
    "one_of": option_words,
    "some_of": _some,
    "file": _file,
    "person": _person,
    "team": _team,
}
