"""A programme's values of its mode's own settings: which are sound, and what people rely on once open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.services.contradictions import Contradiction
from app.services.modes import Mode
from app.services.modes.mode import Setting


def of_mode(mode: Mode, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as far as they are this mode's, and its defaults for the rest."""
    return {setting.name: values.get(setting.name, setting.default) for setting in mode.settings}


def faults(mode: Mode, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with `values`, by the setting's name: another mode's, not an option, out of range."""
    known = {setting.name: setting for setting in mode.settings}
    found = {name: gettext("这种决定方式没有这项设置。") for name in values if name not in known}
    for name, setting in known.items():
        if name in values and not _is_sound(setting, values[name]):
            found[name] = _what_it_takes(setting)
    return found


def contradictions(mode: Mode, values: Mapping[str, Any]) -> list[Contradiction]:
    """The faults as contradictions of a programme: a file may have brought them."""
    labels = {setting.name: str(setting.label) for setting in mode.settings}
    return [
        Contradiction(gettext("“%(label)s”：%(why)s", label=labels.get(name, name), why=why), "edit")
        for name, why in faults(mode, values).items()
    ]


def taken_from_people(mode: Mode, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Why settings cannot be changed so once sign-up is open, by name: only a time to answer may grow."""
    found: dict[str, str] = {}
    was, becomes = of_mode(mode, before), of_mode(mode, after)
    for setting in mode.settings:
        old, new = was[setting.name], becomes[setting.name]
        if old == new:
            continue
        if not setting.may_grow or old == 0:
            found[setting.name] = gettext("开放报名后不能再改：已报名的职工以此为准")
        elif new < old:
            found[setting.name] = gettext("开放报名后只能改大：已报名的职工以此为准")
    return found


def recorded(mode: Mode, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What changed, by the setting's name, in words for the record."""
    was, becomes = of_mode(mode, before), of_mode(mode, after)
    return {
        setting.name: (_in_words(setting, was[setting.name]), _in_words(setting, becomes[setting.name]))
        for setting in mode.settings
        if was[setting.name] != becomes[setting.name]
    }


def _is_sound(setting: Setting, value: Any) -> bool:
    if setting.options:
        return value in [option for option, _words in setting.options]
    return isinstance(value, int) and not isinstance(value, bool) and setting.low <= value <= setting.high


def _what_it_takes(setting: Setting) -> str:
    if setting.options:
        return str(gettext("请从列出的几项里选一项。"))
    return str(gettext("请填写 %(least)s 到 %(most)s 之间的整数。", least=setting.low, most=setting.high))


def _in_words(setting: Setting, value: Any) -> Any:
    return next((named for option, named in setting.options if option == value), value)
