"""What a form of a programme depends on: which fields its mode has use for, and the mode's own settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, SelectField
from wtforms.validators import InputRequired

from app.forms.console.fields import ConsoleForm, SelectChoice, WholeNumber, between, entered

OWN = "setting_"
# what of a programme only some modes have use for, by what a mode says that it needs
BY_NEED: Mapping[str, tuple[str, ...]] = {
    "draw": ("seed_source", "seed_known_at"),
    "results_on": ("results_on",),
    "offerings": ("withdraw_free_until_on",),
    "seats": ("quotas_return_at",),
}
TIERS = ("1", "2", "3", "4")


class SettingLike(Protocol):
    """As a mode declares it."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def default(self) -> Any: ...
    @property
    def help(self) -> str: ...
    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def options(self) -> Sequence[tuple[str, str]]: ...


@dataclass(frozen=True)
class Shape:
    """`kinds` are (code, label), `features` (name, words), `matters` (id, title); the rest is the mode's."""

    kinds: Sequence[tuple[str, str]]
    needs: frozenset[str]
    uses_tiers: bool
    settings: Sequence[SettingLike]
    features: Sequence[tuple[str, str]] = ()
    matters: Sequence[tuple[str, str]] = ()

    def unused(self) -> Iterator[str]:
        """Fields that a programme of this mode has no use for."""
        for need, fields in BY_NEED.items():
            if need not in self.needs:
                yield from fields
        if not self.uses_tiers:
            yield from (f"tier_{tier}" for tier in TIERS)


def fields(settings: Sequence[SettingLike]) -> dict[str, Any]:
    """A field for each setting, by the name that it has in a form."""
    return {OWN + setting.name: _field(setting) for setting in settings}


def _field(setting: SettingLike) -> Any:
    if setting.options:
        choices = [SelectChoice(value, label) for value, label in setting.options]
        return RadioField(
            setting.label,
            [InputRequired(_l("请选一项"))],
            choices=choices,
            default=setting.default,
            description=setting.help,
        )
    limits = [entered(), between(setting.low, setting.high)]
    return WholeNumber(setting.label, limits, default=setting.default, description=setting.help)


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the fields of a form."""
    return {OWN + name: value for name, value in values.items()}


def taken_out(values: dict[str, Any]) -> dict[str, Any]:
    """The settings among the values of a form, which are left without them."""
    own = [name for name in values if name.startswith(OWN)]
    return {name.removeprefix(OWN): values.pop(name) for name in own}


class StartForm(ConsoleForm):
    """Of which kind a new programme is, and how its places are decided."""

    kind = SelectField(_l("类别"), description=_l("“几年内不重复”按类别计算"))
    mode = RadioField(_l("决定方式"), description=_l("开放报名以后不能再改"))

    def __init__(
        self, kinds: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]], **first: Any
    ) -> None:
        super().__init__(data=first)
        self.kind.choices = [SelectChoice(code, label) for code, label in kinds]
        usual = SelectChoice("", _l("按这个类别常用的方式"))
        self.mode.choices = [usual, *(SelectChoice(name, words) for name, words in ways)]


class ModeForm(ConsoleForm):
    """Another way of deciding, while it is a draft."""

    mode = RadioField(_l("决定方式"), [InputRequired(_l("请选一种决定方式"))])

    def __init__(self, ways: Sequence[tuple[str, str]], **first: Any) -> None:
        super().__init__(data=first)
        self.mode.choices = [SelectChoice(name, words) for name, words in ways]


def own_fields(form: Form, settings: Sequence[SettingLike]) -> list[Any]:
    """The bound fields of the settings, in their order."""
    return [form[OWN + setting.name] for setting in settings]
