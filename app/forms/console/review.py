"""Criteria, reviewers, ties, single decisions and answers to objections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from app.forms.console.fields import (
    ConsoleForm,
    MultiCheckboxField,
    SelectChoice,
    WholeNumber,
    Words,
    at_most,
    between,
    entered,
    needed,
)
from app.forms.console.programmes import ReasonForm


class CriterionForm(ConsoleForm):
    label = Words(_l("名称"), [needed(), at_most(80)], description=_l("例如：成效、创新、困难程度"))
    label_en = Words(_l("英文名称"), [at_most(120)])
    help = Words(_l("怎么打分"), [at_most(300)], description=_l("给评审和申报人看的说明，可不填"))
    weight = WholeNumber(
        _l("权重"),
        [entered(), between(1, 100)],
        default=1,
        description=_l("这一项占的份量，占全部权重之和的比例"),
    )
    least = WholeNumber(_l("最低分"), [entered(), between(0, 1000)], default=0)
    most = WholeNumber(_l("最高分"), [entered(), between(1, 1000)], default=10)


class ReviewerForm(ConsoleForm):
    """Somebody by phone; they sign in with it."""

    phone = StringField(_l("手机号码"), [needed()], description=_l("评审用这个号码登录"))
    called = Words(_l("姓名"), [needed(), at_most(60)])

    def somebody(self) -> tuple[str, str]:
        """(phone as it was typed, name)."""
        return self.phone.data or "", self.called.data or ""


class SettleForm(ReasonForm):
    """Which of those with equal totals are granted."""

    granted = MultiCheckboxField(_l("入选的申报"), coerce=int)

    def __init__(self, edge: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.granted.choices = [SelectChoice(value, label) for value, label in edge]


class DecisionForm(ReasonForm):
    """One entry decided otherwise."""

    outcome = RadioField(_l("改为"))

    def __init__(self, outcomes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [SelectChoice(value, label) for value, label in outcomes.items()]


class AnswerForm(ConsoleForm):
    """What is said to an objection, and what follows from it."""

    verdict = RadioField(_l("异议是否成立"))
    answer = TextAreaField(
        _l("答复"), [needed(), at_most(2000)], description=_l("提出异议的人能看到；改判时也作为公示的原因")
    )

    def __init__(self, verdicts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.verdict.choices = [SelectChoice(value, label) for value, label in verdicts.items()]
