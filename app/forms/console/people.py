"""What a coordinator records of a worker: group, tier, days of service and union membership, certificates."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from app.forms.console.fields import Day, SelectChoice, Words, at_most, entered, needed
from app.forms.console.programmes import TIER_WORDS, ReasonForm
from app.models import Certificate, Person

TRACKS = {
    "front_line": _l("一线职工"),
    "model": _l("劳模先进"),
    "national_model": _l("全国劳模"),
    "skilled": _l("技能人才"),
    "new_form": _l("新就业形态劳动者"),
}


class PersonForm(ReasonForm):
    """What may be put right of a worker, with what it rests on."""

    tier = RadioField(
        _l("优先级"), coerce=int, choices=[SelectChoice(tier, label) for tier, label in TIER_WORDS.items()]
    )
    track = SelectField(
        _l("职工类别"), choices=[SelectChoice(value, label) for value, label in TRACKS.items()]
    )
    joined_on = Day(_l("参加工作日期"), [Optional()], description=_l("工龄从这一天算起"))
    union_joined_on = Day(_l("入会日期"), [Optional()], description=_l("不填：还不是会员，或没有核实"))

    def __init__(self, person: Person, **kwargs: Any) -> None:
        super().__init__(obj=person, **kwargs)

    def person_values(self) -> dict[str, Any]:
        """The person's columns."""
        names = ("tier", "track", "joined_on", "union_joined_on")
        return {name: self[name].data for name in names}


class CertificateForm(ReasonForm):
    """A certificate as its paper has it, and how it was verified."""

    kind = Words(_l("证书名称"), [needed(), at_most(80)], description=_l("例如：焊工（高级）"))
    number = Words(_l("证书编号"), [at_most(60)])
    issued_on = Day(_l("发证日期"), [entered()])
    expires_on = Day(_l("有效期到"), [Optional()], description=_l("不填：长期有效"))

    def __init__(self, certificate: Certificate | None = None, **kwargs: Any) -> None:
        super().__init__(obj=certificate, **kwargs)

    def certificate_values(self) -> dict[str, Any]:
        """The certificate's columns."""
        return {name: self[name].data for name in ("kind", "number", "issued_on", "expires_on")}
