"""Drawing, starting a run, choosing one to compare with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

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
from app.methods import METHOD_SENTENCES

SHORTEST, LONGEST = 5, 3600


class DrawForm(ConsoleForm):
    seed = Words(
        _l("摇号种子"),
        [needed(_l("请填写摇号种子")), at_most(80)],
        description=_l("填写截止前公布的那个公开数字，一字不差。任何人都可以用它重做一遍摇号。"),
    )


class StartForm(ConsoleForm):
    method = RadioField(
        _l("怎样决定名额"),
        choices=[SelectChoice(name, sentence) for name, sentence in METHOD_SENTENCES.items()],
        default="optimiser",
    )
    keeps_run_id = SelectField(
        _l("尽量沿用已有方案"),
        choices=[SelectChoice("", _l("不沿用"))],
        default="",
        description=_l("先保证每项目标的结果一样好，再让原来安排上的人尽量少变动。"),
    )
    seed = WholeNumber(
        _l("计算种子"),
        [entered(), between(1, 2**31 - 1)],
        default=1,
        description=_l("同样的名单和种子，算出同样的方案。一般不用改。"),
    )
    time_limit_seconds = WholeNumber(
        _l("最长时间（秒）"),
        [entered(), between(SHORTEST, LONGEST)],
        default=60,
        description=_l("证明最优就会提前结束；到时间还没有证明，就取当时最好的方案。"),
    )


def start_form(earlier: Iterable[tuple[int, int]], **given: Any) -> StartForm:
    """The form of a programme whose plans so far are these: (run's id, its number)."""
    form = StartForm(**given)
    kept = [SelectChoice(str(run), _("第 %(number)s 次分配", number=number)) for run, number in earlier]
    form.keeps_run_id.choices = [SelectChoice("", _("不沿用")), *kept]
    return form
