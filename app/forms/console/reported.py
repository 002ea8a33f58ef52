"""What was reached outside the site."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import ValidationError

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

MOST = 10**9


class ReportedForm(ConsoleForm):
    """`count` is in yuan where the target is money."""

    target_id = SelectField(_l("指标"), coerce=int)
    unit_id = SelectField(_l("区市"), coerce=int)
    month = SelectField(_l("月份"), coerce=int)
    count = WholeNumber(_l("数量"), [entered(), between(1, MOST)], description=_l("资金按元填写"))
    source = Words(_l("数字来源"), [needed(), at_most(200)], description=_l("例如：区总工会 3 月月报"))

    def __init__(
        self,
        targets: Sequence[tuple[int, str]],
        units: Sequence[tuple[int, str]],
        months: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__()
        for field, options in ((self.target_id, targets), (self.unit_id, units), (self.month, months)):
            field.choices = [SelectChoice(value, words) for value, words in options]

    def validate_source(self, field: Words) -> None:
        if field.data and len(field.data) < 2:
            raise ValidationError(gettext("请写明数字从哪里来"))
