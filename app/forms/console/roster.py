"""Uploading a roster, correcting its cells, choosing for it, confirming it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectField
from wtforms.validators import InputRequired

from app.forms.console.fields import ConsoleForm, SelectChoice
from app.models import Unit
from app.plausible import whole_number

_CELL = re.compile(r"cell-(\d{1,7})-([a-z_0-9]{1,20})")


class UploadForm(ConsoleForm):
    programme_id = SelectField(
        _l("项目"), coerce=int, validators=[InputRequired(_l("请选择项目"))], validate_choice=False
    )
    unit_id = SelectField(
        _l("单位"),
        coerce=int,
        validators=[InputRequired(_l("请选择单位"))],
        validate_choice=False,
        description=_l("名单里还没有登记过的职工，会登记到这个单位。"),
    )
    file = FileField(
        _l("名单文件"),
        validators=[FileRequired(_l("请选择名单文件"))],
        description=_l("Excel（.xlsx、.xls）或 CSV，不超过 5 MB。上传后先检查，确认之前不会报名。"),
    )

    def offer(self, programmes: Iterable[tuple[int, str]], units: Sequence[Unit]) -> None:
        """Fill the lists; units stand under their districts' names."""
        self.programme_id.choices = [SelectChoice(value, label) for value, label in programmes]
        self.unit_id.choices = [
            SelectChoice(u.id, f"{u.parent.name} · {u.name}" if u.parent and len(units) > 1 else u.name)
            for u in units
        ]


class ChoicesForm(ConsoleForm):
    """Ranked sessions for everybody who names none; `ranked` gives it its fields."""

    def chosen(self) -> list[int]:
        """Offering ids, best first; places left blank are passed over."""
        return [select.data for select in self.selects() if select.data]

    def selects(self) -> list[Field]:
        return [self[name] for name in self._fields if name.startswith("choice_")]


def ranked(count: int, options: Sequence[tuple[int, str]], chosen: Sequence[int]) -> ChoicesForm:
    """A form with `count` selects of `options` (offering id, label)."""
    listed = [SelectChoice(0, _l("不选")), *(SelectChoice(value, label) for value, label in options)]
    fields = {
        f"choice_{rank}": SelectField(
            _l("第 %(rank)s 志愿", rank=rank), coerce=whole_number, choices=listed, validate_choice=False
        )
        for rank in range(1, count + 1)
    }
    made = type("RankedForm", (ChoicesForm,), fields)
    form: ChoicesForm = made(data={f"choice_{rank}": value for rank, value in enumerate(chosen, 1)})
    return form


class ConfirmForm(ConsoleForm):
    """`stamp` says which state of the roster was looked at."""

    stamp = HiddenField()


@dataclass
class Corrections:
    """What a page of the table says: `cells` by row number and field, which rows it `shown` and `dropped`."""

    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Corrections:
        found = cls(
            shown=set(sent.getlist("row", type=whole_number)),
            dropped=set(sent.getlist("drop", type=whole_number)),
        )
        for name, text in sent.items():
            if cell := _CELL.fullmatch(name):
                found.cells.setdefault(int(cell.group(1)), {})[cell.group(2)] = text
        return found
