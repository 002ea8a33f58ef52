"""Fields that the console's forms share: city time, whole numbers, lines of text; faults in our own words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FloatField,
    IntegerField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice as SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app import clock, plausible
from app.errors import DomainError, Invalid
from app.plain_text import visible


class ConsoleForm(FlaskForm):  # type: ignore[misc]
    """A form to which a service's refusal can be added."""

    def refuse(self, error: DomainError) -> None:
        """Put each fault of `error` beside its field; what belongs to none goes to the summary."""
        faults = error.faults if isinstance(error, Invalid) else {}
        if not faults:
            faults = {error.field or "": error.message}
        for name, words in faults.items():
            if name in self:
                self[name].errors = [*self[name].errors, words]
            else:
                self.form_errors.append(words)

    def values(self) -> dict[str, Any]:
        """What was entered, by field, without the form token."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class Words(StringField):
    """One line of text, without invisible characters and doubled spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = visible(valuelist[0]) if valuelist else ""


class WholeNumber(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        """An empty field is None, not a fault."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = int(text)
            except ValueError:
                raise ValueError(gettext("请填写整数")) from None


class Degrees(FloatField):
    def process_formdata(self, valuelist: list[str]) -> None:
        """An empty field is None, not a fault."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = float(text)
            except ValueError:
                raise ValueError(gettext("请填写数字，例如 36.0541")) from None


class Day(DateField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = plausible.day(valuelist[0].strip())
            except ValueError:
                raise ValueError(gettext("请按 2026-10-12 的样子填写日期")) from None


class Moment(DateTimeLocalField):
    """An instant, typed and shown as the city's clocks have it."""

    def process_data(self, value: dt.datetime | None) -> None:
        self.data = clock.local(value) if value is not None else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                typed = dt.datetime.fromisoformat(valuelist[0].strip())
                plausible.day(typed.date().isoformat())
            except ValueError:
                raise ValueError(gettext("请按 2026-10-12 18:00 的样子填写日期和时间")) from None
            self.data = typed.replace(tzinfo=clock.CITY)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""


class MultiCheckboxField(SelectMultipleField):
    """Several of a few options, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _Needed(DataRequired):
    def __call__(self, form: Any, field: Any) -> None:
        """Names the field: in the summary the words stand alone."""
        self.message = gettext("请填写“%(label)s”", label=field.label.text)
        super().__call__(form, field)


class _Entered(InputRequired):
    def __call__(self, form: Any, field: Any) -> None:
        self.message = gettext("请填写“%(label)s”", label=field.label.text)
        super().__call__(form, field)


def needed(words: str | None = None) -> DataRequired:
    """For texts: spaces alone do not count. Without `words` the fault names the field."""
    return DataRequired(words) if words else _Needed()


def entered(words: str | None = None) -> InputRequired:
    """For numbers and dates: what cannot be read keeps its own fault."""
    return InputRequired(words) if words else _Entered()


def chosen_number(text: Any) -> int | None:
    """The value of an option that is a number; "" is none."""
    return int(text) if text not in ("", None) else None


def at_most(characters: int) -> Length:
    return Length(max=characters, message=_l("最多 %(max)d 个字"))


class _Between(NumberRange):
    def __call__(self, form: Any, field: Any) -> None:
        """Leaves alone what was not entered or could not be read: that is for others to say."""
        if field.data is not None:
            super().__call__(form, field)


def between(least: int, most: int) -> NumberRange:
    return _Between(least, most, _l("请填写 %(min)s 到 %(max)s 之间的整数"))


def lines(field: Field) -> list[str]:
    """The lines of a text area that hold something."""
    return [line for line in (visible(raw) for raw in (field.data or "").splitlines()) if line]
