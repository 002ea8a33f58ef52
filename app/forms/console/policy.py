"""How many of whom may have a place: quotas. Rules of eligibility are in `rules`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.forms.console.fields import ConsoleForm, SelectChoice, WholeNumber, between
from app.models import Quota, Unit

CHOOSE = _l("请至少选一项")


class QuotaForm(ConsoleForm):
    group = RadioField(
        _l("按什么计"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("district", _l("区市")), SelectChoice("employer", _l("基层单位"))],
    )
    value = SelectField(_l("哪一个"), description=_l("“每一个”：各区市或各单位分别适用"))
    scope = RadioField(
        _l("范围"),
        [InputRequired(CHOOSE)],
        choices=[SelectChoice("offering", _l("每一期")), SelectChoice("run", _l("整个项目"))],
    )
    minimum = WholeNumber(_l("至少几人"), [between(0, 100000)], default=0)
    maximum = WholeNumber(_l("至多几人"), [between(0, 100000)], description=_l("不填：没有上限"))

    def __init__(self, units: Sequence[Unit], quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(obj=quota, **kwargs)
        options = [SelectChoice(unit.code, unit.name) for unit in units]
        self.value.choices = [SelectChoice("", _l("每一个")), *options]
        if quota is not None and not self.is_submitted():
            self.value.data = quota.value or ""

    def validate_maximum(self, field: WholeNumber) -> None:
        least = self.minimum.data or 0
        if field.data is None and not least:
            raise ValidationError(gettext("请填写至少几人或至多几人"))
        if field.data is not None and field.data < least:
            raise ValidationError(gettext("“至多”不能小于“至少”"))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"value": values["value"] or None, "minimum": values["minimum"] or 0}
