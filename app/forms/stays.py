"""What the desk, the leader and guests of a stay fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.forms.console.fields import ConsoleForm, Day, SelectChoice, at_most, entered, needed
from app.forms.console.programmes import ReasonForm

Options = Sequence[tuple[str, str]]


def options(pairs: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class ScanForm(ConsoleForm):
    reference = StringField(
        _l("报名编号"), [needed()], description=_l("扫职工手机上的二维码，或输入编号，例如 LY-7K3M-92QF-8")
    )


class NoShowForm(ReasonForm):
    counts = RadioField(
        _l("名额怎么算"),
        choices=[
            SelectChoice("rule", _l("按项目规定")),
            SelectChoice("yes", _l("算已使用")),
            SelectChoice("no", _l("不算（有正当理由）")),
        ],
        default="rule",
    )

    def used(self) -> bool | None:
        """None: as the programme's rule says."""
        return {"yes": True, "no": False}.get(self.counts.data)


class LeftEarlyForm(ReasonForm):
    left_on = Day(_l("哪天离开的"), [entered()])


class MoveForm(ReasonForm):
    """One guest to somebody else's bed or an empty one."""

    second = SelectField(_l("换到"), [InputRequired(_l("请选一张床"))])

    def __init__(self, beds: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.second.choices = [SelectChoice("", _l("（请选）")), *options(beds)]


class RoomsForm(ReasonForm):
    """Everybody of two rooms."""

    first = SelectField(_l("这间"), [InputRequired(_l("请选一间房"))], coerce=int)
    second = SelectField(_l("和这间对调"), [InputRequired(_l("请选一间房"))], coerce=int)

    def __init__(self, rooms: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first.choices = self.second.choices = [SelectChoice(value, label) for value, label in rooms]


class NoteForm(ConsoleForm):
    words = TextAreaField(
        _l("记一笔"), [needed(), at_most(1000)], description=_l("领队和院区前台能看到，不写病情和证件号")
    )


class BookForm(ConsoleForm):
    slot = RadioField(_l("选一个时间"), [InputRequired(_l("请选一个时间"))], coerce=int)
    note = TextAreaField(
        _l("想聊什么（可以不写）"), [at_most(500)], description=_l("只有您和咨询师能看到，加密保存")
    )

    def __init__(self, slots: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.slot.choices = [SelectChoice(value, label) for value, label in slots]


class OpinionForm(ConsoleForm):
    """One field a question is added by `of`."""

    again = RadioField(
        _l("还愿意再来吗"),
        [InputRequired(_l("请选一个"))],
        choices=[SelectChoice("yes", _l("愿意")), SelectChoice("no", _l("不太愿意"))],
    )
    words = TextAreaField(_l("还想说什么（可以不写）"), [at_most(1000)])

    @classmethod
    def of(cls, questions: Options) -> OpinionForm:
        """A form that asks about each of these, as (key, words)."""
        marks = [
            SelectChoice(5, _l("很满意")),
            SelectChoice(4, _l("满意")),
            SelectChoice(3, _l("一般")),
            SelectChoice(2, _l("不满意")),
            SelectChoice(1, _l("很不满意")),
        ]
        fields = {
            f"mark_{key}": RadioField(
                label, [InputRequired(gettext("请给“%(what)s”打分", what=label))], choices=marks, coerce=int
            )
            for key, label in questions
        }
        made: OpinionForm = type("OpinionForm", (cls,), fields)()
        return made

    def marks(self) -> dict[str, int]:
        """By the question's key."""
        return {
            field.short_name.removeprefix("mark_"): field.data
            for field in self
            if field.short_name.startswith("mark_")
        }
