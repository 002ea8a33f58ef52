"""The rule of programmes to which unions send people: only who has been nominated and confirmed signs up."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.services.eligibility_rules.rule import NOMINATIONS, Parameters, Refusal, Rule, Subject


def _nominated(subject: Subject, given: Parameters) -> Refusal | None:
    if subject.nomination == "confirmed":
        return None
    if subject.nomination == "nominated":
        return (
            _("单位已经提名，还在等上级工会确认"),
            _("确认后会通知您，那时再来填报志愿。"),
        )
    return (
        _("这个项目由单位提名，您还没有被提名"),
        _("想参加可以向本单位工会提出；也可以看看不用提名的其他项目。"),
    )


RULES: Mapping[str, Rule] = {
    "nominated": Rule(
        _l("单位提名"),
        {},
        lambda given: _("由单位提名、上级工会确认的职工"),
        _nominated,
        NOMINATIONS,
        hint=_l("提名在“提名”页面里办；开放报名以前就可以开始。"),
        given_later=True,
    ),
}
