"""Drawing, starting a run, choosing one to compare with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

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
