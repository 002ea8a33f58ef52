"""A book of the list, and the rule for certificates of attendance."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.forms.console.fields import (
    ConsoleForm,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    needed,
)
from app.models import Book, Meeting, Offering
from app.words import day, in_language, moment, offering_name

STATES = (("planned", _l("计划读")), ("reading", _l("正在读")), ("read", _l("读完了")))


class BookForm(ConsoleForm):
    title = Words(_l("书名"), [needed(), at_most(120)], description=_l("不用写书名号"))
    title_en = Words(_l("英文书名"), [at_most(160)])
    author = Words(_l("作者"), [at_most(80)])
    offering_id = SelectField(_l("哪一个读书会"), coerce=int, default=0)
    meeting_id = SelectField(_l("在哪一次谈"), coerce=int, default=0)
    state = SelectField(_l("读到哪了"), choices=[SelectChoice(*each) for each in STATES])

    def __init__(
        self, clubs: list[Offering], meetings: list[Meeting], obj: Book | None = None, **first: Any
    ) -> None:
        if obj is not None:
            first = {"offering_id": obj.offering_id or 0, "meeting_id": obj.meeting_id or 0, **first}
        super().__init__(obj=obj, **first)
        self.offering_id.choices = [
            SelectChoice(0, gettext("所有读书会")),
            *(SelectChoice(club.id, f"{offering_name(club)} {day(club.starts_on)}") for club in clubs),
        ]
        self.meeting_id.choices = [
            SelectChoice(0, gettext("还没有定")),
            *(SelectChoice(each.id, _meeting(each)) for each in meetings),
        ]

    def values(self) -> dict[str, Any]:
        """The book's columns."""
        values = super().values()
        chosen = {name: values[name] or None for name in ("offering_id", "meeting_id")}
        return values | chosen


def _meeting(meeting: Meeting) -> str:
    return f"{moment(meeting.starts_at)} {in_language(meeting, 'title')}"


class AttendanceRuleForm(ConsoleForm):
    least_percent = WholeNumber(
        _l("至少到百分之几"),
        [entered(), between(1, 100)],
        description=_l("按举办过的全部次数计，取消的不算；例如 75：共 8 次要到 6 次"),
    )
