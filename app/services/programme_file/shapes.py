"""What a value in the file may look like: a shape reads it, noting faults with their place, and writes it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask_babel import gettext as _

from app import clock, plausible, words

REQUIRED: Any = object()
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?[+-]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# control characters, and halves of surrogate pairs, which no database takes
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_END = re.compile(r"[\n\r\t]")
_LONGEST_STEP = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `where` like `offerings[2].seats`, "" being the file itself."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file a value stands; all places of a file share its `faults`."""

    where: str = ""
    faults: list[Fault] = field(default_factory=list)

    def at(self, step: str | int) -> Place:
        """The place of a field or of an entry of a list."""
        if isinstance(step, int):
            return Place(f"{self.where}[{step}]", self.faults)
        shown = _UNWRITABLE.sub("?", step[:_LONGEST_STEP])
        return Place(f"{self.where}.{shown}" if self.where else shown, self.faults)

    def wrong(self, message: str) -> None:
        """Note a fault here."""
        self.faults.append(Fault(self.where, message))


class Shape(Protocol):
    def read(self, value: Any, at: Place) -> Any:
        """The value as the database has it; None, with a fault noted, when it is none of ours."""

    def write(self, value: Any) -> Any:
        """The value as JSON has it."""


class Twice(dict[str, Any]):
    """An object of the file in which names stand twice: which one counts, readers differ on."""

    names: tuple[str, ...] = ()


class Plain:
    """Written as it is."""

    def write(self, value: Any) -> Any:
        return deepcopy(value)


@dataclass(frozen=True)
class Text(Plain):
    """`lines`: whether it may have several."""

    most: int
    least: int = 0
    lines: bool = False

    def read(self, value: Any, at: Place) -> str | None:
        if not isinstance(value, str):
            at.wrong(_("要写成文字（放在引号里）"))
        elif _UNWRITABLE.search(value) or (not self.lines and _LINE_END.search(value)):
            at.wrong(_("有不能用的字符，例如换行或控制字符，请删去"))
        elif len(value.strip()) < self.least:
            at.wrong(_("不能空着"))
        elif len(value) > self.most:
            at.wrong(_("最多 %(most)s 个字，现在有 %(count)s 个", most=self.most, count=len(value)))
        else:
            return value
        return None


@dataclass(frozen=True)
class Pattern(Plain):
    """A short text of a certain form; `like` is an example of it. `empty`: it may be left empty."""

    form: str
    like: str
    empty: bool = False

    def read(self, value: Any, at: Place) -> str | None:
        if isinstance(value, str) and ((self.empty and value == "") or re.fullmatch(self.form, value)):
            return value
        at.wrong(_("要写成 %(like)s 的样子", like=self.like))
        return None


@dataclass(frozen=True)
class Whole(Plain):
    low: int
    high: int

    def read(self, value: Any, at: Place) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return value
        at.wrong(_("要写成 %(low)s 到 %(high)s 之间的整数", low=self.low, high=self.high))
        return None


class Flag(Plain):
    def read(self, value: Any, at: Place) -> bool | None:
        if isinstance(value, bool):
            return value
        at.wrong(_("要写成 true 或 false"))
        return None


class Day:
    def read(self, value: Any, at: Place) -> dt.date | None:
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return plausible.day(value)
        except ValueError:
            pass
        at.wrong(_("要写成 2026-10-12 的样子，并且是真有的日期"))
        return None

    def write(self, value: dt.date) -> str:
        return value.isoformat()


class Moment:
    def read(self, value: Any, at: Place) -> dt.datetime | None:
        try:
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                plausible.day(value[:10])
                return clock.local(dt.datetime.fromisoformat(value))
        except ValueError:
            pass
        at.wrong(_("要写成 2026-10-12T09:00+08:00 的样子，带上时区"))
        return None

    def write(self, value: dt.datetime) -> str:
        local = clock.local(value)
        return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")


@dataclass(frozen=True)
class OneOf(Plain):
    """`values` are asked for when a file is read."""

    values: Callable[[], Collection[str]]

    def read(self, value: Any, at: Place) -> str | None:
        known = self.values()
        if isinstance(value, str) and value in known:
            return value
        at.wrong(_("只能是：%(values)s", values=words.listed(known)))
        return None


@dataclass(frozen=True)
class Maybe:
    """`null` stands for nothing."""

    shape: Shape

    def read(self, value: Any, at: Place) -> Any:
        return None if value is None else self.shape.read(value, at)

    def write(self, value: Any) -> Any:
        return None if value is None else self.shape.write(value)


@dataclass(frozen=True)
class ListOf:
    shape: Shape
    most: int

    def read(self, value: Any, at: Place) -> list[Any]:
        if not isinstance(value, list):
            at.wrong(_("要写成一个列表（放在方括号里）"))
            return []
        if len(value) > self.most:
            at.wrong(_("最多 %(most)s 项，现在有 %(count)s 项", most=self.most, count=len(value)))
            return []
        return [self.shape.read(each, at.at(number)) for number, each in enumerate(value)]

    def write(self, value: Any) -> list[Any]:
        return [self.shape.write(each) for each in value]


def is_object(value: Any, at: Place) -> bool:
    """Whether it is an object whose names stand once each; else a fault is noted."""
    if not isinstance(value, dict):
        at.wrong(_("要写成一个对象（放在花括号里）"))
        return False
    for name in value.names if isinstance(value, Twice) else ():
        at.at(name).wrong(_("写了两次，请只留一个"))
    return True


@dataclass(frozen=True)
class Field:
    """A named part of an object; without a `default` it has to be there."""

    shape: Shape
    default: Any = REQUIRED


@dataclass(frozen=True)
class Record:
    """An object of known fields."""

    fields: Mapping[str, Field]

    def read(self, value: Any, at: Place) -> dict[str, Any]:
        """Every field by its name; those that are wrong are None."""
        if not is_object(value, at):
            return dict.fromkeys(self.fields)
        for name in value:
            if name not in self.fields:
                at.at(name).wrong(_("格式里没有这一项，请删去或改正名称"))
        return {name: self._field(name, value, at) for name in self.fields}

    def _field(self, name: str, value: Mapping[str, Any], at: Place) -> Any:
        known = self.fields[name]
        if name in value:
            return known.shape.read(value[name], at.at(name))
        if known.default is REQUIRED:
            at.at(name).wrong(_("缺少这一项"))
            return None
        return deepcopy(known.default)

    def write(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {name: known.shape.write(value[name]) for name, known in self.fields.items()}


@dataclass(frozen=True)
class Numbered:
    """An object of whole numbers by a short key, such as weights by tier."""

    keys: str
    number: Whole

    def read(self, value: Any, at: Place) -> dict[str, int | None]:
        if not is_object(value, at):
            return {}
        for name in value:
            if not re.fullmatch(self.keys, name):
                at.at(name).wrong(_("格式里没有这一项，请删去或改正名称"))
        return {name: self.number.read(each, at.at(name)) for name, each in value.items()}

    def write(self, value: Mapping[str, int]) -> dict[str, int]:
        return dict(value)


@dataclass(frozen=True)
class Anything(Plain):
    """Plain JSON of a few levels whose meaning is checked elsewhere: settings, parameters, limits."""

    deep: int = 3
    longest: int = 500
    largest: int = 10**15

    def read(self, value: Any, at: Place) -> Any:
        if self._fits(value, self.deep):
            return value
        at.wrong(_("内容太深、太长，或有不能用的字符"))
        return None

    def _fits(self, value: Any, deep: int) -> bool:
        if isinstance(value, str):
            return len(value) <= self.longest and not _UNWRITABLE.search(value)
        if isinstance(value, int | float):
            return abs(value) <= self.largest
        if isinstance(value, dict | list):
            inner = [*value, *(value.values() if isinstance(value, dict) else ())]
            return (
                deep > 0 and len(inner) <= self.longest and all(self._fits(each, deep - 1) for each in inner)
            )
        return value is None
