"""What entrants, leads and judges fill in: events, the team's name, marks, appeals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from app.forms.console.fields import (
    ConsoleForm,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    needed,
)

Option = tuple[int, str]


class EntryForm(ConsoleForm):
    """Boxes to tick for each person, and for the team; made by `of`."""

    team_name = Words(
        _l("队名"), [at_most(60)], description=_l("个人参加可以不填；成绩和团体名次用这个名字公布")
    )
    category = Words(_l("组别"), [at_most(40)], description=_l("竞赛通知里分组的才填，例如：职工组"))

    @classmethod
    def of(
        cls,
        people: Sequence[Option],
        alone: Sequence[Option],
        together: Sequence[Option],
        chosen: dict[str, list[int]],
        **given: Any,
    ) -> EntryForm:
        """`people`, events for one and events for teams as (id, words); `chosen` event ids by field."""
        fields: dict[str, Any] = {}
        for person_id, name in people if alone else ():
            fields[f"entry_{person_id}"] = MultiCheckboxField(name, choices=_boxes(alone), coerce=int)
        if together:
            fields["entry_team"] = MultiCheckboxField(_l("队伍参加"), choices=_boxes(together), coerce=int)
        made: type[EntryForm] = type("EntryFormOfParty", (cls,), fields)
        return made(data={**given, **chosen})

    def boxes(self) -> list[Any]:
        """The fields to tick."""
        return [field for field in self if field.name.startswith("entry_")]

    def chosen(self) -> dict[int | None, set[int]]:
        """{person id, None for the team: event ids}."""
        found: dict[int | None, set[int]] = {}
        for field in self.boxes():
            who = field.name.removeprefix("entry_")
            found[None if who == "team" else int(who)] = set(field.data or ())
        return found


class MarkForm(ConsoleForm):
    """Points and time as they are written on paper, how often each penalty; made by `of`."""

    points = StringField(_l("分数"), [at_most(10)], description=_l("最多两位小数，例如：86.5"))
    time = StringField(_l("用时"), [at_most(10)], description=_l("分:秒，例如：42:07；没有计时的不填"))
    absent = BooleanField(_l("缺考，没有到场"))

    @classmethod
    def of(cls, penalties: Iterable[tuple[str, str]], *, timed: bool, **given: Any) -> MarkForm:
        """`penalties` as (code, words). Without `timed` there is no time and no penalty."""
        fields: dict[str, Any] = {} if timed else {"time": None}
        for code, words in penalties if timed else ():
            fields[f"penalty_{code}"] = WholeNumber(words, [between(0, 99)], default=0)
        made: type[MarkForm] = type("MarkFormOfPart", (cls,), fields)
        return made(data=given or None)

    def penalty_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("penalty_")]

    def often(self) -> dict[str, int]:
        """{code: how often}, of those that happened."""
        found = {field.name.removeprefix("penalty_"): field.data or 0 for field in self.penalty_fields()}
        return {code: count for code, count in found.items() if count}

    def fault(self, name: str, words: str) -> None:
        """Put a fault beside a field."""
        self[name].errors = [*self[name].errors, words]

    def refuse_unreadable(self, points: int | None, seconds: int | None) -> bool:
        """Say what could not be read; whether everything could."""
        if self.absent.data:
            return True
        if points is None:
            self.fault("points", gettext("请填写分数，最多两位小数，例如 86.5"))
        timed = "time" in self and (self.time.data or "").strip()
        if timed and seconds is None:
            self.fault("time", gettext("请按 42:07 的样子填写用时"))
        return not self.errors


class ContestAppealForm(ConsoleForm):
    words = TextAreaField(
        _l("申诉的内容和理由"),
        [needed(_l("请写明申诉的内容和理由")), at_most(2000)],
        description=_l("写明对哪一部分成绩有异议、为什么；提交后不能修改。"),
    )


def _boxes(options: Sequence[Option]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in options]
