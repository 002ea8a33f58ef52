"""What a reviewer enters, and what somebody objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, TextAreaField

from app import words
from app.forms.console.fields import (
    ConsoleForm,
    SelectChoice,
    WholeNumber,
    at_most,
    between,
    entered,
    needed,
)
from app.models import Criterion, Reading

PREFIX = "points_"


class ScoreForm(ConsoleForm):
    """A whole number for each criterion; `of` makes the form of a programme's criteria."""

    remark = TextAreaField(_l("评语（可不填）"), [at_most(500)])

    @classmethod
    def of(cls, criteria: Sequence[Criterion], reading: Reading) -> ScoreForm:
        """The form with a field for each criterion, filled in with what has been handed in."""
        fields = {f"{PREFIX}{each.id}": _points(each) for each in criteria}
        known = {f"{PREFIX}{score.criterion_id}": score.points for score in reading.scores}
        made: ScoreForm = type("ScoreForm", (cls,), fields)(**known, remark=reading.remark)
        return made

    def marks(self) -> list[Field]:
        """The fields for points, in order of the criteria."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def points(self) -> dict[int, int]:
        """What was entered, by criterion id."""
        return {int(field.name.removeprefix(PREFIX)): field.data for field in self.marks()}


def _points(criterion: Criterion) -> WholeNumber:
    limits = gettext("%(least)s 到 %(most)s 分。", least=criterion.least, most=criterion.most)
    return WholeNumber(
        words.in_language(criterion, "label"),
        [entered(), between(criterion.least, criterion.most)],
        description=words.sentences(filter(None, (limits, criterion.help))),
    )


class ObjectionForm(ConsoleForm):
    entry = SelectField(_l("对哪一份有异议"), coerce=int)
    words = TextAreaField(
        _l("异议和理由"), [needed(), at_most(2000)], description=_l("请写清楚事实和依据，便于核实")
    )

    def __init__(self, entries: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        whole = SelectChoice(0, gettext("整个结果"))
        self.entry.choices = [whole, *(SelectChoice(value, label) for value, label in entries)]

    def about(self) -> int | None:
        """The registration's id, or None for the whole."""
        return self.entry.data or None
